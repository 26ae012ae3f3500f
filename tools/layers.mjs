// Holds src/ to the table in src/README.md: which room may see which, who has main(), who may touch
// the world.
//
//     node tools/layers.mjs [root]     one sentence for each breach; exits 0 when there is none
//     import { breaches } from './layers.mjs';  const sentences = breaches(root);
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const sourceFile = /\.(h|hpp|cpp|cc)$/;
const roomsWithMain = ['browser', 'cli'];
// Pure: no I/O, no clock, no random source, no thread. Levels 0 to 3, and these printers above
// them.
const pureLevelMax = 3;
const pureRoomsAbove = ['page', 'dashboard', 'html', 'paint'];

const worldHeaders = new Map([
  ['does input and output', ['iostream', 'fstream', 'filesystem', 'unistd.h', 'fcntl.h']],
  ['knows the time', ['ctime', 'time.h', 'sys/time.h']],
  ['is a random source', ['random']],
  ['is about threads', ['thread', 'mutex', 'shared_mutex', 'future', 'condition_variable']],
]);
const worldWords = [
  [/\b\w+_clock\s*::/, 'knows the time'],
  [/\b(std::)?(rand|srand|getenv|gettimeofday)\s*\(/, 'reads the world'],
  [/\bstd::time\s*\(/, 'knows the time'],
  [/\bthread_local\b/, 'is about threads'],
];

// The rooms and their levels, from the table's rows: | 2 | `opinion` | … |
export function readTable(root) {
  const levels = new Map();
  for (const line of readFileSync(join(root, 'src/README.md'), 'utf8').split('\n')) {
    const row = /^\|\s*(\d+)\s*\|([^|]*)\|/.exec(line);
    if (!row) continue;
    for (const [, room] of row[2].matchAll(/`([a-z_]+)`/g)) levels.set(room, Number(row[1]));
  }
  return levels;
}

// Code with comments and the insides of strings blanked out; line numbers stay.
function withoutComments(code, {keepStrings}) {
  const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//.source;
  const string = /R"([^(\s]*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/.source;
  return code.replace(new RegExp(`${comment}|${string}`, 'g'), (text) => {
    if (!text.startsWith('/') && (keepStrings || text.startsWith('\''))) return text;
    return text.startsWith('/') ? text.replace(/[^\n]/g, ' ') : text.replace(/[^\n"]/g, ' ');
  });
}

function* sourceFiles(folder) {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      yield* sourceFiles(path);
    else if (sourceFile.test(entry.name))
      yield path;
  }
}

function includeBreach(room, header, levels) {
  const own = levels.get(room);
  if (!header.includes('/')) {
    return `"${header}" must be included by its room's path, as "${room}/${header}", or as ` +
        `<${header}> where it is not ours.`;
  }
  const other = header.split('/')[0];
  if (other === room) return null;
  if (!levels.has(other)) {
    return `${room} may not see "${header}": src/README.md has no room called ${other}.`;
  }
  const level = levels.get(other);
  if (level < own) return null;
  return level === own ?
      `${room} may not see ${other}: both are of level ${own}, and rooms of one level never ` +
          'include each other.' :
      `${room} (level ${own}) may not see ${other} (level ${level}): a room includes only rooms ` +
          'of a lower level.';
}

function* fileBreaches(path, room, levels) {
  const code = readFileSync(path, 'utf8');
  const isPure = levels.get(room) <= pureLevelMax || pureRoomsAbove.includes(room);
  const purity = `: ${room} is a pure room, so such things come in as arguments.`;
  for (const [index, line] of withoutComments(code, {keepStrings: true}).split('\n').entries()) {
    const include = /^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/.exec(line);
    if (!include) continue;
    if (include[1]) {
      const sentence = includeBreach(room, include[1], levels);
      if (sentence) yield [index + 1, sentence];
    } else if (isPure) {
      for (const [why, headers] of worldHeaders) {
        if (headers.includes(include[2])) {
          yield [index + 1, `${room} may not include <${include[2]}>, which ${why}${purity}`];
        }
      }
      if (include[2].startsWith('emscripten')) {
        yield [index + 1, `${room} may not include <${include[2]}>, which is a platform${purity}`];
      }
    }
  }
  for (const [index, line] of withoutComments(code, {keepStrings: false}).split('\n').entries()) {
    const hasMain = /^\s*(?:extern "\s*"\s*)?(?:int|auto)\s+main\s*\(/.test(line);
    if (hasMain && !roomsWithMain.includes(room)) {
      yield [index + 1, `${room} may not have main(): only ${roomsWithMain.join(' and ')} may.`];
    }
    if (!isPure) continue;
    for (const [pattern, why] of worldWords) {
      const word = pattern.exec(line);
      if (word) {
        const name = word[0].replace(/\s*(::|\()$/, '');
        yield [index + 1, `${room} may not use ${name}, which ${why}${purity}`];
      }
    }
  }
}

// One sentence for each breach, in the order of the files; empty when page and tree agree.
export function breaches(root) {
  const levels = readTable(root);
  if (levels.size === 0) return ['src/README.md: the table of rooms has no row that can be read.'];
  const sentences = [];
  const folders = readdirSync(join(root, 'src'), {withFileTypes: true})
                      .filter((entry) => entry.isDirectory())
                      .map((entry) => entry.name)
                      .sort();
  for (const room of levels.keys()) {
    if (!existsSync(join(root, 'src', room))) {
      sentences.push(
          `src/README.md: the table names the room ${room}, but src/${room} is not there.`);
    }
  }
  for (const room of folders) {
    if (!levels.has(room)) {
      sentences.push(`src/${room}: this room is not in the table of src/README.md.`);
      continue;
    }
    for (const path of [...sourceFiles(join(root, 'src', room))].sort()) {
      const found = [...fileBreaches(path, room, levels)].sort((a, b) => a[0] - b[0]);
      for (const [line, sentence] of found) {
        sentences.push(`${relative(root, path)}:${line}: ${sentence}`);
      }
    }
  }
  return sentences;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? join(fileURLToPath(import.meta.url), '../..'));
  const sentences = breaches(root);
  for (const sentence of sentences) console.error(sentence);
  if (sentences.length === 0) console.log(`layers: ${readTable(root).size} rooms, no breach`);
  process.exitCode = sentences.length === 0 ? 0 : 1;
}
