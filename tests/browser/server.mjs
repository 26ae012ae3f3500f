// Starts `enig serve` for a test, on a free port of 127.0.0.1 and a data folder of its own, and
// stops it.
//
//     const server = await startServer();            // a trial: every ballot is released at once
//     await fetch(server.url + 'healthz');
//     await server.stop();

import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {fileURLToPath} from 'node:url';
import path from 'node:path';

import {clockAt} from './clock.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = path.join(root, 'build/release/enig');

const startDeadlineMs = 20_000;

// Does `work` when this process ends, also where it is ended from outside, as a test is that takes
// too long. Returns what takes that back.
export function atEnd(work) {
  if (!listens) {
    listens = true;
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
    process.once('exit', () => {
      for (const one of works) one();
    });
  }
  works.add(work);
  return () => works.delete(work);
}
const works = new Set();
let listens = false;

// Options: trial (true), policies (folder), data (folder to use and keep), port (a free one), clock
// ("2099-01-01"; the machine's own if none is given), args (more flags).
export async function startServer(
    {trial = true, policies = 'policies', data = undefined, port = 0, clock, args = []} = {}) {
  const folder = data ?? (await mkdtemp(path.join(tmpdir(), 'enig-test-')));
  const flags =
      ['serve', '--policies', policies, '--data', folder, '--listen', `127.0.0.1:${port}`, ...args];
  if (trial) flags.push('--trial');
  const child = spawn(program, flags, {
    cwd: root,
    env: {...process.env, ...clockAt(clock)},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended =
      new Promise((resolve) => child.once('exit', (code, signal) => resolve({code, signal})));
  const forget = atEnd(() => child.kill('SIGKILL'));
  ended.then(forget);
  const url = await printedUrl(child, ended);
  return {
    url,
    data: folder,
    pid: child.pid,
    // Ends it as an administrator would, and resolves to its exit code.
    async stop() {
      child.kill('SIGTERM');
      const {code} = await ended;
      if (data === undefined) await rm(folder, {recursive: true, force: true});
      return code;
    },
    // Ends it as a power cut would; the data folder stays.
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function printedUrl(child, ended) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(
        () => reject(new Error(`the server was not ready in time; it said: ${said}`)),
        startDeadlineMs);
    const read = (chunk) => {
      said += chunk;
      const match = said.match(/https?:\/\/127\.0\.0\.1:\d+\//);
      if (!match) return;
      clearTimeout(timer);
      resolve(match[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    ended.then(({code}) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code} before it was ready; it said: ${said}`));
    });
  });
}

// The totals of a policy, as the server has released them.
export async function totalsOf(server, policy = 'baerum-naering') {
  const reply = await fetch(`${server.url}api/v1/policies/${policy}/totals`);
  if (reply.status !== 200) throw new Error(`totals: ${reply.status} ${await reply.text()}`);
  return reply.json();
}

// Asks until the released totals are as wanted; fails with the last ones seen.
export async function waitForTotals(server, wanted, policy = 'baerum-naering') {
  let totals;
  for (let tries = 0; tries < 100; ++tries) {
    totals = await totalsOf(server, policy);
    if (wanted(totals)) return totals;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`the totals never came to what was wanted; the last were ${
      JSON.stringify(totals).slice(0, 400)}`);
}
