// An answer on its way: it waits while the network is away, is tried again, is never sent twice
// over what is newer, and says so where it cannot be counted.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage, waitForApp} from './browser.mjs';
import {startServer, totalsOf} from './server.mjs';

const topic = 'baerum/naering/';
const ballots = '**/api/v1/ballots/**';

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
});

// Each test has a server of its own, so that counts are its own; `work` gets a page whose app runs
// and where nothing has been answered.
async function withPage(work) {
  const server = await startServer();
  const page = await openPage(browser, server.url + topic);
  await waitForApp(page);
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

// Numbers come only once the own answer has been counted.
const delivered = (page, point) => byId(page, `${point}.result`).filter({hasText: '%'}).waitFor();

test(
    'an answer that the server could not take is tried again until it is counted',
    () => withPage(async (page, server) => {
      let refusals = 0;
      await page.route(ballots, (route) => {
        if (++refusals > 1) return route.continue();
        return route.fulfill(
            {status: 503, contentType: 'application/problem+json', body: '{"status":503}'});
      });
      await agree(page, 'naeringsplan');
      await byId(page, 'naeringsplan.delivery').waitFor();
      assert.equal((await totalsOf(server)).ballots, 0);
      await delivered(page, 'naeringsplan');
      assert.equal(await byId(page, 'naeringsplan.delivery').count(), 0);
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'an answer that the server never replies to is told of, and tried again',
    () => withPage(async (page, server) => {
      // The browser's own clock for requests, a hundred times as fast.
      await page.evaluate(() => {
        const original = AbortSignal.timeout.bind(AbortSignal);
        window.deadlines = [];
        AbortSignal.timeout = (ms) => {
          window.deadlines.push(ms);
          return original(ms / 100);
        };
      });
      let puts = 0;
      await page.route(ballots, (route) => ++puts > 1 ? route.continue() : undefined);
      await agree(page, 'naeringsplan');
      await byId(page, 'naeringsplan.delivery').waitFor();
      assert.equal(puts, 1);
      assert.deepEqual(await page.evaluate(() => window.deadlines), [20_000]);
      await page.evaluate(() => {
        AbortSignal.timeout = () => undefined;
      });
      await delivered(page, 'naeringsplan');
      assert.equal(puts, 2);
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'an answer given offline is counted when the network is back',
    () => withPage(async (page, server) => {
      await page.context().setOffline(true);
      await agree(page, 'naeringsplan');
      await byId(page, 'naeringsplan.delivery').waitFor();
      assert.equal(await byId(page, 'naeringsplan.agree').getAttribute('aria-pressed'), 'true');
      await page.context().setOffline(false);
      await delivered(page, 'naeringsplan');
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'what is pressed while a ballot is under way is sent after it, as one ballot',
    () => withPage(async (page, server) => {
      const bodies = [];
      await page.route(ballots, async (route) => {
        bodies.push(route.request().postDataJSON().answers);
        if (bodies.length === 1) {
          // The first is held until two more answers have been given.
          await byId(page, 'naeringsarealer.disagree').click();
          await byId(page, 'rammevilkar.unsure').click();
        }
        await route.continue();
      });
      await agree(page, 'naeringsplan');
      await delivered(page, 'rammevilkar');
      assert.deepEqual(bodies, [
        {naeringsplan: 'agree'},
        {naeringsarealer: 'disagree', naeringsplan: 'agree', rammevilkar: 'unsure'},
      ]);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsarealer.disagree, 1);
    }));

test(
    'answers pressed one after the other are one ballot',
    () => withPage(async (page, server) => {
      let puts = 0;
      page.on('request', (request) => {
        if (request.method() === 'PUT') ++puts;
      });
      await agree(page, 'naeringsplan');
      await byId(page, 'rammevilkar.agree').click();
      await byId(page, 'naeringsarealer.agree').click();
      await delivered(page, 'naeringsarealer');
      assert.equal(puts, 1);
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'an answer to a policy that has changed is not tried again, and what was counted is withdrawn',
    () => withPage(async (page, server) => {
      await agree(page, 'naeringsplan');
      await delivered(page, 'naeringsplan');
      let puts = 0;
      await page.route(ballots, (route) => {
        if (route.request().method() !== 'PUT') return route.continue();
        ++puts;
        return route.fulfill(
            {status: 409, contentType: 'application/problem+json', body: '{"status":409}'});
      });
      const withdrawal = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
      await agree(page, 'naeringsarealer');
      const told = byId(page, 'naeringsarealer.delivery');
      await told.filter({hasText: 'Last siden på nytt'}).waitFor();
      await withdrawal;
      assert.equal((await totalsOf(server)).ballots, 0);
      await agree(page, 'saksbehandlingstid');
      const timers = await page.evaluate(() => new Promise((resolve) => {
                                           const original = window.setTimeout;
                                           let count = 0;
                                           window.setTimeout = (...rest) => {
                                             ++count;
                                             return original(...rest);
                                           };
                                           original(() => resolve(count), 3_000);
                                         }));
      assert.equal(timers, 0);
      assert.equal(puts, 1);
    }));

test(
    'withdrawing everything withdraws the ballot, and a new answer is a new ballot',
    () => withPage(async (page, server) => {
      const ids = [];
      page.on('request', (request) => {
        const found = request.url().match(/ballots\/([0-9a-f]+)/);
        if (found) ids.push([request.method(), found[1]]);
      });
      await agree(page, 'naeringsplan');
      await delivered(page, 'naeringsplan');
      const withdrawn = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
      await byId(page, 'naeringsplan.undo').click();
      assert.equal((await withdrawn).status(), 204);
      await page.waitForResponse((reply) => reply.url().endsWith('/totals'));
      assert.equal((await totalsOf(server)).ballots, 0);
      await agree(page, 'rammevilkar');
      await delivered(page, 'rammevilkar');
      assert.deepEqual(ids.map(([method]) => method), ['PUT', 'DELETE', 'PUT']);
      assert.equal(ids[0][1], ids[1][1]);
      assert.notEqual(ids[1][1], ids[2][1], 'the two ballots could be told to be one person\'s');
      assert.match(ids[2][1], /^[0-9a-f]{32}$/);
    }));
