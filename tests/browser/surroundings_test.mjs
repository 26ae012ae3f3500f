// What is around the page fails it: the server goes away, somebody else answers in its place, the
// clock is years off. Nothing is lost, nothing is counted twice, and the page says how it stands.

import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {test} from 'node:test';
import {tmpdir} from 'node:os';
import path from 'node:path';

import {atRest, byId} from './browser.mjs';
import {agree, counted, isPressed} from './resident.mjs';
import {startServer, totalsOf, waitForTotals} from './server.mjs';
import {useChromium} from './visits.mjs';

const point = 'naeringsplan';

const chromium = useChromium();

// The program waits longer before each try; here a minute is a fifth of a second.
function hurry() {
  const original = window.setTimeout;
  window.setTimeout = (work, ms, ...rest) => original(work, ms / 300, ...rest);
}

test('the server goes away and comes back: the answer waits, and is counted once', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'enig-data-'));
  let server = await startServer({data});
  const port = Number(new URL(server.url).port);
  try {
    await chromium.visit(async (page) => {
      await agree(page, point);
      await counted(page, point);
      assert.equal(await server.stop(), 0);
      await agree(page, 'rammevilkar');
      await byId(page, 'rammevilkar.delivery').waitFor();
      assert.ok(await isPressed(page, 'rammevilkar.agree'));
      server = await startServer({data, port});
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await byId(page, 'rammevilkar.delivery').waitFor({state: 'detached'});
      const totals = await waitForTotals(server, ({points}) => points.rammevilkar.agree === 1);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points[point].agree, 1);
    }, {server});
  } finally {
    await server.stop();
    await rm(data, {recursive: true});
  }
});

// What a proxy, a portal of a hotel or a broken machine answers in the server's place.
const replies = {
  'a page of HTML':
      {status: 200, contentType: 'text/html', body: '<h1>Velkommen til hotellet</h1>'},
  'status 500': {status: 500, contentType: 'text/html', body: '<h1>Internal Server Error</h1>'},
  'nonsense': {status: 200, contentType: 'application/json', body: '{"ballots": [[[["x"'},
  'nothing': {status: 200, contentType: 'application/json', body: ''},
};

for (const [name, reply] of Object.entries(replies)) {
  test(
      `${name} in the server's place is not taken for a counted answer`,
      () => chromium.visit(async (page, server) => {
        await page.evaluate(hurry);
        let isThere = false;
        let stolen = 0;
        await page.route('**/api/**', (route) => {
          if (isThere) return route.continue();
          ++stolen;
          return route.fulfill(reply);
        });
        await agree(page, point);
        await byId(page, `${point}.delivery`).waitFor();
        assert.ok(stolen > 0);
        assert.equal((await totalsOf(server)).ballots, 0);
        assert.ok(await isPressed(page, `${point}.agree`));
        isThere = true;
        await counted(page, point);
        await byId(page, `${point}.delivery`).waitFor({state: 'detached'});
        assert.equal((await totalsOf(server)).ballots, 1);
      }));

  test(
      `${name} in the place of the numbers is not shown`,
      () => chromium.visit(async (page, server) => {
        await page.route('**/totals', (route) => route.fulfill(reply));
        const replied = page.waitForResponse('**/totals');
        await agree(page, point);
        await waitForTotals(server, ({ballots}) => ballots === 1);
        await replied;
        await atRest(page);
        assert.ok(await isPressed(page, `${point}.agree`));
        assert.doesNotMatch(
            await byId(page, point).textContent(), /NaN|undefined|hotellet|Internal/);
        await agree(page, 'rammevilkar');
        await waitForTotals(server, ({points}) => points.rammevilkar.agree === 1);
      }));
}
