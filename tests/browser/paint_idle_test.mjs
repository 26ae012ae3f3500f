// Nothing happens while nothing happens: no frame, no timer, no animation callback. And what does
// happen costs one frame.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {byId, laptop, launchBrowser, phone, waitForApp} from './browser.mjs';
import {startServer} from './server.mjs';

const topic = 'baerum/naering/';
const idleMs = 10_000;

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// A page whose timers and animation callbacks are counted from its first script on: when they are
// asked for, and each time they fire.
async function openCounted(viewport) {
  const context = await browser.newContext({viewport, deviceScaleFactor: 2});
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.counts = {};
    for (const name
             of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
      const original = window[name].bind(window);
      window.counts[name] = {asked: 0, fired: 0};
      window[name] = (callback, ...rest) => {
        ++window.counts[name].asked;
        const counted = (...given) => {
          ++window.counts[name].fired;
          return callback(...given);
        };
        return original(counted, ...rest);
      };
    }
  });
  await page.goto(server.url + topic);
  await waitForApp(page);
  await page.waitForFunction(() => enig.frames > 0);
  return page;
}

const counts = (page) =>
    page.evaluate(() => ({...structuredClone(window.counts), frames: enig.frames}));

// Waits in this process, so that the page is left alone.
const leaveAlone = (ms) => new Promise((resolve) => {
  setTimeout(resolve, ms);
});

test('the counters see a timer that fires', async () => {
  const page = await openCounted(phone);
  const first = await counts(page);
  await page.evaluate(() => {
    setInterval(() => {}, 20);
  });
  await page.waitForFunction(
      (fired) => window.counts.setInterval.fired >= fired + 5, first.setInterval.fired);
  await page.context().close();
});

test(
    '10 seconds after loading there have been no frame, no timer and no animation callback more',
    async () => {
      const page = await openCounted(phone);
      const first = await counts(page);
      assert.ok(first.requestAnimationFrame.fired > 0, 'the counters do not count');
      await leaveAlone(idleMs);
      assert.deepEqual(await counts(page), first);
      await page.context().close();
    });

test('after an answer has been counted the page is idle again', async () => {
  const page = await openCounted(phone);
  await byId(page, 'rammevilkar.agree').click();
  await byId(page, 'rammevilkar.consent.yes').click();
  await byId(page, 'rammevilkar.majority').waitFor();
  await page.mouse.move(2, 2);
  await leaveAlone(300);
  const first = await counts(page);
  await leaveAlone(2_000);
  assert.deepEqual(await counts(page), first);
  await page.context().close();
});

test(
    'a press moves for a sixth of a second and no longer, and not at all where none is wanted',
    async () => {
      for (const [reducedMotion, framesMin, framesMax] of [
               ['no-preference', 2, 20], ['reduce', 1, 2]]) {
        const page = await openCounted(phone);
        await page.emulateMedia({reducedMotion});
        await byId(page, 'naeringsplan.unsure').scrollIntoViewIfNeeded();
        await leaveAlone(300);
        const first = await counts(page);
        await page.evaluate(() => document.getElementById('naeringsplan.unsure').click());
        await leaveAlone(500);
        const last = await counts(page);
        const frames = last.frames - first.frames;
        assert.ok(
            frames >= framesMin && frames <= framesMax, `${frames} frames with ${reducedMotion}`);
        await leaveAlone(300);
        assert.deepEqual(await counts(page), last);
        await page.context().close();
      }
    });

test('the pointer over text draws nothing, over a button one frame', async () => {
  const page = await openCounted(laptop);
  await byId(page, 'naeringsplan').scrollIntoViewIfNeeded();
  await page.mouse.move(5, 5);
  await leaveAlone(200);
  const first = await counts(page);
  const text = await byId(page, 'naeringsplan.text').boundingBox();
  await page.mouse.move(text.x + 10, text.y + 10);
  await page.mouse.move(text.x + 30, text.y + 12);
  await leaveAlone(200);
  assert.equal((await counts(page)).frames, first.frames);
  const button = await byId(page, 'naeringsplan.agree').boundingBox();
  await page.mouse.move(button.x + 10, button.y + 10);
  await page.mouse.move(button.x + 20, button.y + 12);
  await leaveAlone(200);
  assert.equal((await counts(page)).frames, first.frames + 1);
  await page.context().close();
});

test('a short scroll within the painted band draws nothing, a long one a new band', async () => {
  const page = await openCounted(phone);
  await page.evaluate(() => scrollTo(0, 3_000));
  await leaveAlone(300);
  const first = await counts(page);
  await page.evaluate(() => scrollBy(0, 40));
  await leaveAlone(300);
  assert.equal((await counts(page)).frames, first.frames);
  await page.evaluate(() => scrollBy(0, 2_000));
  await leaveAlone(300);
  const last = await counts(page);
  assert.ok(last.frames > first.frames);
  assert.ok(last.frames <= first.frames + 2, `${last.frames - first.frames} frames for one jump`);
  const covers = await page.evaluate(() => {
    const {top, bottom} = document.querySelector('.enig-canvas').getBoundingClientRect();
    return top <= 0 && bottom >= innerHeight;
  });
  assert.ok(covers, 'the canvas does not cover the window');
  await page.context().close();
});
