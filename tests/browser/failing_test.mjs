// A browser that refuses, and a program that fails: nothing that was answered is lost.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId, waitForApp} from './browser.mjs';
import {agree, counted, isPressed} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {policy, program, useChromium} from './visits.mjs';

const chromium = useChromium();

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
for (const [name, prepare] of Object.entries(missing)) {
  test(`without ${name} everything else works`, () => chromium.visit(async (page, server) => {
    await agree(page, 'naeringsplan');
    await counted(page, 'naeringsplan');
    await byId(page, 'enig.next').click();
    await agree(page, 'rammevilkar');
    await counted(page, 'rammevilkar');
    assert.equal((await totalsOf(server)).ballots, 1);
    assert.deepEqual(page.errors, []);
  }, {prepare}));
}

test(
    'a request that is never answered is given up without AbortSignal.timeout too',
    () => chromium.visit(async (page, server) => {
      let puts = 0;
      await page.route(
          '**/api/v1/ballots/**', (route) => ++puts > 1 ? route.continue() : undefined);
      await agree(page, 'naeringsplan');
      await byId(page, 'naeringsplan.delivery').waitFor();
      assert.ok(await page.evaluate(() => window.deadlines > 0), 'no deadline was set');
      await counted(page, 'naeringsplan');
      assert.equal((await totalsOf(server)).ballots, 1);
    }, {
      prepare: () => {
        delete AbortSignal.timeout;
        window.deadlines = 0;
        const original = window.setTimeout;
        // The browser's own clock for requests, ten times as fast.
        window.setTimeout = (work, ms, ...rest) => {
          if (ms !== 20_000) return original(work, ms, ...rest);
          ++window.deadlines;
          return original(work, ms / 10, ...rest);
        };
      },
    }));

test(
    'a program that fails midway loses no answer: its form goes on with the same ballot',
    () => chromium.visit(async (page, server) => {
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
      await waitForApp(page);
      for (const id of ['naeringsplan.agree', 'rammevilkar.disagree', 'naeringsarealer.agree']) {
        assert.ok(await isPressed(page, id), id);
      }
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
      assert.equal(totals.points.rammevilkar.disagree, 1);
      assert.equal(totals.points.naeringsarealer.agree, 1);
    }));

test(
    'a program that fails as consent is given has sent nothing, and the form asks and counts',
    () => chromium.visit(async (page, server) => {
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
      await waitForApp(page);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
      assert.equal(totals.points.rammevilkar.disagree, 1);
    }));

test(
    'where the program does not come, deleting by form withdraws answers to older words too',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const older = 'ab'.repeat(16);
      const {revision} = await totalsOf(server);
      const ballot = {policy, revision, consent: true, answers: {rammevilkar: 'disagree'}};
      const put = await fetch(`${server.url}api/v1/ballots/${older}`, {
        method: 'PUT',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify(ballot),
      });
      assert.equal(put.status, 204);
      assert.equal((await totalsOf(server)).ballots, 2);
      await page.evaluate(([policy, id]) => {
        const kept = {format: 'enig.kept/1', id, policy, revision: '0123456789abcdef'};
        localStorage.setItem(`enig/${policy}.${kept.revision}`, JSON.stringify(kept));
      }, [policy, older]);

      await page.route(program, (route) => route.abort());
      await page.reload();
      await page.waitForSelector('[id="naeringsplan.agree"][aria-pressed=true]');
      for (const id of ['naeringsarealer.agree', 'enig.mine.delete', 'enig.mine.delete.yes']) {
        const failed = page.waitForEvent('console', (message) => /plain HTML/.test(message.text()));
        await byId(page, id).click();
        await failed;
      }
      await waitForTotals(server, ({ballots}) => ballots === 0);
      assert.ok(!await isPressed(page, 'naeringsplan.agree'));
      assert.deepEqual(await page.evaluate(() => ({...localStorage, ...sessionStorage})), {});
    }, {serviceWorkers: 'block'}));
