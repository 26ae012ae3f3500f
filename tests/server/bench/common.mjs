// What the server's measurements share: a server of their own, wrk, and the table.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

export const folder = mkdtempSync(path.join(tmpdir(), 'enig-bench-'));
process.once('exit', () => rmSync(folder, {recursive: true, force: true}));

export const table = {
  rows: [],
  failed: false
};
// `holds`: whether the limit does; left out where there is none.
export function row(what, value, limit, holds) {
  table.rows.push({what, value, limit: limit ?? ''});
  if (holds === false) table.failed = true;
}

export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

export const megabytes = (pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

// Starts a program that prints where it serves, and `metricsUrl` where it has one; stop() ends it.
// Resolves once it does.
export async function start(program, args, env = {}) {
  const child =
      spawn(program, args, {stdio: ['ignore', 'pipe', 'inherit'], env: {...process.env, ...env}});
  const forget = () => child.kill('SIGKILL');
  process.once('exit', forget);
  let said = '';
  for await (const text of child.stdout) {
    said += text;
    const port = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(said)?.[1];
    // The metrics' address follows in a line of its own.
    if (!port || (args.includes('--metrics') && !said.includes('/metrics\n'))) continue;
    return {
      port: Number(port),
      metricsUrl: /http:\S*\/metrics/.exec(said)?.[0],
      pid: child.pid,
      async stop() {
        child.kill('SIGTERM');
        await new Promise((resolve) => child.once('exit', resolve));
        process.off('exit', forget);
      }
    };
  }
  throw new Error(`${program} ${args.join(' ')} did not start`);
}

let servers = 0;
// Options: trial (false), args. Gives what start() does, and `data`, `metrics` (its text) and
// `policy` (the first one's id, revision and points).
export async function startEnig({trial = false, args = []} = {}) {
  const data = path.join(folder, `data${++servers}`);
  const flags = ['serve', '--policies', 'policies', '--data', data, '--listen', '127.0.0.1:0'];
  if (trial) flags.push('--trial');
  const server = await start('build/release/enig', [...flags, '--log-level', 'error', ...args]);
  const api = `http://127.0.0.1:${server.port}/api/v1/policies`;
  const {policies: [{id, revision}]} = await (await fetch(api)).json();
  const totals = await (await fetch(`${api}/${id}/totals`)).json();
  return {...server, data, policy: {id, revision, points: Object.keys(totals.points)}};
}

export async function withServer(options, work) {
  const server = await startEnig(options);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

// Requests a second, and times in ms, of so many connections. Options: connections, seconds, script
// (a file in Lua), args (for it). Fails where a request does, or one is answered with a refusal.
export function wrk(url, {connections, seconds, script, args = []}) {
  const flags = ['-t2', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '10s'];
  if (script) flags.push('-s', script);
  const run = spawnSync('wrk', [...flags, url, '--', ...args], {encoding: 'utf8'});
  if (run.status !== 0) throw new Error(`wrk: ${run.error ?? run.stderr}`);
  const problem = /Non-2xx.*|Socket errors.*/.exec(run.stdout);
  if (problem) throw new Error(`${url}: ${problem[0]}`);
  const ms = (percent) => {
    const [, number, unit] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(run.stdout);
    return Number(number) * {us: 0.001, ms: 1, s: 1_000}[unit];
  };
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(run.stdout)[1]),
    requests: Number(/(\d+) requests in/.exec(run.stdout)[1]),
    p50: ms(50),
    p99: ms(99)
  };
}
