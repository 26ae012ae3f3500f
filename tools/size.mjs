// What a first visit to a topic's page downloads, Brotli-compressed, against its limit.
//
//     node tools/size.mjs        the Bærum page in build/site; exits 1 when it is over the limit
//
// Counted are the page (which carries the policy), and every file of the site that the page, its
// style sheets and its scripts name, so that a new file cannot slip by.
import {existsSync, readFileSync} from 'node:fs';
import {basename, dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync, constants} from 'node:zlib';

const limitBytes = 180_000;
const goalBytes = 150_000;

// File names in code and style sheets: "./enig.js", url(icon.svg), 'enig.wasm'.
const fileName = /["'(`]((?:\.{0,2}\/)*[\w./-]+\.(?:js|mjs|wasm|css|svg|json|txt))["')`]/g;

// Fetched only when a server asks for work (web/loader.js, prove), never on a first visit to a
// quiet one.
const onDemand = ['prover.js'];

// The files that `page` pulls in, itself first, as absolute paths.
export function download(site, page) {
  const found = new Set();
  const waiting = [join(site, page)];
  while (waiting.length > 0) {
    const path = waiting.shift();
    if (found.has(path)) continue;
    found.add(path);
    if (path.endsWith('.wasm')) continue;
    const text = readFileSync(path, 'utf8').replace(/<a\s[^>]*>/g, '');
    for (const [, name] of text.matchAll(fileName)) {
      const other = resolve(dirname(path), name);
      const isOutside = relative(site, other).startsWith('..');
      if (!isOutside && !onDemand.includes(basename(other)) && existsSync(other))
        waiting.push(other);
    }
  }
  return [...found];
}

export function compressedBytes(path) {
  const params = {[constants.BROTLI_PARAM_QUALITY]: 11};
  return brotliCompressSync(readFileSync(path), {params}).length;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const site = resolve(fileURLToPath(import.meta.url), '../../build/site');
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(7);
  const page = 'baerum/naering/index.html';
  if (!existsSync(join(site, page))) {
    console.error(`size: build/site/${page} is not there. Build the site first: tools/build`);
    process.exit(1);
  }
  let total = 0;
  let hasProgram = false;
  for (const path of download(site, page)) {
    const bytes = compressedBytes(path);
    total += bytes;
    hasProgram ||= path.endsWith('.wasm');
    console.log(`${kilobytes(bytes)} kB  ${relative(site, path)}`);
  }
  console.log(`${kilobytes(total)} kB  in all, Brotli; limit ${limitBytes / 1000}, goal ${
      goalBytes / 1000}`);
  if (!hasProgram) {
    console.error('size: the page names no WebAssembly, so this is not the whole download');
  }
  process.exitCode = total <= limitBytes && hasProgram ? 0 : 1;
}
