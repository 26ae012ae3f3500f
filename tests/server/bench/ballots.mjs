// Durable ballots a second: Enig beside Fastify and better-sqlite3, written plainly and with Enig's
// own layout and group commit (peer.mjs). Each ballot has an id of its own, each round is one of
// each, and what is compared is of the same round.
import {spawnSync} from 'node:child_process';
import {closeSync, fdatasyncSync, openSync, statSync, writeSync} from 'node:fs';
import path from 'node:path';

import {folder, median, megabytes, row, start, startEnig, wrk} from './common.mjs';

const answers = 20;
const limits = {
  plain: 14,
  packed: {64: 1.8, 256: 2.5},
  perFsync: 20,
  p99: 15,
  bytesPerBallot: 60,
  rssMb: 60
};
const modules = 'tests/server/bench';
let runs = 0;

// What the disk does at most: 4 KiB appended and synced, a second.
function fsyncsPerSecond(seconds) {
  const file = openSync(path.join(folder, 'raw'), 'a');
  const bytes = Buffer.alloc(4_096, 1);
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  for (; performance.now() < end; ++count) {
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  closeSync(file);
  return count / seconds;
}

function put(server, policy, {connections, seconds}) {
  return wrk(`http://127.0.0.1:${server.port}/`, {
    connections,
    seconds,
    script: 'tests/server/bench/ballots.lua',
    args: [String(++runs), String(answers), policy.id, policy.revision, ...policy.points]
  });
}

async function startPeer(kind, policy) {
  const database = path.join(folder, `${kind}${++runs}.sqlite`);
  return start(
      'node', ['tests/server/bench/peer.mjs', kind, database],
      {ENIG_BENCH_POLICY: JSON.stringify(policy), NODE_ENV: 'production'});
}

// One server of each kind, new: an old one's larger file would be slower.
async function measureOne(kind, policy, options) {
  const server = kind === 'enig' ?
      await startEnig({args: ['--threads', '2', '--metrics', '127.0.0.1:0']}) :
      await startPeer(kind, policy);
  const result = put(server, policy, options);
  if (kind === 'enig') {
    result.rssMb = megabytes(server.pid);
    Object.assign(result, await sumsOf(server));
  }
  await server.stop();
  if (kind === 'enig') check(server, result);
  return result;
}

async function sumsOf(server) {
  const text = await (await fetch(server.metricsUrl)).text();
  const value = (name) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)[1]);
  return {
    acknowledged: value('enig_ballots_acknowledged_total'),
    perCommit: value('enig_commit_ballots_sum') / value('enig_commit_ballots_count')
  };
}

// All that was acknowledged is there, each once: so the ids were distinct, and nothing was lost.
function check(server, result) {
  const counted = spawnSync(
      'build/release/enig', ['recount', '--policies', 'policies', '--data', server.data, '--json'],
      {encoding: 'utf8'});
  const {ballots} = JSON.parse(counted.stdout).policies[0];
  if (ballots !== result.acknowledged || ballots < result.requests) {
    throw new Error(`${result.requests} replies, ${result.acknowledged} acknowledged, but ${
        ballots} ballots are kept`);
  }
  result.bytesPerBallot = statSync(path.join(server.data, 'ballots.sqlite')).size / ballots;
}

function peersAreThere() {
  const found = spawnSync(
      'node', ['-e', 'require("better-sqlite3")(":memory:"); require("fastify")'], {cwd: modules});
  return found.status === 0;
}

async function measureAt(connections, kinds, policy, {rounds, seconds}) {
  const results = Object.fromEntries(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; ++round) {
    for (const kind of kinds) {
      results[kind].push(await measureOne(kind, policy, {connections, seconds}));
    }
  }
  const of = (kind, what) => median(results[kind].map((each) => each[what]));
  for (const kind of kinds) {
    row(`${kind}, ${connections} connections: ballots/s; p50, p99 in ms`,
        `${of(kind, 'perSecond').toFixed(0)}; ${of(kind, 'p50').toFixed(2)}, ${
            of(kind, 'p99').toFixed(2)}`);
  }
  for (const kind of kinds.slice(1)) {
    const ratio =
        median(results.enig.map((each, round) => each.perSecond / results[kind][round].perSecond));
    const least = kind === 'plain' ? (connections === 64 ? limits.plain : undefined) :
                                     limits.packed[connections];
    row(`enig against ${kind}, ${connections} connections`, ratio.toFixed(1),
        least && `>= ${least}`, least ? ratio >= least : undefined);
  }
  if (connections !== 64) return;
  row('p99 at 64 connections, ms', of('enig', 'p99').toFixed(1), `< ${limits.p99}`,
      of('enig', 'p99') < limits.p99);
  row('ballots an fsync', of('enig', 'perCommit').toFixed(1), `>= ${limits.perFsync}`,
      of('enig', 'perCommit') >= limits.perFsync);
  row('bytes a ballot', of('enig', 'bytesPerBallot').toFixed(0), `<= ${limits.bytesPerBallot}`,
      of('enig', 'bytesPerBallot') <= limits.bytesPerBallot);
  row('RSS after them, MB', of('enig', 'rssMb').toFixed(0));
}

export async function measureBallots(options) {
  const server = await startEnig();
  await server.stop();
  const {policy} = server;
  if (policy.points.length < answers) throw new Error('the policy has too few points');
  const kinds = ['enig'];
  if (peersAreThere()) {
    kinds.push('plain', 'packed');
  } else {
    row('Fastify and better-sqlite3', 'not installed: npm ci in tests/server/bench');
  }
  row('fsyncs a second of the raw disk', fsyncsPerSecond(1).toFixed(0));
  for (const connections of [64, 256]) await measureAt(connections, kinds, policy, options);
}
