// Answers before the program runs: shown at once, kept, and counted once. The program comes late
// here, or never.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage, waitForApp} from './browser.mjs';
import {startServer, totalsOf, waitForTotals} from './server.mjs';

const topicPage = 'baerum/naering/';

let browser;
let server;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

async function pointIds() {
  const policy = await (await fetch(`${server.url}api/v1/policies/baerum-naering`)).json();
  return policy.sections.flatMap((section) => (section.points ?? []).map((point) => point.id));
}

// A page whose program comes when the test lets it: `release()`, or never: `fail()`.
async function openEarly(options = {}) {
  const page = await openPage(browser, 'about:blank', options);
  let release;
  let fail;
  const verdict = new Promise((resolve) => {
    release = () => resolve('come');
    fail = () => resolve('gone');
  });
  await page.route('**/enig.wasm', async (route) => {
    if (await verdict === 'come')
      await route.continue();
    else
      await route.abort();
  });
  const posted = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') posted.push(`${request.method()} ${request.postData()}`);
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (!entry.hadRecentInput) shift += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
  });
  await page.goto(server.url + topicPage);
  await page.waitForFunction(
      () => performance.getEntriesByType('resource').some(({name}) => name.endsWith('/enig.js')));
  return Object.assign(page, {release, fail, posted});
}

const isDown = async (page, id) => await byId(page, id).getAttribute('aria-pressed') === 'true';

async function withServer(work) {
  server = await startServer();
  try {
    await work(await pointIds());
  } finally {
    await server.stop();
  }
}

test(
    'answers given before the program runs are there, and counted once after consent',
    () => withServer(async ([first, second, third]) => {
      const page = await openEarly();
      await byId(page, `${first}.agree`).click();
      await byId(page, `${second}.disagree`).click();
      await byId(page, `${third}.agree`).click();
      await byId(page, `${third}.agree`).click();  // and taken back
      await byId(page, `${second}.unsure`).click();
      assert.ok(await isDown(page, `${first}.agree`));
      assert.ok(await isDown(page, `${second}.unsure`));
      assert.ok(!await isDown(page, `${second}.disagree`));
      assert.ok(!await isDown(page, `${third}.agree`));
      await byId(page, `${first}.consent.yes`).waitFor();
      // Long enough for the browser to take no later shift for the work of a press.
      await page.waitForTimeout(700);
      const focused = await page.evaluate(() => document.activeElement.id);
      assert.equal(focused, `${second}.unsure`);
      page.release();
      await waitForApp(page);
      await page.waitForFunction(() => enig.frames > 1);
      assert.equal(await page.evaluate(() => document.activeElement.id), focused);
      assert.ok(await isDown(page, `${first}.agree`));
      assert.ok(await isDown(page, `${second}.unsure`));
      assert.ok(!await isDown(page, `${third}.agree`));
      assert.deepEqual(page.posted, [], 'nothing may leave the device before consent');
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift <= 0.02, `the page has moved by ${shift}`);

      await byId(page, `${first}.consent.yes`).click();
      const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.deepEqual(totals.points[first], {agree: 1, disagree: 0, unsure: 0, important: 0});
      assert.deepEqual(totals.points[second], {agree: 0, disagree: 0, unsure: 1, important: 0});
      assert.equal(totals.points[third].agree, 0);
      assert.deepEqual(page.errors, []);
      await page.context().close();
    }));

test(
    'a consent that is given before the program runs is one',
    () => withServer(async ([first]) => {
      const page = await openEarly();
      await byId(page, `${first}.agree`).click();
      await byId(page, `${first}.consent.yes`).click();
      assert.deepEqual(page.posted, []);
      page.release();
      await waitForApp(page);
      const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.equal(totals.points[first].agree, 1);
      await page.context().close();
    }));

test(
    'where the program never comes, consent takes the answers along, and the form goes on',
    () => withServer(async ([first, second, third]) => {
      const page = await openEarly();
      await byId(page, `${first}.agree`).click();
      page.fail();
      await page.waitForFunction(() => document.querySelector('link[href$="enig.wasm"]'));
      await byId(page, `${second}.disagree`).click();
      await byId(page, `${first}.consent.yes`).click();
      await page.waitForLoadState();
      const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.equal(totals.points[first].agree, 1);
      assert.equal(totals.points[second].disagree, 1);
      assert.equal(page.posted.length, 1);
      assert.ok(await isDown(page, `${first}.agree`));

      await byId(page, `${third}.unsure`).click();
      await byId(page, `${third}.undo`).waitFor();
      const later = await totalsOf(server);
      assert.equal(later.ballots, 1, 'one person is one ballot');
      assert.equal(later.points[third].unsure, 1);
      assert.equal(later.points[first].agree, 1);
      await page.context().close();
    }));

test(
    'where the program never comes, no stance leaves before consent, and none when it is declined',
    () => withServer(async ([first, second]) => {
      const page = await openEarly();
      await byId(page, `${first}.agree`).click();
      await byId(page, `${second}.disagree`).click();
      page.fail();
      await byId(page, `${first}.consent.no`).click();
      await byId(page, `${first}.consent`).getByText('telles ikke').waitFor();
      assert.equal(page.posted.length, 1);
      assert.doesNotMatch(page.posted[0], /agree|unsure/);
      assert.equal((await totalsOf(server)).ballots, 0);
      await page.context().close();
    }));


test(
    'where the program does not come again, the form goes on with the same ballot',
    () => withServer(async ([first, second]) => {
      const page = await openPage(browser, server.url + topicPage, {serviceWorkers: 'block'});
      await waitForApp(page);
      await byId(page, `${first}.agree`).click();
      await byId(page, `${first}.consent.yes`).click();
      await byId(page, `${second}.disagree`).click();
      await waitForTotals(server, ({points}) => points[second].disagree === 1);

      await page.route('**/enig.wasm', (route) => route.abort());
      await page.reload();
      await page.waitForFunction(
          (id) => document.getElementById(id).getAttribute('aria-pressed') === 'true',
          `${second}.disagree`);
      await Promise.all([page.waitForNavigation(), byId(page, `${first}.unsure`).click()]);
      const totals = await waitForTotals(server, ({points}) => points[first].unsure === 1);
      assert.equal(totals.ballots, 1, 'one person is one ballot');
      assert.equal(totals.points[second].disagree, 1);
      await page.context().close();
    }));
