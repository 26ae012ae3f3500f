// Memory after a long time of random use: presses, searches, scrolls, by a seeded hand.
//
//     await measureMemory(table, browser, url, 10);

import {openSlow, waitForLive} from './slow.mjs';

const samplesLeast = 12;
const sampleSecondsMost = 15;
const growthMostKbPerMinute = 20;

// Presses and scrolls for `ms`; every choice comes from the seed.
function useAtRandom({ms, seed}) {
  const next = (below) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const end = performance.now() + ms;
  const words = ['skole', 'nær', 'å', 'zzzz', 'kommune', ''];
  const one = () => {
    const kind = next(10);
    if (kind < 7) {
      const buttons = [...document.querySelectorAll('.page button, .page summary')].filter(
          // What leaves the page or asks the system is not random use.
          (button) => !/share|delete|remember|newsletter|send/.test(button.id));
      buttons[next(buttons.length)]?.click();
    } else if (kind < 8) {
      const field = document.getElementById('enig.search');
      if (field) {
        field.value = words[next(words.length)];
        field.dispatchEvent(new Event('input', {bubbles: true}));
      }
    } else {
      scrollTo(0, next(document.documentElement.scrollHeight));
    }
  };
  return new Promise((resolve) => {
    let presses = 0;
    const again = () => {
      if (performance.now() > end) return resolve({presses, seed});
      one();
      ++presses;
      setTimeout(again, 25);
    };
    again();
  });
}

async function sample(page, session) {
  // Twice: what the first leaves for its finalizers, the second takes.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const {metrics} = await session.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return {
    heapKb: of('JSHeapUsedSize') / 1_000,
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    wasmKb: await page.evaluate(() => (window.benchMemory?.buffer.byteLength ?? NaN) / 1_000),
  };
}

// The slope of a straight line through the samples, a minute.
function slope(samples, of) {
  const x = samples.map((one) => one.minute);
  const y = samples.map(of);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const over = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return over / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

export async function measureMemory(table, browser, url, minutes) {
  const {page, session, close} = await openSlow(browser, url);
  await session.send('Performance.enable');
  await waitForLive(page);
  const sampleSeconds = Math.min(sampleSecondsMost, minutes * 60 / samplesLeast);
  const samples = [];
  const began = Date.now();
  let seed = 1;
  let presses = 0;
  while (Date.now() - began < minutes * 60_000) {
    const done = await page.evaluate(useAtRandom, {ms: sampleSeconds * 1_000, seed});
    seed = done.seed;
    presses += done.presses;
    samples.push({minute: (Date.now() - began) / 60_000, ...await sample(page, session)});
  }
  await close();
  // The first half fills caches: glyphs, compiled code, the history entry.
  const late = samples.slice(Math.floor(samples.length / 2));
  const last = samples.at(-1);
  const detail = `second half of ${minutes} min of random use, ${presses} deeds`;
  table.add({
    name: 'growth of the script heap',
    value: Math.max(0, slope(late, (one) => one.heapKb)),
    unit: 'kB/min',
    most: growthMostKbPerMinute,
    detail: `${detail}; at the end ${(last.heapKb / 1_000).toFixed(1)} MB`,
  });
  table.add({
    name: 'growth of the program\'s memory',
    value: last.wasmKb - late[0].wasmKb,
    unit: 'kB',
    most: 0,
    peer: 'CanvasKit, empty page: 140 MB in all',
    detail: `${detail}; at the end ${(last.wasmKb / 1_000).toFixed(1)} MB`,
  });
  table.add({
    name: 'growth of nodes and listeners',
    value: Math.max(0, slope(late, (one) => one.nodes), slope(late, (one) => one.listeners)),
    unit: '/min',
    detail: `at the end ${last.nodes} nodes, ${last.listeners} listeners`,
  });
}
