// New numbers come by themselves: to a page that is seen, without moving anything, without taking
// the focus, told of once. And the network may go and come.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId, waitForApp} from './browser.mjs';
import {agree, counted, focusedId} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {policy, topic, useChromium} from './visits.mjs';

const chromium = useChromium();

const result = (page, point) => byId(page, `${point}.result`);

// Somebody else's ballot.
async function otherVotes(server, answers, id = '11'.repeat(16)) {
  const {revision} = await (await fetch(`${server.url}api/v1/policies/${policy}`)).json();
  const reply = await fetch(`${server.url}api/v1/ballots/${id}`, {
    method: 'PUT',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({policy, revision, consent: true, answers}),
  });
  assert.equal(reply.status, 204);
}

const listening = (page) =>
    page.waitForRequest((request) => request.url().includes('/events?after='));

test('before consent nothing is listened to', () => chromium.visit(async (page) => {
  await byId(page, 'naeringsplan.agree').click();
  await byId(page, 'naeringsplan.consent.no').click();
  await atRest(page);
  assert.deepEqual(page.sent.filter(({path}) => path.includes('/events')), []);
}));

test(
    'numbers that others have moved are shown, nothing moves, and the focus stays',
    () => chromium.visit(async (page, server) => {
      const stream = listening(page);
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await stream;
      await page.evaluate(() => {
        window.shifts = [];
        new PerformanceObserver((list) => {
          for (const {value} of list.getEntries()) window.shifts.push(value);
        }).observe({type: 'layout-shift'});
        window.said = [];
        const status = document.getElementById('enig.status');
        new MutationObserver(() => window.said.push(status.textContent))
            .observe(status, {childList: true, characterData: true, subtree: true});
      });
      await byId(page, 'rammevilkar.agree').focus();
      const heights = () => page.evaluate(
          () => [...document.querySelectorAll('fieldset')].map(
              (element) => element.getBoundingClientRect().top));
      const before = await heights();
      await otherVotes(server, {naeringsplan: 'disagree'});
      await result(page, 'naeringsplan').filter({hasText: '2'}).waitFor();
      assert.match(await result(page, 'naeringsplan').textContent(), /50\s%.*2\ssvar/);
      assert.deepEqual(await heights(), before);
      assert.equal(await focusedId(page), 'rammevilkar.agree');
      const said = await page.evaluate(() => window.said.filter((text) => /oppdatert/.test(text)));
      assert.equal(said.length, 1, JSON.stringify(said));
      assert.equal(await page.evaluate(() => window.shifts.reduce((sum, one) => sum + one, 0)), 0);
      assert.deepEqual(page.errors, []);
    }));

test(
    'numbers that would move the page wait until something is pressed',
    () => chromium.visit(async (page, server) => {
      const stream = listening(page);
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await stream;
      // A release that takes another line: the numbers grow long in a narrow window.
      await page.setViewportSize({width: 320, height: 740});
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '32px';
      });
      await atRest(page);
      const top = () => byId(page, 'jobbreiser.title')
                            .evaluate((element) => element.getBoundingClientRect().top + scrollY);
      const before = await top();
      const lines = await result(page, 'naeringsplan').textContent();
      for (let i = 0; i < 6; ++i) {
        const stances = ['agree', 'disagree', 'unsure'];
        await otherVotes(server, {naeringsplan: stances[i % 3]}, `${i}a`.repeat(16));
      }
      await page.waitForFunction(() => work.release === 7);
      await atRest(page);
      const moved = (await top()) !== before;
      const changed = (await result(page, 'naeringsplan').textContent()) !== lines;
      assert.ok(!moved, 'the page has moved while it was read');
      if (!changed) {
        await byId(page, 'enig.filter.all').click();
        await result(page, 'naeringsplan').filter({hasText: '7'}).waitFor();
      }
    }));

test(
    'a page that is not seen does not listen, and catches up when it is',
    () => chromium.visit(async (page, server) => {
      const stream = listening(page);
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await stream;
      const see = (state) => page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', {value, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
      await see('hidden');
      const open = () => page.evaluate(
          () => work.streams.filter(({readyState}) => readyState !== EventSource.CLOSED).length);
      assert.equal(await open(), 0);
      await otherVotes(server, {naeringsplan: 'disagree'});
      await atRest(page);
      assert.match(await result(page, 'naeringsplan').textContent(), /100\s%/);
      const again = listening(page);
      await see('visible');
      // From the release that it has: what it knows is not sent again.
      assert.match((await again).url(), /[/]events[?]after=1$/);
      assert.equal(await open(), 1);
      await result(page, 'naeringsplan').filter({hasText: '50'}).waitFor();
    }));

test('a stream of nonsense changes nothing', () => chromium.visit(async (page) => {
  await page.route('**/events?*', (route) => route.fulfill({
    status: 200,
    contentType: 'text/event-stream',
    body: ['{', 'null', '{"policy":"other"}', 'x'.repeat(100_000)]
              .map((data) => `event: release\nid: 9\ndata: ${data}\n\n`)
              .join(''),
  }));
  await agree(page, 'naeringsplan');
  await counted(page, 'naeringsplan');
  const shown = await result(page, 'naeringsplan').textContent();
  await page.waitForFunction(() => work.release === 9);
  await atRest(page);
  assert.equal(await result(page, 'naeringsplan').textContent(), shown);
  assert.deepEqual(page.errors, []);
}));

test(
    'answers given without network wait, and are sent once when it is back',
    () => chromium.visit(async (page, server) => {
      let puts = 0;
      page.on('requestfinished', (request) => {
        if (request.method() === 'PUT') ++puts;
      });
      await page.context().setOffline(true);
      await agree(page, 'naeringsplan');
      await agree(page, 'rammevilkar');
      await byId(page, 'rammevilkar.delivery').filter({hasText: 'på nett'}).waitFor();
      await page.context().setOffline(false);
      await counted(page, 'rammevilkar');
      assert.equal(puts, 1);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
      assert.equal(await byId(page, 'rammevilkar.delivery').count(), 0);
    }));

test(
    'remembered answers that were never sent are sent once by a later visit',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await byId(page, 'enig.mine.remember').click();
      await page.context().setOffline(true);
      await byId(page, 'naeringsplan.disagree').click();
      await byId(page, 'naeringsplan.delivery').waitFor();
      const context = page.context();
      await page.close();
      await context.setOffline(false);
      const later = await context.newPage();
      const puts = [];
      later.on('requestfinished', (request) => {
        if (request.method() === 'PUT') puts.push(request.postDataJSON().answers);
      });
      await later.goto(server.url + topic);
      await waitForApp(later);
      const totals = await waitForTotals(server, ({points}) => points.naeringsplan.disagree === 1);
      assert.equal(totals.ballots, 1);
      await atRest(later);
      assert.deepEqual(puts, [{naeringsplan: 'disagree'}]);
    }));
