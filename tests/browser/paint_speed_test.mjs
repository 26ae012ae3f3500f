// What a press costs on a topic of 2,000 points, as far as that can be counted rather than timed:
// tools/bench has the times.

import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage, phone, waitForApp} from './browser.mjs';
import {hostileTopic, manyPoints, writePolicies} from './hostile.mjs';
import {overlayAgainstPaint} from './paint.mjs';
import {startServer} from './server.mjs';

const mutationsMax = 5;

let server;
let browser;
let policies;

before(async () => {
  policies = await writePolicies(manyPoints(2_000));
  server = await startServer({policies});
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(policies, {recursive: true});
});

async function openTopic() {
  const page = await openPage(browser, server.url + hostileTopic, {viewport: phone});
  await waitForApp(page);
  return page;
}

// What pressing changes in the document until the frame after the next.
const mutationsOf = (page, id) => page.evaluate(
    (wanted) => new Promise((resolve) => {
      const records = [];
      const observer = new MutationObserver((list) => records.push(...list));
      observer.observe(document.querySelector('.page'), {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      document.getElementById(wanted).click();
      requestAnimationFrame(
          () => requestAnimationFrame(() => {
            records.push(...observer.takeRecords());
            observer.disconnect();
            resolve(records.map(({type, target}) => `${type} of ${target.id || target.className}`));
          }));
    }),
    id);

test('an answer changes the document in few places, among 2,000 points', async () => {
  const page = await openTopic();
  await byId(page, 'point-1.agree').click();
  await byId(page, 'point-1.consent.yes').click();
  await byId(page, 'point-1.bar').waitFor();
  for (const id of ['point-900', 'point-1201']) {
    await byId(page, `${id}.agree`).scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    for (const press of ['agree', 'disagree', 'disagree']) {
      const records = await mutationsOf(page, `${id}.${press}`);
      assert.ok(
          records.length <= mutationsMax, `${press} on ${id}: ${JSON.stringify(records, null, 1)}`);
      await page.waitForTimeout(100);
    }
  }
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test(
    'lines far from the window are broken when they come near, and lie where they are painted',
    async () => {
      const page = await openTopic();
      const broken = () => page.evaluate(() => document.querySelectorAll('.page .line').length);
      assert.ok(await broken() < 1_000, 'taking over breaks no more lines than are near');
      await byId(page, 'point-1500').scrollIntoViewIfNeeded();
      await page.waitForFunction(
          () => document.getElementById('point-1500.text').querySelector('.line') !== null);
      assert.ok(await broken() < 2_000, 'and so does scrolling');
      const {off, lines} = await overlayAgainstPaint(page, 1);
      assert.deepEqual(off, []);
      assert.ok(lines > 5_000);
      await page.context().close();
    });

test('thousands of random presses leave no more memory behind than hundreds', async () => {
  const page = await openTopic();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await byId(page, 'point-1.agree').click();
  await byId(page, 'point-1.consent.no').click();
  const use = (count, seed) => page.evaluate(async ([presses, first]) => {
    let state = first;
    const next = (below) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const buttons = [...document.querySelectorAll('.choice button')];
    for (let i = 0; i < presses; ++i) {
      buttons[next(buttons.length)].click();
      if (i % 20 > 0) continue;
      scrollTo(0, next(document.documentElement.scrollHeight));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, [count, seed]);
  const sample = async () => {
    for (let i = 0; i < 3; ++i) await session.send('HeapProfiler.collectGarbage');
    const {metrics} = await session.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    return {
      heapMb: of('JSHeapUsedSize') / 1e6,
      listeners: of('JSEventListeners'),
      programMb: await page.evaluate(() => enig.memoryBytes / 1e6),
    };
  };
  // All points are answered at some time here, and every line is overlaid.
  await page.evaluate(() => {
    for (const button of document.querySelectorAll('.choice .agree')) button.click();
    enig.lines();
  });
  await use(500, 7);
  const first = await sample();
  await use(3_000, 11);
  const last = await sample();
  const told = JSON.stringify({first, last});
  assert.ok(last.heapMb < first.heapMb + 3, `the script heap grows: ${told}`);
  assert.equal(last.programMb, first.programMb, `the program's memory grows: ${told}`);
  assert.equal(last.listeners, first.listeners, `listeners are left behind: ${told}`);
  await page.context().close();
});
