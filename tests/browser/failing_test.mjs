// A browser that refuses, and a program that fails: nothing that was answered is lost.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage, waitForProgram} from './browser.mjs';
import {startServer, totalsOf} from './server.mjs';

const topic = 'baerum/naering/';

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
});

// `prepare` runs in the page before anything of it.
async function withPage(prepare, work) {
  const server = await startServer();
  const page = await openPage(browser, 'about:blank');
  await page.addInitScript(prepare);
  await page.goto(server.url + topic);
  await waitForProgram(page);
  try {
    await work(page, server);
  } finally {
    await page.context().close();
    await server.stop();
  }
}

async function agree(page, point) {
  await byId(page, `${point}.agree`).click();
  const consent = byId(page, `${point}.consent.yes`);
  if (await consent.count()) await consent.click();
}

const counted = (page, point) => byId(page, `${point}.result`).filter({hasText: '%'}).waitFor();

const missing = {
  'AbortSignal.timeout': () => delete AbortSignal.timeout,
  'EventSource': () => delete window.EventSource,
  'BroadcastChannel': () => delete window.BroadcastChannel,
  'the clipboard': () => Object.defineProperty(navigator, 'clipboard', {value: undefined}),
  'canShare': () => Object.defineProperty(Navigator.prototype, 'canShare', {value: undefined}),
  'the service worker': () => Object.defineProperty(navigator, 'serviceWorker', {value: undefined}),
  'history.replaceState and pushState': () => {
    History.prototype.replaceState = History.prototype.pushState = () => {
      throw new DOMException('too many calls', 'SecurityError');
    };
  },
};
for (const [name, remove] of Object.entries(missing)) {
  test(`without ${name} everything else works`, () => withPage(remove, async (page, server) => {
                                                  await agree(page, 'naeringsplan');
                                                  await counted(page, 'naeringsplan');
                                                  await byId(page, 'enig.next').click();
                                                  await agree(page, 'rammevilkar');
                                                  await counted(page, 'rammevilkar');
                                                  assert.equal((await totalsOf(server)).ballots, 1);
                                                  assert.deepEqual(page.errors, []);
                                                }));
}

test(
    'a request that is never answered is given up without AbortSignal.timeout too',
    () => withPage(
        () => {
          delete AbortSignal.timeout;
          const original = window.setTimeout;
          // The browser's own clock for requests, ten times as fast.
          window.setTimeout = (work, ms, ...rest) =>
              original(work, ms === 20_000 ? 2_000 : ms, ...rest);
        },
        async (page, server) => {
          let puts = 0;
          await page.route(
              '**/api/v1/ballots/**', (route) => ++puts > 1 ? route.continue() : undefined);
          await agree(page, 'naeringsplan');
          await byId(page, 'naeringsplan.delivery').waitFor();
          await counted(page, 'naeringsplan');
          assert.equal((await totalsOf(server)).ballots, 1);
        }));

test(
    'a program that fails midway loses no answer: its form goes on with the same ballot',
    () => withPage(() => {}, async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await page.evaluate(() => {
        crypto.getRandomValues = () => {
          throw new WebAssembly.RuntimeError('unreachable');
        };
      });
      const failed = page.waitForEvent('pageerror');
      await byId(page, 'rammevilkar.disagree').click();
      await failed;
      assert.equal(await page.locator('html.enig-live').count(), 0);
      const replied = page.waitForEvent('load');
      await byId(page, 'naeringsarealer.agree').click();
      await replied;
      await waitForProgram(page);
      for (const id of ['naeringsplan.agree', 'rammevilkar.disagree', 'naeringsarealer.agree']) {
        assert.equal(await byId(page, id).getAttribute('aria-pressed'), 'true', id);
      }
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
      assert.equal(totals.points.rammevilkar.disagree, 1);
      assert.equal(totals.points.naeringsarealer.agree, 1);
    }));

test(
    'a program that fails as consent is given has sent nothing, and the form asks and counts',
    () => withPage(() => {}, async (page, server) => {
      await byId(page, 'rammevilkar.disagree').click();
      await byId(page, 'naeringsplan.agree').click();
      await page.evaluate(() => {
        const original = Element.prototype.remove;
        Element.prototype.remove = () => {
          Element.prototype.remove = original;
          throw new WebAssembly.RuntimeError('unreachable');
        };
      });
      const failed = page.waitForEvent('pageerror');
      await byId(page, 'rammevilkar.consent.yes').click();
      await failed;
      assert.equal((await totalsOf(server)).ballots, 0);
      const replied = page.waitForEvent('load');
      await byId(page, 'rammevilkar.consent.yes').click();
      await replied;
      await waitForProgram(page);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
      assert.equal(totals.points.rammevilkar.disagree, 1);
    }));
