// A real mail server for a test, on a free port of 127.0.0.1: tools/mail-sink.
//
//     const server = await startWithMail();
//     const letter = await server.sink.letter();   // waits for the next one
//     letter.field('To'); letter.words;
//     await server.stop();
import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';

import {atEnd, root, startServer} from './server.mjs';

async function startMailSink() {
  const folder = await mkdtemp(path.join(tmpdir(), 'enig-mail-'));
  const child = spawn(
      path.join(root, 'tools/mail-sink'), ['--folder', folder],
      {stdio: ['ignore', 'pipe', 'inherit']});
  const ended = new Promise((resolve) => child.once('exit', resolve));
  ended.then(atEnd(() => child.kill('SIGKILL')));
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const {value: first} = await lines.next();
  const port = first?.match(/^Letters to 127\.0\.0\.1:(\d+) /)?.[1];
  if (!port) throw new Error(`the mail sink did not start; it said: ${first}`);
  return {
    url: `smtp://127.0.0.1:${port}`,
    async letter() {
      const {value: name} = await lines.next();
      return letterFrom(await readFile(path.join(folder, name), 'latin1'));
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, {recursive: true, force: true});
    },
  };
}

// A server that takes sign-ups and hands its letters to a sink of its own.
export async function startWithMail() {
  const sink = await startMailSink();
  const server = await startServer({
    args: [
      '--newsletter-smtp', sink.url, '--newsletter-from', 'Prøvepartiet <post@example.org>',
      '--public-url', 'http://127.0.0.1/'
    ],
  });
  return {
    ...server,
    sink,
    async stop() {
      await server.stop();
      await sink.stop();
    },
  };
}

function letterFrom(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.slice(0, end).replace(/\r\n /g, ' ').split('\r\n');
  const plain = bytes.slice(end + 4)
                    .replace(/=\r\n/g, '')
                    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return {
    words: Buffer.from(plain, 'latin1').toString('utf8').replaceAll('\r\n', '\n'),
    field(name) {
      const line = head.find((each) => each.startsWith(`${name}: `));
      return line?.slice(name.length + 2);
    },
  };
}
