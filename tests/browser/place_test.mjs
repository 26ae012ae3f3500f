// The place in the page that is being read, where a page is loaded again or opened at a point: what
// the earlier answers bring with them must not push it away.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId, waitForApp} from './browser.mjs';
import {agree, counted} from './resident.mjs';
import {startServer} from './server.mjs';
import {duringTests, program, topic, useChromium} from './visits.mjs';

const chromium = useChromium();
const server = duringTests(startServer);

const first = 'rammevilkar';
const last = 'sone-1';

const topOf = (page, id) =>
    page.evaluate((name) => document.getElementById(name).getBoundingClientRect().top, id);

const scrollTo = (page, id) => page.evaluate(
    (name) => document.getElementById(name).scrollIntoView({block: 'start', behavior: 'instant'}),
    id);

async function answerSome(page) {
  await agree(page, first);
  await counted(page, first);
  const others = await page.evaluate(
      () => [...document.querySelectorAll('fieldset.card')].slice(1, 25).map(({id}) => id));
  for (const id of new Set([...others, last])) await byId(page, `${id}.agree`).click();
  await counted(page, last);
}

test(
    'a page that is loaded again stays where it was read, however often',
    () => chromium.visit(async (page) => {
      await answerSome(page);
      await scrollTo(page, last);
      await page.waitForFunction((id) => history.state?.place?.id === id, last);
      const before = await topOf(page, last);
      for (let i = 0; i < 3; ++i) {
        await page.reload();
        await waitForApp(page);
        await counted(page, last);
        await page.waitForLoadState('load');
        await atRest(page);
        assert.ok(
            Math.abs(await topOf(page, last) - before) < 3, `${i}: ${await topOf(page, last)}`);
      }
    }, {server, reducedMotion: 'reduce'}));

test(
    'a page that is opened at a point shows it, whatever has been answered above it',
    () => chromium.visit(async (page) => {
      await answerSome(page);
      const tab = await page.context().newPage();
      await tab.goto(`${server.url}${topic}#${last}`);
      await waitForApp(tab);
      await counted(tab, last);
      await tab.waitForLoadState('load');
      await atRest(tab);
      const top = await topOf(tab, last);
      assert.ok(top > -3 && top < 200, `${top}`);
    }, {server, reducedMotion: 'reduce'}));

test(
    'nothing of the place is written before answers are kept',
    () => chromium.visit(async (page) => {
      await scrollTo(page, last);
      await page.reload();
      await waitForApp(page);
      assert.equal(await page.evaluate(() => history.state?.place), undefined);
    }, {server, reducedMotion: 'reduce'}));

test(
    'what is pressed and scrolled before the program runs stays where it is seen',
    () => chromium.visit(async (page) => {
      // The question for consent is unfolded in the first, and the last is far below it.
      await byId(page, `${first}.agree`).click();
      await byId(page, `${last}.agree`).click();
      const before = await topOf(page, last);
      page.release();
      await waitForApp(page);
      await page.waitForFunction(() => enig.frames > 1);
      await atRest(page);
      assert.ok(Math.abs(await topOf(page, last) - before) < 3, `${await topOf(page, last)}`);
    }, {
      server,
      reducedMotion: 'reduce',
      async arrange(page) {
        const released = new Promise((resolve) => {
          page.release = resolve;
        });
        await page.route(program, async (route) => {
          await released;
          await route.continue();
        });
      },
      ready: (page) =>
          page.waitForFunction(() => document.querySelector('link[href$="enig.wasm"]')),
    }));
