// Answers before the program runs: shown at once, kept, and counted once. The program comes late
// here, or never.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId, waitForApp} from './browser.mjs';
import {agree, counted, focusedId, isPressed, remember, untilPressed} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {openTab, pointsOf, program, topic, useChromium} from './visits.mjs';

const chromium = useChromium();

// A visit whose program comes when the test lets it: `page.release()`, or never: `page.fail()`.
// `work` gets the page, the first points and the server. Options: those of `visit`.
const visitEarly = (work, options = {}) =>
    chromium.visit(async (page, server) => work(page, await pointsOf(server), server), {
      async arrange(page) {
        const verdict = new Promise((resolve) => {
          page.release = () => resolve('come');
          page.fail = () => resolve('gone');
        });
        await page.route(program, async (route) => {
          if (await verdict === 'come')
            await route.continue();
          else
            await route.abort();
        });
      },
      prepare: () => {
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({type: 'layout-shift', buffered: true});
      },
      ready: (page) => page.waitForFunction(
          () =>
              performance.getEntriesByType('resource').some(({name}) => name.endsWith('/enig.js'))),
      ...options,
    });

const posted = (page) => page.sent.filter(({method}) => method !== 'GET');

test(
    'answers given before the program runs are there, and counted once after consent',
    () => visitEarly(async (page, [first, second, third], server) => {
      await byId(page, `${first}.agree`).click();
      await byId(page, `${second}.disagree`).click();
      await byId(page, `${third}.agree`).click();
      await byId(page, `${third}.agree`).click();  // and taken back
      await byId(page, `${second}.unsure`).click();
      assert.ok(await isPressed(page, `${first}.agree`));
      assert.ok(await isPressed(page, `${second}.unsure`));
      assert.ok(!await isPressed(page, `${second}.disagree`));
      assert.ok(!await isPressed(page, `${third}.agree`));
      await byId(page, `${first}.consent.yes`).waitFor();
      // Long enough for the browser to take no later shift for the work of a press.
      await page.waitForTimeout(700);
      const focused = await focusedId(page);
      assert.equal(focused, `${second}.unsure`);
      page.release();
      await waitForApp(page);
      await page.waitForFunction(() => enig.frames > 1);
      assert.equal(await focusedId(page), focused);
      assert.ok(await isPressed(page, `${first}.agree`));
      assert.ok(await isPressed(page, `${second}.unsure`));
      assert.ok(!await isPressed(page, `${third}.agree`));
      assert.deepEqual(posted(page), [], 'nothing may leave the device before consent');
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift <= 0.02, `the page has moved by ${shift}`);

      await byId(page, `${first}.consent.yes`).click();
      const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.deepEqual(totals.points[first], {agree: 1, disagree: 0, unsure: 0, important: 0});
      assert.deepEqual(totals.points[second], {agree: 0, disagree: 0, unsure: 1, important: 0});
      assert.equal(totals.points[third].agree, 0);
      assert.deepEqual(page.errors, []);
    }));

test(
    'a consent that is given before the program runs is one',
    () => visitEarly(async (page, [first], server) => {
      await byId(page, `${first}.agree`).click();
      await byId(page, `${first}.consent.yes`).click();
      assert.deepEqual(posted(page), []);
      page.release();
      await waitForApp(page);
      const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.equal(totals.points[first].agree, 1);
    }));

test(
    'where the program never comes, consent takes the answers along, and the form goes on',
    () => visitEarly(async (page, [first, second, third], server) => {
      await byId(page, `${first}.agree`).click();
      page.fail();
      await page.waitForFunction(() => document.querySelector('link[href$="enig.wasm"]'));
      await byId(page, `${second}.disagree`).click();
      await byId(page, `${first}.consent.yes`).click();
      await page.waitForLoadState();
      const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.equal(totals.points[first].agree, 1);
      assert.equal(totals.points[second].disagree, 1);
      assert.equal(posted(page).length, 1);
      assert.ok(await isPressed(page, `${first}.agree`));

      await byId(page, `${third}.unsure`).click();
      const later = await waitForTotals(server, ({points}) => points[third].unsure === 1);
      assert.equal(later.ballots, 1, 'one person is one ballot');
      assert.equal(later.points[first].agree, 1);
    }));

const denyStorage = () => {
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
    Object.defineProperty(window, name, {
      get() { throw new DOMException('denied', 'SecurityError'); },
    });
  }
};

for (const [name, isKnown] of [['after it is known', true], ['before it is known', false]]) {
  test(
      `where the program never comes and storage is denied, consent ${name} is asked for once`,
      () => visitEarly(async (page, points, server) => {
        const [first, ...others] = points.slice(0, 3);
        await byId(page, `${first}.agree`).click();
        const failed = page.waitForEvent('console', (said) => /stays plain HTML/.test(said.text()));
        const replied = page.waitForEvent('load');
        if (isKnown) {
          page.fail();
          await failed;
          await byId(page, `${first}.consent.yes`).click();
        } else {
          await byId(page, `${first}.consent.yes`).click();
          page.fail();
          await failed;
        }
        await replied;
        await waitForTotals(server, ({points: counts}) => counts[first].agree === 1);
        for (const point of others) {
          const next = page.waitForEvent('load');
          await byId(page, `${point}.disagree`).click();
          await next;
          await waitForTotals(server, ({points: counts}) => counts[point].disagree === 1);
          assert.equal(await page.locator('.consent').count(), 0, 'consent is asked for again');
        }
        assert.equal((await totalsOf(server)).ballots, 1, 'one person is one ballot');
        assert.equal(posted(page).length, 3, 'a press is one post');
      }, {prepare: denyStorage}));
}

test(
    'where the program never comes, no stance leaves before consent, and none when it is declined',
    () => visitEarly(async (page, [first, second, third], server) => {
      await byId(page, `${first}.agree`).click();
      await byId(page, `${second}.disagree`).click();
      page.fail();
      await byId(page, `${first}.consent.no`).click();
      await byId(page, `${first}.consent`).getByText('telles ikke').waitFor();
      await byId(page, `${third}.unsure`).click();
      assert.ok(await isPressed(page, `${first}.agree`), 'what was answered is still there');
      assert.ok(await isPressed(page, `${second}.disagree`));
      assert.ok(await isPressed(page, `${third}.unsure`));
      assert.equal(posted(page).length, 1);
      assert.doesNotMatch(posted(page)[0].body, /agree|unsure/);
      assert.equal((await totalsOf(server)).ballots, 0);
    }));

test(
    'where the program does not come again, the form goes on with the same ballot',
    () => chromium.visit(async (page, server) => {
      const [first, second] = await pointsOf(server);
      await agree(page, first);
      await byId(page, `${second}.disagree`).click();
      await waitForTotals(server, ({points}) => points[second].disagree === 1);

      await page.route(program, (route) => route.abort());
      await page.reload();
      await page.waitForFunction(
          (id) => document.getElementById(id).getAttribute('aria-pressed') === 'true',
          `${second}.disagree`);
      await Promise.all([page.waitForNavigation(), byId(page, `${first}.unsure`).click()]);
      const totals = await waitForTotals(server, ({points}) => points[first].unsure === 1);
      assert.equal(totals.ballots, 1, 'one person is one ballot');
      assert.equal(totals.points[second].disagree, 1);
    }, {serviceWorkers: 'block'}));

test(
    'what is deleted by form does not come back with the reply, nor from another tab',
    () => chromium.visit(async (page, server) => {
      const [first, second] = await pointsOf(server);
      await agree(page, first);
      await counted(page, first);
      await remember(page);
      const other = await openTab(page, server);
      await untilPressed(other, `${first}.agree`);

      await page.route(program, (route) => route.abort());
      await page.reload();
      await untilPressed(page, `${first}.agree`);
      const press = (id) => Promise.all([page.waitForNavigation(), byId(page, id).click()]);
      await press(`${second}.disagree`);
      if (!await byId(page, 'enig.mine.delete').count()) await press('enig.mine.toggle');
      await press('enig.mine.delete');
      assert.ok(await isPressed(page, `${first}.agree`));
      await press('enig.mine.delete.yes');
      assert.match(await page.content(), /Svarene dine er slettet/);
      await waitForTotals(server, ({ballots}) => ballots === 0);
      await untilPressed(other, `${first}.agree`, false);
      const lengths = () => [localStorage.length, sessionStorage.length];
      assert.deepEqual(await page.evaluate(lengths), [0, 0]);

      await page.unroute(program);
      await page.goto(server.url + topic);
      await waitForApp(page);
      assert.ok(!await isPressed(page, `${first}.agree`));
      assert.equal((await totalsOf(server)).ballots, 0);
    }, {serviceWorkers: 'block'}));
