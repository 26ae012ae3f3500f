// Pages of older words beside newer ones, and two sites of one origin: neither speaks for the
// other.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId, waitForApp} from './browser.mjs';
import {agree, counted, isPressed, keptBy, keptName, remember, untilPressed} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {openTab, policy, topic, useChromium} from './visits.mjs';

// Without a worker: what a test puts in a page's place would not reach it.
const chromium = useChromium();
const oldRevision = '0123456789abcdef';

// The same topic as it was before its words changed, as a worker or a proxy may still have it.
async function openOld(page, server) {
  const tab = await page.context().newPage();
  await tab.route(`**/${topic}`, async (route) => {
    const reply = await route.fetch();
    const html = await reply.text();
    const [, revision] = html.match(/"revision":"([0-9a-f]{16})"/);
    await route.fulfill({response: reply, body: html.replaceAll(revision, oldRevision)});
  });
  await tab.goto(server.url + topic);
  await waitForApp(tab);
  return tab;
}

const changes = (page) => page.sent.filter(({method}) => method === 'PUT' || method === 'DELETE');

test(
    'an older page says that it must be loaded again, and leaves alone what a newer one has kept',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await remember(page);
      const name = await keptName(page);
      page.sent.length = 0;
      const old = await openOld(page, server);
      await byId(old, 'enig.stale').waitFor();
      await byId(old, 'rammevilkar.disagree').click();
      await untilPressed(old, 'rammevilkar.disagree');
      await byId(old, 'rammevilkar.delivery').waitFor();
      assert.equal(await byId(old, 'rammevilkar.consent').count(), 0, 'nothing is to be counted');
      await atRest(old);
      assert.deepEqual(changes(page), []);
      assert.deepEqual(Object.keys((await keptBy(old)).local), [name]);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.equal((await totalsOf(server)).ballots, 1);

      // What is deleted by a press is deleted everywhere.
      await byId(page, 'enig.mine.delete').click();
      await byId(page, 'enig.mine.delete.yes').click();
      await untilPressed(old, 'rammevilkar.disagree', false);
      await waitForTotals(server, ({ballots}) => ballots === 0);
      assert.deepEqual((await keptBy(page)).local, {});
    }, {serviceWorkers: 'block'}));

test(
    'a page that cannot ask leaves other words alone, and asks when the network is back',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await remember(page);
      const name = await keptName(page);
      const context = page.context();
      await context.route('**/api/v1/policies', (route) => route.abort());
      const old = await openOld(page, server);
      await old.waitForTimeout(500);
      assert.equal(await byId(old, 'enig.stale').count(), 0);
      assert.deepEqual(Object.keys((await keptBy(old)).local), [name]);
      await context.unroute('**/api/v1/policies');
      await old.evaluate(() => dispatchEvent(new Event('online')));
      await byId(old, 'enig.stale').waitFor();
      assert.equal((await totalsOf(server)).ballots, 1);
    }, {serviceWorkers: 'block'}));

test(
    'a tab that was open before the words changed learns of it, and withdraws only its own ballot',
    () => chromium.visit(async (page, server) => {
      const old = await openOld(page, server);
      await agree(old, 'naeringsplan');
      await byId(old, 'enig.stale').or(byId(old, 'naeringsplan.delivery')).first().waitFor();
      await agree(page, 'rammevilkar');
      await counted(page, 'rammevilkar');
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.rammevilkar.agree, 1);
      assert.ok(await isPressed(page, 'rammevilkar.agree'));
    }, {serviceWorkers: 'block'}));

test(
    'two sites of one origin, at different paths, know nothing of each other',
    () => chromium.visit(async (page, server) => {
      const context = page.context();
      for (const site of ['a', 'b']) {
        await context.route(`${server.url}${site}/**`, async (route) => {
          const url = route.request().url().replace(`${server.url}${site}/`, server.url);
          if (url.includes('/events?')) return route.abort();  // it would never end
          await route.fulfill({response: await route.fetch({url})});
        });
      }
      const tabs = {};
      for (const site of ['a', 'b']) {
        tabs[site] = await openTab(page, {url: `${server.url}${site}/`});
      }
      await agree(tabs.a, 'naeringsplan');
      await counted(tabs.a, 'naeringsplan');
      await remember(tabs.a);
      assert.ok((await keptName(tabs.a)).startsWith(`enig/a/${policy}.`));
      await tabs.b.reload();
      await waitForApp(tabs.b);
      assert.equal(await isPressed(tabs.b, 'naeringsplan.agree'), false);
      await agree(tabs.b, 'naeringsplan');
      await waitForTotals(server, ({ballots}) => ballots === 2);
      // Deleting at one leaves the other's.
      await byId(tabs.b, 'enig.mine.toggle').click();
      await byId(tabs.b, 'enig.mine.delete').click();
      await byId(tabs.b, 'enig.mine.delete.yes').click();
      await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.ok(await isPressed(tabs.a, 'naeringsplan.agree'));
      assert.deepEqual(Object.keys((await keptBy(tabs.a)).local), [await keptName(tabs.a)]);
    }, {serviceWorkers: 'block'}));
