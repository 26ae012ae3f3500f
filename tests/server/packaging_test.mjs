// tools/deploy/enig.service and Containerfile, as far as they can be tried without a machine of
// their own: systemd reads the unit, the program is watched for calls that the unit forbids, and
// what the container would copy, install, set and ask is held against what is there.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {atEnd, program, root, startServer} from '../browser/server.mjs';
import {ballotFor} from './certificate.mjs';

const read = (name) => readFileSync(path.join(root, name), 'utf8');
const unit = read('tools/deploy/enig.service');
const settings = read('tools/deploy/enig.toml');
const container = read('tools/deploy/Containerfile').replaceAll('\\\n', ' ');
const valuesOf =
    (name) => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value);
const instructions = container.split('\n')
                         .filter((line) => line && !line.startsWith('#'))
                         .map((line) => /^(\w+)\s+(.*)$/.exec(line).slice(1));
const ofKind = (kind) => instructions.filter(([each]) => each === kind).map(([, rest]) => rest);

// Why a test of what another program says is left out, or false.
const lacks = (name, ...args) =>
    spawnSync(name, args).status === 0 ? false : `${name} is not there, or may not be used here`;
const noSystemd = lacks('systemd-analyze', '--version');

let folder;
before(() => folder = mkdtempSync(path.join(tmpdir(), 'enig-packaging-')));
after(() => rmSync(folder, {recursive: true}));

function analyze(...args) {
  const file = path.join(folder, 'enig.service');
  writeFileSync(file, unit.replaceAll('/usr/bin/enig', program));
  const run = spawnSync('systemd-analyze', [...args, file], {encoding: 'utf8'});
  return {status: run.status, said: run.stdout + run.stderr};
}

test('systemd understands every line of the unit', {skip: noSystemd}, () => {
  assert.deepEqual(analyze('verify', '--man=no'), {status: 0, said: ''});
});

test('the unit leaves the program little to do harm with', {skip: noSystemd}, () => {
  // Of 10, where 10 is a service without any limits.
  const graded = analyze('security', '--offline=true', '--no-pager', '--threshold=20');
  assert.equal(graded.status, 0, graded.said);
  assert.match(graded.said, /Overall exposure level for enig\.service: [01]\.\d/);
});

// Every name that a line of SystemCallFilter stands for.
function callsIn(groups) {
  const run = spawnSync('systemd-analyze', ['syscall-filter', '--no-pager'], {encoding: 'utf8'});
  const sets = new Map();
  let own;
  for (const line of run.stdout.split('\n')) {
    const text = line.trim();
    if (/^@\S+$/.test(line))
      sets.set(line, own = []);
    else if (text && !text.startsWith('#'))
      own?.push(text.split(' ')[0]);
  }
  const expand = (name) => name.startsWith('@') ? sets.get(name).flatMap(expand) : [name];
  return groups.split(' ').flatMap(expand);
}

function allowedCalls() {
  const allowed = new Set(callsIn('@default'));
  for (const line of valuesOf('SystemCallFilter')) {
    const denies = line.startsWith('~');
    for (const call of callsIn(denies ? line.slice(1) : line)) {
      if (denies)
        allowed.delete(call);
      else
        allowed.add(call);
    }
  }
  return allowed;
}

test(
    'the program needs no call that the unit forbids', {
      skip: noSystemd || lacks('strace', '-f', '-o', '/dev/null', 'true'),
    },
    async () => {
      const log = path.join(folder, 'calls');
      const traced = spawn(
          'strace',
          [
            '-f', '-qq', '-o', log, program, 'serve', '--policies', path.join(root, 'policies'),
            '--data', path.join(folder, 'traced'), '--listen', '127.0.0.1:0', '--trial',
            '--metrics', '127.0.0.1:0'
          ],
          {stdio: ['ignore', 'pipe', 'inherit']});
      const forget = atEnd(() => traced.kill('SIGKILL'));
      let said = '';
      for await (const text of traced.stdout) {
        said += text;
        if (said.includes('/metrics\n')) break;
      }
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)[0];
      const ballot = await ballotFor(async (rest) => {
        const reply = await fetch(url + rest);
        return {body: await reply.text()};
      });
      for (let i = 1; i <= 20; ++i) {
        const reply = await fetch(`${url}api/v1/ballots/${i.toString(16).padStart(32, '0')}`, {
          method: 'PUT',
          headers: {'content-type': 'application/json'},
          body: ballot.text,
        });
        assert.equal(reply.status, 204);
      }
      const [pid] = /^\d+/.exec(readFileSync(log, 'utf8'));
      process.kill(Number(pid), 'SIGHUP');
      process.kill(Number(pid), 'SIGTERM');
      await new Promise((resolve) => traced.once('exit', resolve));
      forget();
      const used = new Set([...readFileSync(log, 'utf8').matchAll(/^\d+ +([a-z_0-9]+)\(/gm)].map(
          ([, call]) => call));
      // The kernel's own start of a program; and that it is really watched.
      assert.ok(used.has('fdatasync') || used.has('fsync'), 'it made ballots durable');
      const allowed = allowedCalls();
      assert.ok(!allowed.has('mount') && !allowed.has('ptrace') && !allowed.has('setuid'));
      // SQLite gives new files to their folder's owner, only where it is root; the unit's user is
      // not.
      if (process.getuid() === 0) used.delete('fchown');
      assert.deepEqual([...used].filter((call) => !allowed.has(call)), []);
      // MemoryDenyWriteExecute.
      assert.doesNotMatch(readFileSync(log, 'utf8'), /(mmap|mprotect)\([^)]*PROT_WRITE\|PROT_EXEC/);
    });

test('unit, settings and container agree on where things lie', () => {
  const at = (name) => new RegExp(`^${name} = "(.*)"$`, 'm').exec(settings)[1];
  assert.equal(at('data'), `/var/lib/${valuesOf('StateDirectory')[0]}`);
  assert.deepEqual(valuesOf('ExecStart'), ['/usr/bin/enig serve --config /etc/enig/enig.toml']);
  assert.deepEqual(valuesOf('ExecStartPre'), [`/usr/bin/enig check ${at('policies')}`]);
  const env = ofKind('ENV').join(' ');
  for (const name of ['policies', 'data', 'site']) {
    assert.match(env, new RegExp(`ENIG_${name.toUpperCase()}=${at(name)}( |$)`));
  }
  assert.deepEqual(ofKind('VOLUME'), [at('data')]);
});

test('the container is made of Debian by its name, and of what there is', () => {
  assert.deepEqual(ofKind('FROM'), ['debian:12-slim AS build', 'debian:12-slim']);
  for (const copy of ofKind('COPY')) {
    const words = copy.split(/\s+/);
    const fromBuild = words[0] === '--from=build';
    const source = words.at(-2).replace(/^\/src\//, '');
    assert.equal(words.at(-2).startsWith('/src/'), fromBuild, copy);
    assert.ok(existsSync(path.join(root, source)), `${source} is there`);
  }
  // What `COPY . .` leaves out is nothing that the build reads.
  const ignored = read('.containerignore').split('\n').filter((line) => /^[^#]/.test(line));
  for (const name of ['src', 'web', 'assets', 'policies', 'tools', 'tests', 'index.html']) {
    assert.ok(!ignored.includes(name), name);
  }
});

const isOtherDebian = spawnSync('grep', ['-q', '^12', '/etc/debian_version']).status !== 0;

test(
    'the container has every library that the program asks for', {
      skip: isOtherDebian && 'this is not the container\'s Debian: its packages have other names',
    },
    () => {
      const head = spawnSync('readelf', ['-d', program], {encoding: 'utf8'}).stdout;
      const needed = [...head.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name]) => name);
      assert.ok(needed.length > 5);
      const linked = new Map(spawnSync('ldd', [program], {encoding: 'utf8'})
                                 .stdout.split('\n')
                                 .map((line) => line.trim().split(' '))
                                 .filter(([, arrow]) => arrow === '=>')
                                 .map(([name, , file]) => [name, file]));
      const [runtime] = ofKind('RUN').filter((run) => run.includes('useradd'));
      const installed = /--no-install-recommends\s+(.*?)&&/.exec(runtime)[1].trim().split(/\s+/);
      for (const library of needed) {
        // Debian's packages name files below /lib or /usr/lib, as they please.
        const file = linked.get(library).split('/').slice(-2).join('/');
        const found = spawnSync('dpkg-query', ['--search', `*/${file}`], {encoding: 'utf8'});
        const owner = found.stdout.split(':')[0];
        const isBase = ['libc6', 'libstdc++6', 'libgcc-s1'].includes(owner);
        assert.ok(isBase || installed.includes(owner), `${library} of ${owner}`);
      }
    });

test('nobody in the container is root, and it ends in good order', () => {
  const user = instructions.findIndex(([kind]) => kind === 'USER');
  assert.match(instructions[user][1], /^[1-9]\d*$/);
  const last = instructions.slice(user + 1).map(([kind]) => kind);
  assert.ok(!last.includes('RUN') && !last.includes('USER'), 'nothing is done after that');
  assert.deepEqual(ofKind('ENTRYPOINT'), ['["/usr/bin/enig"]']);
  assert.deepEqual(ofKind('CMD'), ['["serve"]']);
  assert.deepEqual(ofKind('STOPSIGNAL'), ['SIGTERM']);
});

test(
    'the container\'s variables start a server, and its question tells whether it serves',
    async () => {
      const env = {...process.env};
      for (const [, name, value] of ofKind('ENV').join(' ').matchAll(/(ENIG_\w+)=(\S+)/g)) {
        env[name] = value;
      }
      env.ENIG_POLICIES = path.join(root, 'policies');
      env.ENIG_DATA = path.join(folder, 'contained');
      env.ENIG_SITE = path.join(root, 'build/site');
      env.ENIG_LISTEN = env.ENIG_LISTEN.replace('8080', '0');
      const server = spawn(program, ['serve'], {env, stdio: ['ignore', 'pipe', 'pipe']});
      const forget = atEnd(() => server.kill('SIGKILL'));
      let said = '';
      for await (const text of server.stdout) {
        said += text;
        if (said.includes('/\n')) break;
      }
      const port = /http:\/\/0\.0\.0\.0:(\d+)\//.exec(said)[1];
      const [, command] = /CMD (\[.*\])/.exec(ofKind('HEALTHCHECK')[0]);
      const [shell, ...args] = JSON.parse(command.replace('8080', port));
      assert.equal(spawnSync(shell, args).status, 0);
      server.kill('SIGTERM');
      const code = await new Promise((resolve) => server.once('exit', resolve));
      forget();
      assert.equal(code, 0);
      assert.notEqual(spawnSync(shell, args).status, 0);
    });
