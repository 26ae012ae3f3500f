// tools/deploy/nginx.conf in a real nginx, in front of a real server.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {atEnd, root, startServer} from '../browser/server.mjs';
import {ask, ballotFor, follow, makeCertificate} from './certificate.mjs';

let folder;
let tls;
let server;
let nginx;
let port;
const address = (rest = '') => `https://localhost:${port}/${rest}`;
const get = (rest, headers = {}) => ask(tls, address(rest), {headers});

const freePort = () => new Promise((resolve) => {
  const socket = createServer().listen(0, '127.0.0.1', () => {
    const {port: free} = socket.address();
    socket.close(() => resolve(free));
  });
});

// The file as it is, with this test's ports, folders and certificate.
function adapted(plainPort) {
  const replaced = [
    ['/var/cache/nginx/enig', path.join(folder, 'cache')],
    ['server 127.0.0.1:8080', `server 127.0.0.1:${new URL(server.url).port}`],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen [::]:80;', ''],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`],
    ['listen [::]:443 ssl http2;', ''],
    ['/etc/ssl/enig/chain.pem', tls.certificate],
    ['/etc/ssl/enig/key.pem', tls.key],
    ['/var/log/nginx/enig.log', path.join(folder, 'logs/enig.log')],
  ];
  let text = readFileSync(path.join(root, 'tools/deploy/nginx.conf'), 'utf8');
  for (const [from, to] of replaced) {
    assert.ok(text.includes(from), `tools/deploy/nginx.conf says ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'enig-nginx-'));
  mkdirSync(path.join(folder, 'logs'));
  tls = makeCertificate(folder);
  server = await startServer({args: ['--hsts-days', '365']});
  port = await freePort();
  writeFileSync(path.join(folder, 'nginx.conf'), `
${process.getuid() === 0 ? 'user root;' : ''}
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/logs/error.log warn;
events { worker_connections 256; }
http {
  access_log ${folder}/logs/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${adapted(await freePort())}
}`);
  nginx = spawn(
      '/usr/sbin/nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')],
      {stdio: ['ignore', 'inherit', 'inherit']});
  const forget = atEnd(() => nginx.kill('SIGTERM'));
  nginx.once('exit', forget);
  const end = Date.now() + 20_000;
  while (nginx.exitCode === null && Date.now() < end) {
    const reply = await get('healthz').catch(() => null);
    if (reply?.status === 200) return;
  }
  assert.fail('nginx does not serve');
});
after(async () => {
  if (nginx.exitCode === null) {
    nginx.kill('SIGQUIT');
    await new Promise((resolve) => nginx.once('exit', resolve));
  }
  await server.stop();
  rmSync(folder, {recursive: true});
});

test('what is read comes from the copy, and is asked about by its ETag', async () => {
  const first = await get('');
  assert.equal(first.status, 200);
  assert.match(first.headers['content-security-policy'], /wasm-unsafe-eval/);
  assert.match(first.headers['strict-transport-security'], /^max-age=/);
  const again = await get('');
  assert.equal(again.headers['x-cache'], 'HIT');
  assert.deepEqual(again.body, first.body);
  assert.equal((await get('', {'if-none-match': first.headers.etag})).status, 304);
  const packed = await get('', {'accept-encoding': 'br'});
  assert.equal(packed.headers['content-encoding'], 'br');
  assert.ok(packed.body.length < first.body.length);
  assert.equal((await get('', {'accept-encoding': 'br'})).headers['x-cache'], 'HIT');
  assert.equal((await get('')).headers['content-encoding'], undefined);
});

test('the program is copied for good, and sent in parts', async () => {
  const name = readFileSync(path.join(root, 'build/site/program/current'), 'utf8').trim();
  const file = `program/${name}/enig.wasm`;
  const whole = readFileSync(path.join(root, 'build/site', file));
  const first = await get(file);
  assert.match(first.headers['cache-control'], /immutable/);
  assert.deepEqual(first.body, whole);
  const part = await get(file, {range: 'bytes=5-9'});
  assert.equal(part.status, 206);
  assert.equal(part.headers['x-cache'], 'HIT');
  assert.deepEqual(part.body, whole.subarray(5, 10));
});

test('a ballot goes through, its release comes at once, and no file holds it', async () => {
  const ballot = await ballotFor(get);
  const stream = follow(tls, address(`api/v1/policies/${ballot.policy}/events`));
  assert.match(await stream.next(), /^retry:/);
  const id = 'abcdefabcdef00112233445566778899';
  const put = (origin) => ask(tls, address(`api/v1/ballots/${id}`), {
    method: 'PUT',
    headers: {'content-type': 'application/json', origin, 'user-agent': 'a-known-agent'},
    body: ballot.text,
  });
  assert.equal((await put(`https://localhost:${port}`)).status, 204);
  assert.match(await stream.next(), /^event: release\nid: 1\n/);
  stream.close();
  assert.equal((await put('https://evil.example')).status, 403);
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'latin1');
    for (const told of [id, 'a-known-agent', '"consent":true,"topic"']) {
      assert.ok(!bytes.includes(told), `${entry.name} holds ${told}`);
    }
  }
});

test('new numbers are read within seconds', async () => {
  const ballot = await ballotFor(get);
  const totals = async () =>
      JSON.parse((await get(`api/v1/policies/${ballot.policy}/totals`)).body);
  const before = (await totals()).ballots;
  await ask(tls, address(`api/v1/ballots/${'2'.padStart(32, '0')}`), {
    method: 'PUT',
    headers: {'content-type': 'application/json'},
    body: ballot.text,
  });
  const end = Date.now() + 15_000;
  while ((await totals()).ballots === before && Date.now() < end) continue;
  assert.equal((await totals()).ballots, before + 1);
});

test('the list of policies is never a copy', async () => {
  for (let i = 0; i < 2; ++i) {
    const list = await get('api/v1/policies');
    assert.equal(list.status, 200);
    assert.equal(list.headers['cache-control'], 'no-store');
    assert.equal(list.headers['x-cache'], undefined);
  }
});

const putOfSize = (bytes) => ask(tls, address(`api/v1/ballots/${'3'.padStart(32, '0')}`), {
  method: 'PUT',
  headers: {'content-type': 'application/json'},
  body: ' '.repeat(bytes),
});

test('what only Enig may find too large reaches it', async () => {
  const reply = await putOfSize(200_000);
  assert.match(reply.headers['content-type'], /^application\/problem\+json/);
});

test('what is too large for any policy is refused', async () => {
  const limits = readFileSync(path.join(root, 'tools/deploy/nginx.conf'), 'utf8');
  const bytesMax = Number(limits.match(/client_max_body_size (\d+);/)[1]);
  const reply = await putOfSize(bytesMax + 1);
  assert.equal(reply.status, 413);
  assert.match(reply.headers['content-type'], /^text\/html/);
});

test('new ballots are counted against who sends them, whatever the request says', async () => {
  const ballot = await ballotFor(get);
  const source = readFileSync(path.join(root, 'src/base/limits.h'), 'utf8');
  const atOnce = Number(source.match(/new_ballots_at_once = (\d+);/)[1]);
  // This machine's own address is a proxy's.
  const put = (number, from) =>
      ask(tls, address(`api/v1/ballots/${(0x1000 + number).toString(16).padStart(32, '0')}`), {
        method: 'PUT',
        localAddress: from,
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `203.0.113.${number % 250}`,
        },
        body: ballot.text,
      });
  for (let i = 0; i < atOnce; ++i) {
    const {status} = await put(i, '127.0.0.2');
    assert.equal(status, 204, `ballot ${i}`);
  }
  // A minute may have begun meanwhile.
  const statuses = [];
  for (let i = 0; i < 30; ++i) statuses.push((await put(atOnce + i, '127.0.0.2')).status);
  assert.ok(statuses.includes(429), statuses.join());
  assert.equal((await put(0, '127.0.0.2')).status, 204, 'a ballot that was let in may be changed');
  assert.equal((await put(5_000, '127.0.0.3')).status, 204, 'another address has its own budget');
});
