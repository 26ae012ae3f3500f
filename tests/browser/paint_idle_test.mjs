// Nothing happens while nothing happens: no frame, no timer, no animation callback. And what does
// happen costs one frame.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId, laptop} from './browser.mjs';
import {agree, counted} from './resident.mjs';
import {startServer} from './server.mjs';
import {duringTests, useChromium} from './visits.mjs';

const idleMs = 10_000;

const chromium = useChromium();
const server = duringTests(startServer);

// A page whose timers and animation callbacks are counted from its first script on: when they are
// asked for, and each time they fire.
const visit = (work, options) => chromium.visit(work, {
  server,
  pixelRatio: 2,
  prepare: () => {
    window.counts = {};
    for (const name
             of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
      const original = window[name].bind(window);
      window.counts[name] = {asked: 0, fired: 0};
      window[name] = (callback, ...rest) => {
        ++window.counts[name].asked;
        const fire = (...given) => {
          ++window.counts[name].fired;
          return callback(...given);
        };
        return original(fire, ...rest);
      };
    }
  },
  ...options,
});

const counts = (page) =>
    page.evaluate(() => ({...structuredClone(window.counts), frames: enig.frames}));

// Waits in this process, so that the page is left alone.
const leaveAlone = (ms) => new Promise((resolve) => {
  setTimeout(resolve, ms);
});

test(
    'the counters see a timer that fires',
    () => visit(async (page) => {
      const first = await counts(page);
      await page.evaluate(() => {
        setInterval(() => {}, 20);
      });
      await page.waitForFunction(
          (fired) => window.counts.setInterval.fired >= fired + 5, first.setInterval.fired);
    }));

test(
    '10 seconds after loading there have been no frame, no timer and no animation callback more',
    () => visit(async (page) => {
      const first = await counts(page);
      assert.ok(first.requestAnimationFrame.fired > 0, 'the counters do not count');
      await leaveAlone(idleMs);
      assert.deepEqual(await counts(page), first);
    }));

test('after an answer has been counted the page is idle again', () => visit(async (page) => {
                                                                  await agree(page, 'rammevilkar');
                                                                  await counted(
                                                                      page, 'rammevilkar');
                                                                  await page.mouse.move(2, 2);
                                                                  await leaveAlone(300);
                                                                  const first = await counts(page);
                                                                  await leaveAlone(2_000);
                                                                  assert.deepEqual(
                                                                      await counts(page), first);
                                                                }));

for (const [reducedMotion, framesMin, framesMax] of [['no-preference', 2, 20], ['reduce', 1, 2]]) {
  test(
      `a press moves for a sixth of a second at most, and only where that is wanted: ${
          reducedMotion}`,
      () => visit(async (page) => {
        await byId(page, 'naeringsplan.unsure').scrollIntoViewIfNeeded();
        await leaveAlone(300);
        const first = await counts(page);
        await page.evaluate(() => document.getElementById('naeringsplan.unsure').click());
        await leaveAlone(500);
        const last = await counts(page);
        const frames = last.frames - first.frames;
        assert.ok(frames >= framesMin && frames <= framesMax, `${frames} frames`);
        await leaveAlone(300);
        assert.deepEqual(await counts(page), last);
      }, {reducedMotion}));
}

test(
    'the pointer over text draws nothing, over a button one frame',
    () => visit(async (page) => {
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
    }, {viewport: laptop}));

test(
    'a short scroll within the painted band draws nothing, a long one a new band',
    () => visit(async (page) => {
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
      assert.ok(
          last.frames <= first.frames + 2, `${last.frames - first.frames} frames for one jump`);
      const covers = await page.evaluate(() => {
        const {top, bottom} = document.querySelector('.enig-canvas').getBoundingClientRect();
        return top <= 0 && bottom >= innerHeight;
      });
      assert.ok(covers, 'the canvas does not cover the window');
    }));
