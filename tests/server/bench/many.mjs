// Of many at once: 10,000 open streams within 200 MB, each told of a release, and others served as
// fast beside 10,000 who only sit there.
import {connect} from 'node:net';

import {megabytes, row, withServer} from './common.mjs';

const streams = 10_000;
const limits = {
  streamsMb: 200,
  slowdown: 2
};

// A socket on which `request` has been sent; `heard(text)` is called with all that has come.
const open = (port, request, heard) => new Promise((resolve, reject) => {
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(request);
    resolve(socket);
  });
  socket.setEncoding('latin1');
  let all = '';
  socket.on('data', (text) => heard?.(all += text, socket));
  socket.on('error', reject);
});

const get = (path) => `GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`;

async function openMany(count, make) {
  const sockets = [];
  while (sockets.length < count) {
    const batch = Math.min(200, count - sockets.length);
    sockets.push(...await Promise.all(Array.from({length: batch}, make)));
  }
  return sockets;
}

async function put(port, policy, number) {
  const id = number.toString(16).padStart(32, '0');
  const reply = await fetch(`http://127.0.0.1:${port}/api/v1/ballots/${id}`, {
    method: 'PUT',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(
        {policy: policy.id, revision: policy.revision, consent: true, topic: 'agree'}),
  });
  if (reply.status !== 204) throw new Error(`a ballot was answered with ${reply.status}`);
}

// Of ballots that one person puts one after the other, in milliseconds.
async function quantiles(port, policy, from) {
  const times = [];
  for (let i = 0; i < 1_000; ++i) {
    const start = performance.now();
    await put(port, policy, from + i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return {p50: times[times.length / 2], p99: times[Math.floor(times.length * 0.99)]};
}

async function tellStreams(port, pid, policy) {
  let told = 0;
  let greeted = 0;
  let all;
  let lastHeard = 0;
  const everybodyKnows = new Promise((resolve) => all = resolve);
  const path = `/api/v1/policies/${policy.id}/events`;
  const before = megabytes(pid);
  const sockets = await openMany(streams, () => {
    const state = {greeted: false, told: false};
    return open(port, get(path), (text) => {
      if (!state.greeted && text.includes('retry:')) {
        state.greeted = true;
        greeted += 1;
      }
      if (state.told || !text.includes('event: release')) return;
      state.told = true;
      told += 1;
      lastHeard = performance.now();
      if (told === streams) all();
    });
  });
  while (greeted < streams) await new Promise((resolve) => setTimeout(resolve, 10));
  const idle = megabytes(pid);
  const start = performance.now();
  await put(port, policy, 1);
  const patience = new Promise((resolve) => setTimeout(resolve, 30_000));
  await Promise.race([everybodyKnows, patience]);
  const after = megabytes(pid);
  for (const socket of sockets) socket.destroy();
  return {before, idle, after, told, spreadMs: lastHeard - start};
}

export async function measureMany() {
  await withServer({trial: true}, async ({port, pid, policy}) => {
    const streamed = await tellStreams(port, pid, policy);
    row('RSS before, MB', streamed.before.toFixed(0));
    row('RSS with 10,000 streams, MB', streamed.idle.toFixed(0));
    row('RSS after a release, MB', streamed.after.toFixed(0), `< ${limits.streamsMb}`,
        Math.max(streamed.idle, streamed.after) < limits.streamsMb);
    row('streams that were told of it', streamed.told, streams, streamed.told === streams);
    row('from ballot to the last of them, ms', streamed.spreadMs.toFixed(0));
  });
  await withServer({trial: true}, async ({port, policy}) => {
    const quiet = await quantiles(port, policy, 1_000_000);
    const crowd = await openMany(10_000, () => open(port, get('/healthz')));
    const crowded = await quantiles(port, policy, 2_000_000);
    for (const socket of crowd) socket.destroy();
    const slowdown = crowded.p99 / quiet.p99;
    row('ballot, alone: p50, p99 in ms', `${quiet.p50.toFixed(2)}, ${quiet.p99.toFixed(2)}`);
    row('beside 10,000 idle connections', `${crowded.p50.toFixed(2)}, ${crowded.p99.toFixed(2)}`);
    row('p99 against alone', slowdown.toFixed(2), `< ${limits.slowdown}`,
        slowdown < limits.slowdown);
  });
}
