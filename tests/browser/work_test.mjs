// A server that asks for work before it takes a ballot: the answer is counted all the same, the
// page goes on meanwhile, and nobody who is not asked loads anything for it.
import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {byId} from './browser.mjs';
import {chosenEngines, startEngine} from './engines.mjs';
import {agree, counted} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {duringTests, topic, useChromium, withServer} from './visits.mjs';

const point = 'naeringsplan';
const always = {
  args: ['--proof-of-work', 'always']
};
const taskMaxMs = 250;

const chromium = useChromium();
const visit = (work, options) =>
    withServer((server) => chromium.visit((page) => work(page, server), {server}), options);

// The names of the files that have been fetched from now on.
function fetched(page) {
  const names = [];
  page.on('request', (request) => names.push(new URL(request.url()).pathname.split('/').pop()));
  return names;
}

test(
    'an answer is counted after some work, and the page goes on meanwhile',
    () => visit(async (page, server) => {
      const names = fetched(page);
      await page.evaluate(() => {
        window.tasks = [];
        new PerformanceObserver((list) => window.tasks.push(...list.getEntries())).observe({
          type: 'longtask'
        });
      });
      const worker = page.waitForEvent('worker');
      await agree(page, point);
      await worker;
      await counted(page, point);
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.deepEqual(
          names.filter((name) => name.startsWith('prove')), ['prover.js', 'prover.wasm']);
      const longest =
          await page.evaluate(() => Math.max(0, ...window.tasks.map(({duration}) => duration)));
      assert.ok(longest < taskMaxMs, `the page stood still for ${longest} ms`);
      // The ballot is known now: nothing is asked for any more.
      names.length = 0;
      await byId(page, `${point}.disagree`).click();
      await waitForTotals(server, ({points}) => points[point].disagree === 1);
      await byId(page, `${point}.undo`).click();
      await waitForTotals(server, ({ballots}) => ballots === 0);
      assert.deepEqual(names.filter((name) => name.startsWith('prove')), []);
    }, always));

test(
    'who is not asked for work loads nothing for it',
    () => visit(async (page) => {
      const names = fetched(page);
      await agree(page, point);
      await counted(page, point);
      assert.deepEqual(names.filter((name) => name.startsWith('prove')), []);
    }));

test(
    'only what takes long is told, and what is pressed meanwhile is counted',
    () => visit(async (page, server) => {
      let letGo;
      const held = new Promise((resolve) => letGo = resolve);
      await page.context().route('**/prover.wasm', async (route) => {
        await held;
        await route.continue();
      });
      const asked = page.waitForResponse((reply) => reply.status() === 429);
      await agree(page, point);
      await asked;
      assert.equal(await byId(page, `${point}.delivery`).count(), 0);
      await byId(page, `${point}.delivery`).filter({hasText: 'Mange svarer nå'}).waitFor();
      await byId(page, 'rammevilkar.disagree').click();
      letGo();
      await waitForTotals(
          server, ({points}) => points[point].agree === 1 && points.rammevilkar.disagree === 1);
      await counted(page, point);
      assert.equal(await byId(page, `${point}.delivery`).count(), 0);
      assert.equal((await totalsOf(server)).ballots, 1);
    }, always));

test(
    'where it cannot be computed the page says that the answer is not sent, and keeps it',
    () => visit(async (page, server) => {
      await page.context().route('**/prover.wasm', (route) => route.abort());
      await agree(page, point);
      await byId(page, `${point}.delivery`).filter({hasText: 'ikke sendt'}).waitFor();
      assert.equal((await totalsOf(server)).ballots, 0);
      await page.context().unroute('**/prover.wasm');
      await counted(page, point);
      assert.equal((await totalsOf(server)).ballots, 1);
    }, always));

for (const name of chosenEngines) {
  describe(name, () => {
    const engine = duringTests(() => startEngine(name));
    test(
        'an answer is counted after some work',
        () => withServer(async (server) => {
          const page = await engine.open(server.url + topic);
          await page.waitForApp();
          await page.click(`${point}.agree`);
          await page.waitForId(`${point}.consent.yes`);
          await page.click(`${point}.consent.yes`);
          await page.waitForText(`${point}.result`, /1\ssvar/);
          assert.equal((await totalsOf(server)).ballots, 1);
          await page.close();
        }, always));
  });
}
