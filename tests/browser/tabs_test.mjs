// One person in several tabs, and in a page that the browser has put away: one visit, one ballot.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId, waitForApp} from './browser.mjs';
import {agree, counted, isPressed, remember, untilPressed} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {ballotIds, hold, openTab, topic, useChromium} from './visits.mjs';

const chromium = useChromium();

test(
    'a tab that is opened later, with nothing remembered, is told by the first: one ballot',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const second = await openTab(page, server);
      await untilPressed(second, 'naeringsplan.agree');
      await agree(second, 'rammevilkar');
      await counted(second, 'rammevilkar');
      await untilPressed(page, 'rammevilkar.agree');
      // And back: the first tab has not forgotten what the second said.
      await agree(page, 'naeringsarealer');
      await counted(page, 'naeringsarealer');
      await untilPressed(second, 'naeringsarealer.agree');
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      for (const point of ['naeringsplan', 'rammevilkar', 'naeringsarealer']) {
        assert.equal(totals.points[point].agree, 1, point);
      }
      assert.equal(ballotIds(page).size, 1);
    }));

test(
    'two tabs that were answered apart become one ballot with the answers of both',
    () => chromium.visit(async (page, server) => {
      await page.addInitScript(() => {
        window.Channel = BroadcastChannel;
        if (!sessionStorage.hearing) delete window.BroadcastChannel;
      });
      const second = await page.context().newPage();
      await second.addInitScript(() => {
        if (!sessionStorage.hearing) delete window.BroadcastChannel;
      });
      await page.reload();
      await second.goto(server.url + topic);
      await waitForApp(page);
      await waitForApp(second);
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await agree(second, 'rammevilkar');
      await counted(second, 'rammevilkar');
      assert.equal((await totalsOf(server)).ballots, 2);

      for (const tab of [page, second]) {
        await tab.evaluate(() => {
          sessionStorage.hearing = 'yes';
        });
        await tab.reload();
        await waitForApp(tab);
      }
      for (const tab of [page, second]) {
        await untilPressed(tab, 'naeringsplan.agree');
        await untilPressed(tab, 'rammevilkar.agree');
      }
      await waitForTotals(server, ({ballots}) => ballots === 1);
      for (const tab of [page, second, page]) await atRest(tab);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
      assert.equal(totals.points.rammevilkar.agree, 1);
      // And they are at peace.
      const before = page.sent.length;
      for (const tab of [page, second, page]) await atRest(tab);
      assert.equal(page.sent.length, before);
    }));

test(
    'a page that is seen again by the back button knows what another tab has said meanwhile',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await remember(page);
      await page.goto(server.url);
      const second = await openTab(page, server);
      await agree(second, 'rammevilkar');
      await counted(second, 'rammevilkar');
      await page.goBack();
      await untilPressed(page, 'rammevilkar.agree');
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

// What a browser does that puts a page away as it is, and takes it out again.
async function putAway(page, meanwhile) {
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true})));
  await meanwhile();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})));
}

test(
    'a page that was put away as it was takes over what the device has learnt meanwhile',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await remember(page);
      const second = await page.context().newPage();
      await putAway(page, async () => {
        await second.goto(server.url + topic);
        await waitForApp(second);
        await agree(second, 'rammevilkar');
        await counted(second, 'rammevilkar');
        await second.close();
      });
      await untilPressed(page, 'rammevilkar.agree');
      await putAway(page, () => page.evaluate(() => localStorage.clear()));
      await untilPressed(page, 'enig.mine.remember', false);
      assert.ok(await isPressed(page, 'rammevilkar.agree'), 'the tab itself forgets nothing');
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(ballotIds(page).size, 1);
    }));

test(
    'presses that answer nothing do not make a tab the one that knows best',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const second = await openTab(page, server);
      await untilPressed(second, 'naeringsplan.agree');
      for (const filter of ['agreed', 'all', 'agreed', 'all']) {
        await page.locator(`[id="enig.filter.${filter}"]`).click();
      }
      await agree(second, 'rammevilkar');
      await counted(second, 'rammevilkar');
      await untilPressed(page, 'rammevilkar.agree');
      for (const tab of [second, page, second]) await atRest(tab);
      assert.ok(await isPressed(second, 'rammevilkar.agree'));
      const totals = await waitForTotals(server, ({points}) => points.rammevilkar.agree === 1);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
    }));

test(
    'a page that was put away takes over what a later page of its tab has answered, or deleted',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      // A page of the same tab that goes on with the same ballot.
      await putAway(page, () => page.evaluate(() => {
        const [name] = Object.keys(sessionStorage);
        const kept = JSON.parse(sessionStorage.getItem(name));
        kept.answers.rammevilkar = 'agree';
        ++kept.turn;
        sessionStorage.setItem(name, JSON.stringify(kept));
      }));
      await untilPressed(page, 'rammevilkar.agree');
      await agree(page, 'naeringsarealer');
      const totals = await waitForTotals(server, ({points}) => points.naeringsarealer.agree === 1);
      assert.equal(totals.points.rammevilkar.agree, 1);
      assert.equal(totals.ballots, 1);
      await putAway(page, () => page.evaluate(() => sessionStorage.clear()));
      await untilPressed(page, 'naeringsplan.agree', false);
      await waitForTotals(server, ({ballots}) => ballots === 0);
    }));

const questions = (page) => page.sent.filter(({method}) => method === 'HEAD');

async function deleteAnswers(page) {
  await byId(page, 'enig.mine.delete').click();
  await byId(page, 'enig.mine.delete.yes').click();
}

test(
    'a page that was put away forgets what another tab has deleted, which no device remembers',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const second = await openTab(page, server);
      await untilPressed(second, 'naeringsplan.agree');
      const release = await hold(page, '**/api/v1/ballots/**');
      await putAway(page, async () => {
        await deleteAnswers(second);
        await waitForTotals(server, ({ballots}) => ballots === 0);
      });
      // Pressed before the server has answered, too.
      await byId(page, 'rammevilkar.agree').click();
      release();
      await untilPressed(page, 'naeringsplan.agree', false);
      await byId(page, 'enig.mine.deleted').waitFor();
      assert.ok(!await isPressed(page, 'rammevilkar.agree'));
      assert.equal((await totalsOf(server)).ballots, 0);
      const [id] = ballotIds(page);
      assert.deepEqual(questions(page).map(({path}) => path), [
        `/api/v1/ballots/${id}?policy=baerum-naering`,
      ]);
      await page.waitForFunction(() => sessionStorage.length === 0);
      // Who answers again is somebody new.
      await agree(page, 'rammevilkar');
      await counted(page, 'rammevilkar');
      const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
      assert.equal(totals.points.naeringsplan.agree, 0);
      assert.equal(ballotIds(page).size, 2);
    }));

test(
    'so does a tab that is loaded again; where the ballot is still there it goes on with it',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      assert.deepEqual(questions(page), [], 'a page that has stayed has nothing to ask');
      const second = await openTab(page, server);
      await untilPressed(second, 'naeringsplan.agree');
      const asked = () => page.waitForResponse((reply) => reply.request().method() === 'HEAD');
      let reply = asked();
      await page.reload();
      await waitForApp(page);
      assert.equal((await reply).status(), 204);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      await agree(page, 'rammevilkar');
      const both = await waitForTotals(server, ({points}) => points.rammevilkar.agree === 1);
      assert.equal(both.ballots, 1);
      assert.equal(ballotIds(page).size, 1);

      await page.goto('about:blank');
      await deleteAnswers(second);
      await waitForTotals(server, ({ballots}) => ballots === 0);
      reply = asked();
      await page.goto(server.url + topic);
      await waitForApp(page);
      assert.equal((await reply).status(), 410);
      await untilPressed(page, 'naeringsplan.agree', false);
      assert.ok(!await isPressed(page, 'rammevilkar.agree'));
      await page.waitForFunction(() => sessionStorage.length === 0);
      assert.equal((await totalsOf(server)).ballots, 0);
    }));
