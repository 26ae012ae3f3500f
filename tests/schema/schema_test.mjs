// The JSON Schemas, which editors use, and the parser say the same. What a schema refuses, the
// parser refuses; where only the parser refuses a file, the reason is one that no schema can know.
//
// The parser's verdict on tests/policy is in the .expected files, which its own tests hold it to.
// For files that are made here it comes from `enig check --json` (ENIG_PROGRAM,
// build/release/enig).

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import * as fs from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {fileURLToPath} from 'node:url';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020').default;

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = process.env.ENIG_PROGRAM ?? path.join(root, 'build/release/enig');
const read = (file) => fs.readFileSync(path.join(root, file));

// Problems that no schema can see, and the words by which the parser tells them.
const beyondSchema = [
  [/is already used on line/, 'values in different places cannot be compared'],
  [
    / twice; the first is on line/,
    'of two equal names only the last is left once JSON has been read'
  ],
  [
    /has the language ".*" twice/,
    'of two equal names only the last is left once JSON has been read'
  ],
  [/language that is not in "languages"/, 'names cannot be compared with a list'],
  [/the first of "languages"/, 'names cannot be compared with a list'],
  [/more than 32 deep in each other/, 'depth cannot be counted'],
  [/where something else of the site lies/, 'names cannot be compared with a list'],
  [/the contrast is/, 'contrast cannot be computed'],
  [/There is no file/, 'a schema sees one file only'],
];
// The files in tests/policy/bad that the schema accepts for one of these reasons.
const acceptedBySchema = [
  'duplicate_ids',
  'duplicate_key',
  'first_language_missing',
  'language_not_listed',
  'sections_too_deep',
  'site_accent_on_cards',
  'site_dark_theme',
  'site_topic_taken',
];
// Those that are not JSON in UTF-8, so that a schema is never asked.
const notJson = [
  'backslash',
  'bad_number',
  'bare_word',
  'byte_order_mark',
  'comments',
  'curly_quotes',
  'empty_file',
  'latin_1',
  'line_feed_in_text',
  'many_kinds_at_once',
  'missing_closing_quote',
  'missing_colon',
  'missing_comma',
  'name_without_quotes',
  'not_json',
  'nul_byte',
  'quote_inside_text',
  'repeated_comma',
  'something_after_the_end',
  'tab_in_text',
  'three_syntax_slips',
  'trailing_comma',
  'unclosed_file',
  'utf_16',
  'value_missing',
  'wrong_bracket',
];

// strictRequired would ask for the properties again inside each anyOf.
const ajv = new Ajv({strict: true, strictRequired: false});
const schemas = {
  policy: ajv.compile(JSON.parse(read('policies/schema.json'))),
  site: ajv.compile(JSON.parse(read('policies/site.schema.json'))),
};
const schemaFor = (name) => (name.startsWith('site') ? schemas.site : schemas.policy);

function jsonFiles(folder) {
  return fs.readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.json') && !name.endsWith('schema.json'));
}

// The value, or undefined where the bytes are not JSON in UTF-8.
function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes));
  } catch {
    return undefined;
  }
}

const isBeyondSchema = (problem) => beyondSchema.some(([words]) => words.test(problem));

test('the schemas accept every good file and every policy of this project', () => {
  for (const folder of ['tests/policy/good', 'policies', 'policies/baerum', 'policies/example']) {
    for (const name of jsonFiles(folder)) {
      const accepts = schemaFor(name);
      assert.ok(
          accepts(parsed(read(`${folder}/${name}`))), `${name}: ${ajv.errorsText(accepts.errors)}`);
    }
  }
});

test('the schemas refuse every bad file that they can judge', () => {
  const accepted = [];
  const unread = [];
  for (const name of jsonFiles('tests/policy/bad')) {
    const value = parsed(read(`tests/policy/bad/${name}`));
    const stem = path.basename(name, '.json');
    if (value === undefined)
      unread.push(stem);
    else if (schemaFor(name)(value))
      accepted.push(stem);
  }
  assert.deepEqual(accepted, acceptedBySchema);
  assert.deepEqual(unread, notJson);
});

test('a bad file that a schema accepts has only problems that no schema can see', () => {
  for (const stem of acceptedBySchema) {
    const problems = read(`tests/policy/bad/${stem}.expected`).toString().trimEnd().split('\n');
    for (const problem of problems) assert.ok(isBeyondSchema(problem), problem);
  }
});

// Every value of `value` with its path: [[], value], [['title'], …], …
function* places(value, at = []) {
  yield at;
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) yield* places(value[key], [...at, key]);
}

// A copy in which `change(parent, key)` was done at a place.
function changed(value, at, change) {
  const copy = structuredClone({root: value});
  const keys = ['root', ...at];
  const parent = keys.slice(0, -1).reduce((node, key) => node[key], copy);
  change(parent, keys.at(-1));
  return copy.root;
}

function put(replacement) {
  const change = (parent, key) => {
    parent[key] = replacement;
  };
  const shown = JSON.stringify(replacement).slice(0, 60);
  Object.defineProperty(change, 'name', {value: shown});
  return change;
}
const remove = (parent, key) => {
  Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key];
};
const addName = (parent, key) => {
  if (typeof parent[key] === 'object' && !Array.isArray(parent[key])) parent[key].surprise = 'x';
};
const strings = [
  '',
  ' ',
  '\u200b',
  'x',
  'A b',
  '-',
  'nb',
  'a\nb',
  'a\u2028b',
  'a\u202eb',
  'a'.repeat(65),
  'é'.repeat(4001),
  '/',
  '//x',
  'javascript:x',
  'https://x',
  'https:x',
  'mailto:a@b',
  'mailto:a',
  'a\\b',
  '../a.json',
  'a/../b.json',
  'b.json',
  'b.json/',
  '.json',
  'a/..json',
  '50%.json',
  'a#b.json',
  'hva?.json',
  'små.json',
  './b.json',
  '#c8102e',
  '#c8102',
  '#12345G',
  'https://a.no',
  'https://a.no/',
  'https://a.no:1',
  'always',
  'enig.policy/1',
];
const others =
    [null, true, 0, -1, 7, 2.5, 20.0, 1e9, 1e300, [], {}, ['x'], {nb: 'x'}, {nb: ''}, {x: 'x'}];
const changes = [remove, addName, ...strings.map(put), ...others.map(put)];

test('schemas and parser agree on thousands of changed files', (t) => {
  assert.ok(fs.existsSync(program), `${program} is missing: run tools/build`);
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'enig-schema-'));
  t.after(() => fs.rmSync(folder, {recursive: true, force: true}));

  // Each changed file lies in a folder of its own, because a site file must be named site.json.
  const values = new Map();
  for (const name of ['every_field.json', 'language_maps.json', 'site_every_field.json']) {
    const good = parsed(read(`tests/policy/good/${name}`));
    const kind = name.startsWith('site') ? 'site' : 'policy';
    for (const at of places(good)) {
      for (const change of changes) {
        const value = changed(good, at, change);
        if (value === undefined) continue;
        const file = path.join(folder, String(values.size), `${kind}.json`);
        fs.mkdirSync(path.dirname(file));
        fs.writeFileSync(file, JSON.stringify(value));
        values.set(file, {value, kind, what: `${name} with ${change.name} at ${at.join('/')}`});
      }
    }
  }
  assert.ok(values.size > 2000);

  const run = spawnSync(program, ['check', '--json', folder], {maxBuffer: 1 << 28});
  assert.equal(run.status, 1, run.stderr.toString());
  const report = JSON.parse(run.stdout);
  assert.equal(report.files, values.size);
  const problems = new Map();
  for (const problem of report.problems) {
    problems.set(
        problem.file, [...(problems.get(problem.file) ?? []), `${problem.what} ${problem.remedy}`]);
  }
  const disagreements = [];
  for (const [file, {value, kind, what}] of values) {
    const said = problems.get(file) ?? [];
    const accepted = schemas[kind](value);
    const agree = accepted ? said.every(isBeyondSchema) : said.length > 0;
    if (!agree) {
      disagreements.push(
          `${what}: the schema ${accepted ? 'accepts' : 'refuses'} it, ` +
          `the parser says "${said.join(' ')}"`);
    }
  }
  t.diagnostic(`${values.size} files, ${problems.size} with problems`);
  assert.deepEqual(disagreements.slice(0, 10), []);
});
