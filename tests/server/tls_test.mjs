// The server's own TLS, with a certificate that is made here.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {connect as connectTls} from 'node:tls';

import {program, root, startServer} from '../browser/server.mjs';
import {ask, ballotFor, follow, makeCertificate} from './certificate.mjs';

let folder;
let tls;
let server;
const address = (rest = '') => server.url + rest;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'enig-tls-'));
  tls = makeCertificate(folder);
  server = await startServer({
    args: ['--tls-cert', tls.certificate, '--tls-key', tls.key, '--hsts-days', '30'],
  });
});
after(async () => {
  assert.equal(await server.stop(), 0);
  rmSync(folder, {recursive: true});
});

test('pages, ballots and events go over TLS', async () => {
  assert.match(server.url, /^https:/);
  const page = await ask(tls, address());
  assert.equal(page.status, 200);
  assert.equal(page.protocol, 'TLSv1.3');
  assert.equal(page.headers['strict-transport-security'], `max-age=${30 * 24 * 60 * 60}`);
  const ballot = await ballotFor((rest) => ask(tls, address(rest)));
  const stream = follow(tls, address(`api/v1/policies/${ballot.policy}/events`));
  assert.match(await stream.next(), /^retry:/);
  const put = await ask(tls, address(`api/v1/ballots/${'1'.padStart(32, '0')}`), {
    method: 'PUT',
    headers: {'content-type': 'application/json', 'origin': new URL(server.url).origin},
    body: ballot.text,
  });
  assert.equal(put.status, 204);
  assert.match(await stream.next(), /^event: release\nid: 1\n/);
  stream.close();
});

test('a connection is used again, and a large file comes whole', async () => {
  const {Agent} = await import('node:https');
  const agent = new Agent({keepAlive: true, maxSockets: 1});
  const name = readFileSync(path.join(root, 'build/site/program/current'), 'utf8').trim();
  const file = `program/${name}/enig.wasm`;
  const whole = readFileSync(path.join(root, 'build/site', file));
  for (let i = 0; i < 3; ++i) {
    const reply = await ask(tls, address(file), {agent});
    assert.deepEqual(reply.body, whole);
  }
  const part = await ask(tls, address(file), {agent, headers: {range: 'bytes=100-199'}});
  assert.equal(part.status, 206);
  assert.deepEqual(part.body, whole.subarray(100, 200));
  agent.destroy();
});

test('old versions of TLS, and plain HTTP, are refused', async () => {
  const port = Number(new URL(server.url).port);
  const old = new Promise((resolve, reject) => {
    const socket = connectTls(
        {
          port,
          host: '127.0.0.1',
          maxVersion: 'TLSv1.1',
          minVersion: 'TLSv1',
          ciphers: 'DEFAULT@SECLEVEL=0',
          rejectUnauthorized: false
        },
        () => reject(new Error('it was let in')));
    socket.on('error', () => resolve('refused'));
  });
  assert.equal(await old, 'refused');
  const plain = new Promise((resolve) => {
    let said = '';
    const socket =
        connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    socket.on('data', (text) => said += text);
    socket.on('error', () => {});
    socket.on('close', () => resolve(said));
  });
  assert.doesNotMatch(await plain, /HTTP\/1/);
  assert.equal((await ask(tls, address('healthz'))).status, 200);
});

test(
    'SIGHUP takes a renewed certificate, and keeps the old where the new cannot be used',
    async () => {
      const next = makeCertificate(folder, 'next');
      const old = {certificate: path.join(folder, 'old.pem')};
      copyFileSync(tls.certificate, old.certificate);
      writeFileSync(tls.certificate, 'nonsense');
      process.kill(server.pid, 'SIGHUP');
      assert.equal((await ask(old, address('healthz'))).status, 200);
      copyFileSync(next.key, tls.key);
      copyFileSync(next.certificate, tls.certificate);
      process.kill(server.pid, 'SIGHUP');
      const end = Date.now() + 20_000;
      let status = 0;
      while (status !== 200 && Date.now() < end) {
        status = await ask(next, address('healthz')).then((reply) => reply.status, () => 0);
      }
      assert.equal(status, 200);
    });

test('a certificate that cannot be used is said in a sentence', () => {
  const other = makeCertificate(folder, 'other');
  const mine = makeCertificate(folder, 'mine');
  const serve = (...args) => spawnSync(
      program,
      [
        'serve', '--policies', 'policies', '--data', path.join(folder, 'none'), '--listen',
        '127.0.0.1:0', ...args
      ],
      {cwd: root, encoding: 'utf8', timeout: 20_000});
  const wrong = serve('--tls-cert', mine.certificate, '--tls-key', other.key);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /other\.key is no key of this certificate that can be used/);
  const missing = serve('--tls-cert', path.join(folder, 'nowhere.pem'), '--tls-key', mine.key);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /nowhere\.pem cannot be read: No such file or directory/);
  const half = serve('--tls-cert', mine.certificate);
  assert.equal(half.status, 2);
  assert.match(half.stderr, /--tls-cert and --tls-key/);
});
