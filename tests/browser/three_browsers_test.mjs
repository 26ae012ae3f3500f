// The same journeys in Chromium, Firefox and WebKitGTK: what is promised holds in each.

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {laptop, oldPhone, phone} from './browser.mjs';
import {chosenEngines, startEngine} from './engines.mjs';
import {overlayAgainstPaint, pageRects} from './paint.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {duringTests, topic, withServer} from './visits.mjs';

const point = 'naeringsplan';
const offMaxPx = 1;

for (const name of chosenEngines) {
  describe(name, () => {
    const engine = duringTests(() => startEngine(name));

    // A page of a server of its own: its address is new, so nothing is kept from an earlier test.
    const withPage = (work, options) => withServer(async (server) => {
      const page = await engine.open(server.url + topic, options);
      await page.waitForApp();
      await work(page, server);
      assert.deepEqual(await page.errors(), []);
      await page.close();
    });

    test(
        'a press asks for consent, is counted after it, and can be undone',
        () => withPage(async (page, server) => {
          await page.click(`${point}.agree`);
          await page.waitForId(`${point}.consent.yes`);
          assert.equal(await page.attribute(`${point}.agree`, 'aria-pressed'), 'true');
          assert.equal((await totalsOf(server)).ballots, 0);
          await page.click(`${point}.consent.yes`);
          await page.waitForText(`${point}.result`, /100\s%\senig.*1\ssvar/);
          assert.equal((await totalsOf(server)).points[point].agree, 1);
          await page.click(`${point}.undo`);
          await page.waitForNoId(`${point}.undo`);
          await waitForTotals(server, (totals) => totals.ballots === 0);
        }));

    test(
        'the keyboard alone answers, consents, changes its mind and undoes',
        () => withPage(async (page, server) => {
          const tabTo = async (id) => {
            for (let i = 0; i < 60 && (await page.focused()) !== id; ++i) await page.press('Tab');
            assert.equal(await page.focused(), id);
          };
          await tabTo(`${point}.disagree`);
          await page.press('Enter');
          await page.waitForId(`${point}.consent.yes`);
          assert.equal(await page.focused(), `${point}.disagree`);
          await tabTo(`${point}.consent.yes`);
          await page.press('Space');
          await page.waitForText(`${point}.result`, /1\ssvar/);
          assert.notEqual(await page.focused(), 'body', 'the focus went away with the consent');
          for (let i = 0; i < 20 && (await page.focused()) !== `${point}.agree`; ++i) {
            await page.press('Shift+Tab');
          }
          await page.press('Space');
          await page.waitForText(`${point}.result`, /100\s%\senig/);
          await tabTo(`${point}.undo`);
          await page.press('Enter');
          await page.waitForNoId(`${point}.undo`);
          assert.notEqual(await page.focused(), 'body', 'the focus went away with the undo');
          await waitForTotals(server, (totals) => totals.ballots === 0);
        }));

    for (const viewport of [oldPhone, phone, laptop]) {
      test(
          `overlay lines lie on painted lines, taking over moves nothing: ${viewport.width} px`,
          () => withPage(async (page, server) => {
            const live = await pageRects(page);
            await page.evaluate(() => document.documentElement.classList.remove('enig-live'));
            const html = await pageRects(page);
            await page.evaluate(() => document.documentElement.classList.add('enig-live'));
            assert.deepEqual(movedBy(html, live), []);
            await page.click(`${point}.agree`);
            await page.waitForId(`${point}.consent.yes`);
            await assertParity(page, 'consent');
            await page.click(`${point}.consent.yes`);
            await page.waitForId(`${point}.bar`);
            await page.click('enig.topic.disagree');
            await page.waitForId('enig.follow');
            await assertParity(page, 'answered');
            assert.equal((await totalsOf(server)).policy, 'baerum-naering');
          }, {viewport}));
    }
  });
}

async function assertParity(page, what) {
  const found = await overlayAgainstPaint(page, offMaxPx);
  assert.deepEqual(found.off, [], `${what}: lines off by more than ${offMaxPx} px`);
  assert.ok(found.lines > 200, `${what}: only ${found.lines} lines were compared`);
}

function movedBy(before, after) {
  return Object.keys(before).filter(
      (id) => before[id].some((value, i) => Math.abs(value - after[id][i]) > offMaxPx));
}
