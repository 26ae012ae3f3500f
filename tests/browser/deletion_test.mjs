// Deleting one's answers: the server counts them no more, no tab and no device keeps them, and a
// deletion that could not reach the server is not lost.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId, phone, waitForApp} from './browser.mjs';
import {agree, counted, focusedId, isPressed} from './resident.mjs';
import {keptBy, nothingKept, remember, untilPressed} from './resident.mjs';
import {startServer, totalsOf, waitForTotals} from './server.mjs';
import {ballotIds, openTab, pointsOf, policy, topic, useChromium} from './visits.mjs';

const chromium = useChromium();

async function deleteAnswers(page) {
  await byId(page, 'enig.mine.delete').click();
  await byId(page, 'enig.mine.delete.yes').click();
}

// An answer that is counted, remembered, and known to a second tab, which is returned.
async function answerInTwoTabs(page, server) {
  await agree(page, 'naeringsplan');
  await counted(page, 'naeringsplan');
  await remember(page);
  const second = await openTab(page, server);
  await untilPressed(second, 'naeringsplan.agree');
  return second;
}

test(
    'deleting takes the ballot from the server and everything from the device, in every tab',
    () => chromium.visit(async (page, server) => {
      const second = await answerInTwoTabs(page, server);
      const withdrawn = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
      await deleteAnswers(page);
      assert.equal((await withdrawn).status(), 204);
      await untilPressed(second, 'naeringsplan.agree', false);
      for (let tries = 0; tries < 50 && (await keptBy(page)).workers.length > 0; ++tries) {
        await page.waitForTimeout(100);
      }
      // Each tab keeps the deleted ballot's number until it knows that it is gone.
      await second.waitForFunction(() => localStorage.length + sessionStorage.length === 0);
      for (const tab of [page, second]) assert.deepEqual(await keptBy(tab), nothingKept);
      assert.equal((await totalsOf(server)).ballots, 0);

      // A new answer is asked about anew, and is another ballot.
      await agree(page, 'rammevilkar');
      await counted(page, 'rammevilkar');
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(ballotIds(page).size, 2, 'the two ballots could be told to be one person\'s');
    }));

test(
    'that all is deleted is seen where the finger is, and goes with the next press',
    () => chromium.visit(async (page, server) => {
      const points = await pointsOf(server);
      for (const point of points.slice(0, 12)) await agree(page, point);
      await byId(page, 'enig.mine.toggle').click();
      await deleteAnswers(page);
      const line = byId(page, 'enig.mine.deleted');
      await line.waitFor();
      await waitForTotals(server, ({ballots}) => ballots === 0);
      const {y, height} = await line.boundingBox();
      assert.ok(y >= 0 && y + height <= phone.height, `${y} of ${phone.height} px`);
      // Neither when it comes nor when it goes does anything that can be pressed move.
      const toggle = byId(page, 'enig.mine.toggle');
      assert.equal(await focusedId(page), 'enig.mine.toggle');
      const before = await toggle.boundingBox();
      await toggle.click();
      await line.waitFor({state: 'detached'});
      assert.deepEqual(
          [(await toggle.boundingBox()).x, (await toggle.boundingBox()).y], [before.x, before.y]);
      assert.equal(await toggle.textContent(), 'Skjul svarene mine');
      assert.deepEqual(page.errors, []);
    }, {viewport: phone}));

test(
    'deleting while the answer is on its way leaves nothing on the server',
    () => chromium.visit(async (page, server) => {
      let release;
      const held = new Promise((resolve) => {
        release = resolve;
      });
      await page.route('**/api/v1/ballots/**', async (route) => {
        if (route.request().method() === 'PUT') await held;
        await route.continue();
      });
      const put = page.waitForRequest((request) => request.method() === 'PUT');
      await agree(page, 'naeringsplan');
      await put;
      await deleteAnswers(page);
      const withdrawn = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
      release();
      await withdrawn;
      await atRest(page);
      assert.equal((await totalsOf(server)).ballots, 0);
    }));

const closings = {
  'the tab goes on': {
    choose: async () => {},
    leave: async (page) => {
      await page.goto('about:blank');
      return page;
    },
    keeps: (mark) => ({local: {}, session: mark}),
  },
  'the tab is closed, and the device was to remember': {
    choose: remember,
    leave: async (page) => {
      const context = page.context();
      await page.close();
      return context.newPage();
    },
    keeps: (mark) => ({local: mark, session: {}}),
  },
};
for (const [name, {choose, leave, keeps}] of Object.entries(closings)) {
  test(
      `answers deleted without network are withdrawn by the next page, where ${name}`,
      () => chromium.visit(async (page, server) => {
        await agree(page, 'naeringsplan');
        await counted(page, 'naeringsplan');
        await choose(page);
        await server.kill();
        await deleteAnswers(page);
        const [id] = ballotIds(page);
        const {local, session} = await keptBy(page);
        assert.deepEqual({local, session}, keeps({[`enig/${policy}.deleted.${id}`]: ''}));
        const next = await leave(page);
        const port = Number(new URL(server.url).port);
        const back = await startServer({data: server.data, port});
        try {
          assert.equal((await totalsOf(back)).ballots, 1, 'it could not be reached yet');
          await next.goto(back.url + topic);
          await waitForApp(next);
          assert.equal(await isPressed(next, 'naeringsplan.agree'), false);
          await waitForTotals(back, ({ballots}) => ballots === 0);
          await next.waitForFunction(() => localStorage.length + sessionStorage.length === 0);

          // New answers are another ballot, after another consent.
          await byId(next, 'rammevilkar.agree').click();
          await byId(next, 'rammevilkar.consent.yes').click();
          await counted(next, 'rammevilkar');
          const totals = await totalsOf(back);
          assert.equal(totals.ballots, 1);
          assert.equal(totals.points.naeringsplan.agree, 0);
        } finally {
          await back.stop();
        }
      }, {serviceWorkers: 'block'}));
}

test(
    'a tab that has not heard of a deletion forgets too, and does not bring the ballot back',
    () => chromium.visit(async (page, server) => {
      const second = await answerInTwoTabs(page, server);
      await second.goto('about:blank');
      const api = '**/api/v1/ballots/**';
      await page.context().route(api, (route) => route.abort('internetdisconnected'));
      await deleteAnswers(page);
      await page.close();
      await second.goBack();
      await waitForApp(second);
      await untilPressed(second, 'naeringsplan.agree', false);
      await second.context().unroute(api);
      await second.reload();
      await waitForApp(second);
      await waitForTotals(server, ({ballots}) => ballots === 0);
      assert.equal(await isPressed(second, 'naeringsplan.agree'), false);
    }, {serviceWorkers: 'block'}));
