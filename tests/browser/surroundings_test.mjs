// What is around the page fails it: the server goes away, somebody else answers in its place, the
// clock is years off. Nothing is lost, nothing is counted twice, and the page says how it stands.

import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {after, before, test} from 'node:test';
import {tmpdir} from 'node:os';
import path from 'node:path';

import {byId, launchBrowser, openPage, waitForApp} from './browser.mjs';
import {startServer, totalsOf, waitForTotals} from './server.mjs';

const topic = 'baerum/naering/';
const point = 'naeringsplan';

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
});

async function agree(page, id) {
  await byId(page, `${id}.agree`).click();
  const consent = byId(page, `${id}.consent.yes`);
  if (await consent.count()) await consent.click();
}

// The program waits longer before each try; here a minute is a fifth of a second.
function hurry() {
  const original = window.setTimeout;
  window.setTimeout = (work, ms, ...rest) => original(work, ms / 300, ...rest);
}

test('the server goes away and comes back: the answer waits, and is counted once', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'enig-data-'));
  let server = await startServer({data});
  try {
    const page = await openPage(browser, server.url + topic);
    await waitForApp(page);
    await agree(page, point);
    await byId(page, `${point}.bar`).waitFor();
    const port = Number(new URL(server.url).port);
    assert.equal(await server.stop(), 0);
    await agree(page, 'rammevilkar');
    await byId(page, 'rammevilkar.delivery').waitFor();
    assert.equal(await byId(page, 'rammevilkar.agree').getAttribute('aria-pressed'), 'true');
    server = await startServer({data, port});
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await byId(page, 'rammevilkar.delivery').waitFor({state: 'detached'});
    const totals = await waitForTotals(server, ({points}) => points.rammevilkar.agree === 1);
    assert.equal(totals.ballots, 1);
    assert.equal(totals.points[point].agree, 1);
    await page.context().close();
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
  test(`${name} in the server's place is not taken for a counted answer`, async () => {
    const server = await startServer();
    try {
      const page = await openPage(browser, server.url + topic);
      await waitForApp(page);
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
      assert.equal(await byId(page, `${point}.agree`).getAttribute('aria-pressed'), 'true');
      isThere = true;
      await byId(page, `${point}.bar`).waitFor();
      await byId(page, `${point}.delivery`).waitFor({state: 'detached'});
      assert.equal((await totalsOf(server)).ballots, 1);
      await page.context().close();
    } finally {
      await server.stop();
    }
  });

  test(`${name} in the place of the numbers is not shown`, async () => {
    const server = await startServer();
    try {
      const page = await openPage(browser, server.url + topic);
      await waitForApp(page);
      await page.route('**/totals', (route) => route.fulfill(reply));
      await agree(page, point);
      await waitForTotals(server, ({ballots}) => ballots === 1);
      await page.waitForTimeout(500);
      assert.equal(await byId(page, `${point}.agree`).getAttribute('aria-pressed'), 'true');
      assert.doesNotMatch(await byId(page, point).textContent(), /NaN|undefined|hotellet|Internal/);
      await agree(page, 'rammevilkar');
      await waitForTotals(server, ({points}) => points.rammevilkar.agree === 1);
      await page.context().close();
    } finally {
      await server.stop();
    }
  });
}

for (const year of [1970, 2010, 2099]) {
  test(`a clock that says ${year} changes nothing`, async () => {
    const server = await startServer();
    try {
      const page = await openPage(browser, 'about:blank');
      await page.addInitScript((wanted) => {
        const off = Date.UTC(wanted, 0, 1) - Date.now();
        const {now} = Date;
        Date.now = () => now() + off;
        // eslint-disable-next-line no-global-assign
        Date = class extends Date {
          constructor(...rest) { super(...(rest.length === 0 ? [now() + off] : rest)); }
        };
      }, year);
      await page.goto(server.url + topic);
      await waitForApp(page);
      assert.equal(await page.evaluate(() => new Date().getFullYear()), year);
      await agree(page, point);
      await waitForTotals(server, ({ballots}) => ballots === 1);
      await byId(page, `${point}.agree`).click();
      await waitForTotals(server, ({ballots}) => ballots === 0);
      assert.deepEqual(page.errors, []);
      await page.context().close();
    } finally {
      await server.stop();
    }
  });
}
