// What `tools/bench page` measures: the resident's page in Chromium, as a slow phone would have it.
//
//     node tests/browser/bench/page.mjs --minutes 1
//
// "Slow" is a processor slowed four times, 1.6 Mbit/s and 150 ms to the server. Peers' figures, for
// comparison: "good" of Core Web Vitals (web.dev/articles/vitals: LCP 2.5 s, INP 200 ms, CLS 0.1);
// the median mobile page of 2024 (HTTP Archive's Web Almanac, page weight: 2,311 kB); Polis's one
// bundle of its participants' page (compdemocracy/polis, issue 1106: 143 kB); Flutter's CanvasKit,
// which paints pages as Enig does (flutter/flutter, issue 182060: 1.6 MB; issue 81790: an empty
// page's memory of 140 MB). Nobody has published a time or frame figure for a page like this one.

import {rm} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

import {compressedBytes, download} from '../../../tools/size.mjs';
import {launchBrowser} from '../browser.mjs';
import {hostileId, hostileTopic, manyPoints, writePolicies} from '../hostile.mjs';
import {startServer} from '../server.mjs';
import {seed} from '../states.mjs';
import {measureLoading} from './loading.mjs';
import {measureMemory} from './memory.mjs';
import {Table} from './table.mjs';
import {measureUse} from './use.mjs';

const kilobyte = 1_000;
const ballots = 20;  // the first release

function minutesAsked() {
  const at = process.argv.indexOf('--minutes');
  if (at < 0) return 10;
  const minutes = Number(process.argv[at + 1]);
  if (!(minutes >= 0)) throw new Error('--minutes wants a number, such as --minutes 1');
  return minutes;
}

function measureDownload(table) {
  const site = path.join(fileURLToPath(new URL('../../../', import.meta.url)), 'build/site');
  const files = download(site, 'baerum/naering/index.html');
  const bytes = files.reduce((sum, file) => sum + compressedBytes(file), 0);
  table.add({
    name: 'whole download, Brotli',
    value: bytes / kilobyte,
    unit: 'kB',
    most: 180,
    peer: 'median page 2,311; CanvasKit 1,600; Polis bundle 143',
    detail: `${files.length} files, the policy's text among them; goal 150`,
  });
}

const minutes = minutesAsked();
const table = new Table();
const browser = await launchBrowser();
const policies = await writePolicies(manyPoints(2_000));
// As a policy is met: others have answered, and what one person adds is not released at once.
const baerum = await startServer({trial: false});
const large = await startServer({trial: false, policies});
await Promise.all([seed(baerum, ballots), seed(large, ballots, hostileId)]);
try {
  measureDownload(table);
  await measureLoading(table, browser, baerum.url + 'baerum/naering/');
  await measureUse(table, browser, {
    'Bærum': baerum.url + 'baerum/naering/',
    '2,000 points': large.url + hostileTopic,
  });
  if (minutes > 0) await measureMemory(table, browser, baerum.url + 'baerum/naering/', minutes);
} finally {
  await browser.close();
  await Promise.all([baerum.stop(), large.stop()]);
  await rm(policies, {recursive: true});
}
console.log();
process.exitCode = table.print() ? 0 : 1;
