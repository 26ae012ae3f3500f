// What the scripts in tools/ decide by themselves: which mirror, which version is new enough.
//
//     node --test tests/tools_test.mjs
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// Runs a line of bash after the scripts' shared functions have been read, with `files` in $folder.
function bash(line, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'enig-tools-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), {recursive: true});
      writeFileSync(join(folder, path), text);
    }
    const script = `source tools/lib.sh; source tools/apt.sh; ${line}`;
    const run = spawnSync('bash', ['-c', script], {
      cwd: root,
      encoding: 'utf8',
      env: {...process.env, folder, ENIG_TOOLCHAIN_DIR: folder},
    });
    return {status: run.status, out: run.stdout.trim(), err: run.stderr.trim()};
  } finally {
    rmSync(folder, {recursive: true});
  }
}

const mirrorOf = (files) => bash('apt_source "$folder" bookworm', files);
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const main = 'deb http://mirror.example/debian bookworm main';
const machines = [
  ['one-line sources', {'sources.list': `# cdrom\n\n${main}\n`}, 'http://mirror.example/debian -'],
  [
    'one-line sources with options', {
      'sources.list':
          `deb [arch=amd64 signed-by=${keyring}] https://mirror.example/debian bookworm main\n`
    },
    `https://mirror.example/debian ${keyring}`
  ],
  [
    'the security and updates suites come first', {
      'sources.list': 'deb http://security.example/debian-security bookworm-security main\n' +
          `deb http://mirror.example/debian bookworm-updates main\n${main}\n`
    },
    'http://mirror.example/debian -'
  ],
  [
    'a CD comes first', {'sources.list': `deb cdrom:[Debian_12]/ bookworm main\n${main}\n`},
    'http://mirror.example/debian -'
  ],
  [
    'sources only for other things', {
      'sources.list': 'deb-src http://source.example/debian bookworm main\n',
      'sources.list.d/a.list': 'deb http://mirror.example/debian/ stable main\n'
    },
    'http://mirror.example/debian/ -'
  ],
  [
    'stanzas', {
      'sources.list.d/other.sources':
          'Types: deb\nURIs: http://other.example\nSuites: nodistro\nComponents: main\n',
      'sources.list.d/debian.sources':
          'Types: deb deb-src\n# snapshot\nURIs: http://mirror.example/debian http://b\n' +
          `Suites: bookworm bookworm-updates\nComponents: main\nSigned-By: ${
              keyring}\n\nTypes: deb\n` +
          'URIs: http://security.example\nSuites: bookworm-security\nComponents: main\n'
    },
    `http://mirror.example/debian ${keyring}`
  ],
  [
    'a stanza that is switched off, and a last line without its end', {
      'sources.list.d/debian.sources':
          'Types: deb\nURIs: http://off.example/debian\nSuites: bookworm\nEnabled: no\n\n' +
          'Types: deb\nURIs: mirror+file:/etc/apt/mirrors/debian.list\nSuites: bookworm'
    },
    'mirror+file:/etc/apt/mirrors/debian.list -'
  ],
];
for (const [name, files, expected] of machines) {
  test(`the mirror is read from the machine's own sources: ${name}`, () => {
    assert.deepEqual(mirrorOf(files), {status: 0, out: expected, err: ''});
  });
}

test('a machine without a Debian mirror is said to have none', () => {
  assert.equal(mirrorOf({}).status, 1);
  assert.equal(mirrorOf({'sources.list': main.replace('bookworm', 'trixie')}).status, 1);
});

for (const [have, least, expected] of [
         ['3.1.69', '3.1.64', 0],
         ['3.1.64', '3.1.64', 0],
         ['3.1.6', '3.1.64', 1],
         ['4.0.1', '3.1.64', 0],
         ['18.20.4', '18', 0],
         ['16.20.0', '18', 1],
]) {
  test(`version ${have} is ${expected === 0 ? '' : 'not '}at least ${least}`, () => {
    assert.equal(bash(`version_at_least ${have} ${least}`).status, expected);
  });
}

test('an emcc on PATH is used when it is new enough, and only then', () => {
  const emcc = {'bin/emcc': '#!/bin/sh\n'};
  const line = 'chmod +x "$folder/bin/emcc"; PATH="$folder/bin:$PATH"; path_emscripten_root';
  const old = bash(line, {...emcc, 'bin/emscripten-version.txt': '"3.1.6"\n'});
  assert.deepEqual([old.status, old.out], [1, '']);
  const fit = bash(line, {...emcc, 'bin/emscripten-version.txt': '"4.0.10-git"\n'});
  assert.equal(fit.status, 0);
  assert.match(fit.out, /\/bin$/);
});

test('a failure says what failed and how to go on', () => {
  const run = bash('fail "the disk is full" "make room"');
  assert.equal(run.status, 1);
  assert.equal(run.err, 'bash: FAILED: the disk is full\nbash: to go on: make room');
});

test('every package is listed with release, use and reason', () => {
  const line = '^(any|12|13) +(run|test|check) +[a-z0-9.+-]+ +[A-Za-z].+';
  const run = bash(`grep -v '^#' tools/packages.txt | grep -vE '${line}'`);
  assert.deepEqual([run.status, run.out], [1, '']);
});

test('tools/run refuses a port that is none, in one line', () => {
  for (const port of ['99999', '0', '65536', 'x', '']) {
    const run = bash(`tools/run --port '${port}'`);
    assert.equal(run.status, 1);
    assert.match(run.err, /--port wants a number from 1 to 65535, not '/);
    assert.doesNotMatch(run.err, /line \d+/);
  }
});

test('tools/run does not share its ballots with a server that runs', () => {
  // What the server does as long as it runs.
  const run = bash('flock "$folder/enig.lock" tools/run --data "$folder"', {'enig.lock': ''});
  assert.equal(run.status, 1);
  assert.match(run.err, /another server is running with the ballots in /);
  assert.match(run.err, /tools\/run --data /);
  assert.equal(run.out, '', 'nothing was built or started');
});

test('an unknown option or use of tools/setup is refused', () => {
  assert.match(bash('tools/setup --nonsense').err, /unknown option '--nonsense'/);
  assert.match(bash('tools/setup --for fun').err, /unknown use 'fun'/);
});
