// An answer on its way: it waits while the network is away, is tried again, is never sent twice
// over what is newer, and says so where it cannot be counted.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId} from './browser.mjs';
import {agree, counted, isPressed} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {ballotIds, useChromium} from './visits.mjs';

const ballots = '**/api/v1/ballots/**';

const chromium = useChromium();

test(
    'an answer that the server could not take is tried again until it is counted',
    () => chromium.visit(async (page, server) => {
      let refusals = 0;
      await page.route(ballots, (route) => {
        if (++refusals > 1) return route.continue();
        return route.fulfill(
            {status: 503, contentType: 'application/problem+json', body: '{"status":503}'});
      });
      await agree(page, 'naeringsplan');
      await byId(page, 'naeringsplan.delivery').waitFor();
      assert.equal((await totalsOf(server)).ballots, 0);
      await counted(page, 'naeringsplan');
      assert.equal(await byId(page, 'naeringsplan.delivery').count(), 0);
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'an answer that the server never replies to is told of, and tried again',
    () => chromium.visit(async (page, server) => {
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
      await counted(page, 'naeringsplan');
      assert.equal(puts, 2);
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'an answer given offline is counted when the network is back',
    () => chromium.visit(async (page, server) => {
      await page.context().setOffline(true);
      await agree(page, 'naeringsplan');
      await byId(page, 'naeringsplan.delivery').waitFor();
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      await page.context().setOffline(false);
      await counted(page, 'naeringsplan');
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'what is pressed while a ballot is under way is sent after it, as one ballot',
    () => chromium.visit(async (page, server) => {
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
      await counted(page, 'rammevilkar');
      assert.deepEqual(bodies, [
        {naeringsplan: 'agree'},
        {naeringsarealer: 'disagree', naeringsplan: 'agree', rammevilkar: 'unsure'},
      ]);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsarealer.disagree, 1);
    }));

test(
    'answers pressed one after the other are one ballot, sent once',
    () => chromium.visit(async (page, server) => {
      // However slow this machine is, less than a moment passes between the presses.
      await page.evaluate(() => {
        const presses = [
          'naeringsplan.agree', 'naeringsplan.consent.yes', 'rammevilkar.agree',
          'naeringsarealer.agree'
        ];
        for (const id of presses) document.getElementById(id).click();
      });
      await counted(page, 'naeringsarealer');
      assert.equal(page.sent.filter(({method}) => method === 'PUT').length, 1);
      const {ballots: count, points} = await totalsOf(server);
      assert.equal(count, 1);
      for (const point of ['naeringsplan', 'rammevilkar', 'naeringsarealer']) {
        assert.equal(points[point].agree, 1, point);
      }
    }));

test(
    'answers pressed slowly are still one ballot: each request names the same',
    () => chromium.visit(async (page, server) => {
      const points = ['naeringsplan', 'rammevilkar', 'naeringsarealer'];
      for (const point of points) {
        await agree(page, point);
        await waitForTotals(server, (totals) => totals.points[point].agree === 1);
      }
      assert.equal(page.sent.filter(({method}) => method === 'PUT').length, points.length);
      assert.equal(ballotIds(page).size, 1);
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test(
    'an answer to a policy that has changed is not tried again, and what was counted is withdrawn',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
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
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const withdrawn = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
      await byId(page, 'naeringsplan.undo').click();
      assert.equal((await withdrawn).status(), 204);
      assert.equal((await totalsOf(server)).ballots, 0);
      await agree(page, 'rammevilkar');
      await counted(page, 'rammevilkar');
      const about = page.sent.filter(({path}) => path.includes('/ballots/'));
      assert.deepEqual(about.map(({method}) => method), ['PUT', 'DELETE', 'PUT']);
      const ids = about.map(({path}) => path.match(/ballots\/([0-9a-f]{32})(\?|$)/)[1]);
      assert.equal(ids[0], ids[1]);
      assert.notEqual(ids[1], ids[2], 'the two ballots could be told to be one person\'s');
    }));
