// Enig's own words: every language says everything, with the same places to fill, and nothing is
// kept that nobody says.
//
//     node --test tests/words_test.mjs
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'assets/words');
const languages = readdirSync(folder).map((file) => file.replace(/\.json$/, '')).sort();
const words = Object.fromEntries(languages.map(
    (language) => [language, JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'))]));

const places = (text) => [...text.matchAll(/\{[^}]*\}/g)].map(([place]) => place).sort();

function sources(path) {
  return readdirSync(path, {withFileTypes: true, recursive: true})
      .filter((entry) => entry.isFile() && /\.(cpp|h)$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'));
}

test('there is one file for each language, and the build knows them all', () => {
  assert.deepEqual(languages, ['en', 'nb', 'nn']);
  const build = readFileSync(join(root, 'src/page/CMakeLists.txt'), 'utf8');
  const [, listed] = /LANGUAGES ([a-z ]+)/.exec(build);
  assert.deepEqual(listed.trim().split(' ').sort(), languages);
});

for (const language of languages) {
  test(`${language} has every word of nb, in the same order, and no other`, () => {
    assert.deepEqual(Object.keys(words[language]), Object.keys(words.nb));
  });

  test(`${language} fills the same places as nb`, () => {
    for (const [key, text] of Object.entries(words.nb)) {
      assert.deepEqual(places(words[language][key]), places(text), key);
    }
  });

  test(`${language} says something, without stray spaces and without shouting`, () => {
    for (const [key, text] of Object.entries(words[language])) {
      assert.equal(typeof text, 'string', key);
      assert.equal(text, text.trim(), key);
      assert.notEqual(text, '', key);
      // In the browser's file each has a line; letters are not in it.
      if (!key.startsWith('letter_')) assert.ok(!text.includes('\n'), key);
      assert.doesNotMatch(text, /!| {2}/, key);
    }
  });
}

test('every word is said by the program, and every word that it says is there', () => {
  const said = new Set(['language_name']);  // by tools/cmake/EnigWords
  for (const text of sources(join(root, 'src'))) {
    for (const [, key] of text.matchAll(/\bWord::([a-z0-9_]+)/g)) said.add(key);
  }
  const known = Object.keys(words.nb);
  assert.deepEqual(known.filter((key) => !said.has(key)), [], 'words that nobody says');
  assert.deepEqual([...said].filter((key) => !known.includes(key)), [], 'words that are not there');
});
