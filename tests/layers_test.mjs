// The tree keeps to the table in src/README.md, and the checker that says so refuses each way of
// breaking it.
//
//     node --test tests/layers_test.mjs
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

import {breaches, readTable} from '../tools/layers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const checker = join(root, 'tools/layers.mjs');

const table = `# The rooms
| level | room | what lives here |
| --- | --- | --- |
| 0 | \`base\` | text |
| 1 | \`policy\` | parsing |
| 3 | \`wire\` | requests |
| 3 | \`app\` | rules |
| 4 | \`page\`, \`store\` | pages; rows |
| 7 | \`cli\` | main |
`;

// A small tree that breaks nothing; each case below adds to it or takes away.
const goodTree = {
  'src/README.md': table,
  'src/base/ids.h': '#include <string>\n// #include "cli/main.h" is only spoken of here\n',
  'src/policy/parse.h': '#include "base/ids.h"\n#include "policy/parse.h"\n',
  'src/wire/ballot.h': '#include <chrono>\n/* std::chrono::system_clock::now() is not used. */\n',
  'src/app/update.cpp': 'const char* text = "std::rand( int main(";\n',
  'src/page/page.cpp': '#include "app/update.h"\n',
  'src/store/file.cpp': '#include <fstream>\n#include <thread>\n',
  'src/cli/main.cpp': '#include <iostream>\n#include "store/file.h"\nint main() {}\n',
};

function breachesOf(changes) {
  const folder = mkdtempSync(join(tmpdir(), 'enig-layers-'));
  try {
    for (const [path, text] of Object.entries({...goodTree, ...changes})) {
      if (text === null) continue;
      mkdirSync(dirname(join(folder, path)), {recursive: true});
      writeFileSync(join(folder, path), text);
    }
    return breaches(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

test('this tree keeps to the table in src/README.md', () => {
  assert.ok(readTable(root).size >= 10, 'the table of src/README.md names at least ten rooms');
  assert.deepEqual(breaches(root), []);
});

test('a tree that breaks nothing passes, whatever its comments and strings say', () => {
  assert.deepEqual(breachesOf({}), []);
});

const lowerOnly = 'a room includes only rooms of a lower level.';
const neverEachOther = 'and rooms of one level never include each other.';
const pure = (room) => `${room} is a pure room, so such things come in as arguments.`;
const refusals = [
  [
    'a room that looks up', {'src/policy/a.cpp': '#include <map>\n#include "app/update.h"\n'},
    `src/policy/a.cpp:2: policy (level 1) may not see app (level 3): ${lowerOnly}`
  ],
  [
    'a room that looks sideways', {'src/wire/a.cpp': '#include "app/update.h"\n'},
    `src/wire/a.cpp:1: wire may not see app: both are of level 3, ${neverEachOther}`
  ],
  [
    'a row with two rooms counts for both', {'src/page/a.cpp': '#include "store/file.h"\n'},
    `src/page/a.cpp:1: page may not see store: both are of level 4, ${neverEachOther}`
  ],
  [
    'an include of no room', {'src/app/a.cpp': '  #  include "attic/box.h"\n'},
    'src/app/a.cpp:1: app may not see "attic/box.h": src/README.md has no room called attic.'
  ],
  [
    'an include without its room', {'src/app/a.cpp': '#include "update.h"\n'},
    'src/app/a.cpp:1: "update.h" must be included by its room\'s path, as "app/update.h", or as ' +
        '<update.h> where it is not ours.'
  ],
  [
    'a main() in a library', {'src/store/a.cpp': '\nint main(int argc, char** argv) {\n'},
    'src/store/a.cpp:2: store may not have main(): only browser and cli may.'
  ],
  [
    'input and output below', {'src/policy/a.cpp': '#include <iostream>\n'},
    'src/policy/a.cpp:1: policy may not include <iostream>, which does input and output: ' +
        pure('policy')
  ],
  [
    'files below', {'src/base/a.h': '#include <fstream>\n'},
    `src/base/a.h:1: base may not include <fstream>, which does input and output: ${pure('base')}`
  ],
  [
    'chance in a printer', {'src/page/a.cpp': '#include <random>\n'},
    `src/page/a.cpp:1: page may not include <random>, which is a random source: ${pure('page')}`
  ],
  [
    'threads below', {'src/app/a.cpp': '#include <thread>\n'},
    `src/app/a.cpp:1: app may not include <thread>, which is about threads: ${pure('app')}`
  ],
  [
    'a clock below', {'src/wire/a.cpp': 'auto now = std::chrono::system_clock::now();\n'},
    `src/wire/a.cpp:1: wire may not use system_clock, which knows the time: ${pure('wire')}`
  ],
  [
    'a platform below', {'src/page/a.cpp': '#include <emscripten/html5.h>\n'},
    'src/page/a.cpp:1: page may not include <emscripten/html5.h>, which is a platform: ' +
        pure('page')
  ],
  [
    'a room that the table does not know', {'src/attic/box.h': '\n'},
    'src/attic: this room is not in the table of src/README.md.'
  ],
  [
    'a row without a room', {'src/page/page.cpp': null, 'src/README.md': table},
    'src/README.md: the table names the room page, but src/page is not there.'
  ],
  [
    'a page without a table', {'src/README.md': '# The rooms\n'},
    'src/README.md: the table of rooms has no row that can be read.'
  ],
];
for (const [name, changes, sentence] of refusals) {
  test(`refused: ${name}`, () => assert.deepEqual(breachesOf(changes), [sentence]));
}

test('the command exits 1 and prints the sentence for a broken tree, 0 for this one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'enig-layers-'));
  try {
    mkdirSync(join(folder, 'src/base'), {recursive: true});
    const rows = '| 0 | `base` | text |\n| 1 | `policy` | parsing |\n';
    writeFileSync(join(folder, 'src/README.md'), rows);
    mkdirSync(join(folder, 'src/policy'));
    writeFileSync(join(folder, 'src/base/a.h'), '#include "policy/parse.h"\n');
    const broken = spawnSync(process.execPath, [checker, folder], {encoding: 'utf8'});
    assert.equal(broken.status, 1);
    assert.equal(
        broken.stderr,
        `src/base/a.h:1: base (level 0) may not see policy (level 1): ${lowerOnly}\n`);
  } finally {
    rmSync(folder, {recursive: true});
  }
  const good = spawnSync(process.execPath, [checker], {encoding: 'utf8'});
  assert.equal(good.stderr, '');
  assert.equal(good.status, 0);
});
