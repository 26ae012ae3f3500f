// What a press costs on a topic of 2,000 points, as far as that can be counted rather than timed:
// tools/bench has the times.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId} from './browser.mjs';
import {hostileTopic, manyPoints, startHostile} from './hostile.mjs';
import {overlayAgainstPaint} from './paint.mjs';
import {agree} from './resident.mjs';
import {startServer} from './server.mjs';
import {seed} from './states.mjs';
import {duringTests, useChromium} from './visits.mjs';

const mutationsMax = 5;

const chromium = useChromium();
// Nothing is released while the test runs: a release that was held back is shown at the next press.
const server = duringTests(() => startHostile(manyPoints(2_000), {trial: false}));

const visit = (work) => chromium.visit(work, {server, path: hostileTopic});

// What a press itself changes in the document: not what the server's replies change later.
const mutationsOf = (page, id) => page.evaluate((wanted) => {
  const observer = new MutationObserver(() => {});
  observer.observe(
      document.querySelector('.page'),
      {subtree: true, childList: true, attributes: true, characterData: true});
  document.getElementById(wanted).click();
  const records = observer.takeRecords();
  observer.disconnect();
  return records.map(({type, target}) => `${type} of ${target.id || target.className}`);
}, id);

test(
    'an answer changes the document in few places, among 2,000 points',
    () => visit(async (page) => {
      await agree(page, 'point-1');
      await byId(page, 'point-1.result').waitFor();
      for (const id of ['point-900', 'point-1201']) {
        await byId(page, `${id}.agree`).scrollIntoViewIfNeeded();
        await page.waitForTimeout(300);
        for (const press of ['agree', 'disagree', 'disagree']) {
          const records = await mutationsOf(page, `${id}.${press}`);
          assert.ok(
              records.length <= mutationsMax,
              `${press} on ${id}: ${JSON.stringify(records, null, 1)}`);
          await page.waitForTimeout(100);
        }
      }
      assert.deepEqual(page.errors, []);
    }));

test(
    'lines far from the window are broken when they come near, and lie where they are painted',
    () => visit(async (page) => {
      const broken = () => page.evaluate(() => document.querySelectorAll('.page .line').length);
      assert.ok(await broken() < 1_000, 'taking over breaks no more lines than are near');
      await byId(page, 'point-1500').scrollIntoViewIfNeeded();
      await page.waitForFunction(
          () => document.getElementById('point-1500.text').querySelector('.line') !== null);
      assert.ok(await broken() < 2_000, 'and so does scrolling');
      const {off, lines} = await overlayAgainstPaint(page, 1);
      assert.deepEqual(off, []);
      assert.ok(lines > 5_000);
    }));

test('an answer to a suggestion leaves the rest of the page alone', async () => {
  const baerum = await startServer({trial: false});
  await seed(baerum, 20);
  await chromium
      .visit(
          async (page) => {
            await agree(page, 'rammevilkar');
            await byId(page, 'enig.topic.agree').click();
            // The suggestions have been seen; the browser leaves them out while they are far away.
            await byId(page, 'enig.follow.points').waitFor();
            const suggestions = () => page.evaluate(
                () => [...document.querySelectorAll('[id="enig.follow.points"] a')].map(
                    (link) => link.hash.slice(1)));
            for (let i = 0; i < 6; ++i) {
              const [id] = await suggestions();
              await page.evaluate((point) => {
                const button = document.getElementById(`${point}.agree`);
                button.scrollIntoView({block: 'center'});
                button.focus({preventScroll: true});
              }, id);
              await page.waitForTimeout(400);
              const changed = await page.evaluate(
                  (point) => new Promise((resolve) => {
                    let count = 0;
                    const observer = new MutationObserver((records) => {
                      count += records.length;
                    });
                    observer.observe(
                        document.querySelector('.page'), {subtree: true, childList: true});
                    document.getElementById(`${point}.agree`).click();
                    setTimeout(() => {
                      observer.disconnect();
                      resolve(count);
                    }, 400);
                  }),
                  id);
              assert.ok(changed < 40, `${changed} changes for ${id}`);
              assert.ok(!(await suggestions()).includes(id));
            }
            assert.deepEqual(page.errors, []);
          },
          {server: baerum})
      .finally(() => baerum.stop());
});

// Every choice comes from the seed.
const useAtRandom = (page, presses, seed) => page.evaluate(async ([count, first]) => {
  let state = first;
  const next = (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let i = 0; i < count; ++i) {
    const buttons = document.querySelectorAll('.choice button,.filters button,.tools button');
    const button = buttons[next(buttons.length)];
    if (!/copy/.test(button.id)) button.click();
    if (i % 20 > 0) continue;
    scrollTo(0, next(document.documentElement.scrollHeight));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}, [presses, seed]);

test('thousands of random presses leave no more memory behind than the first three', async () => {
  const small = await startHostile(manyPoints(100));
  await chromium
      .visit(
          async (page) => {
            const session = await page.context().newCDPSession(page);
            await session.send('Performance.enable');
            await byId(page, 'point-1.agree').click();
            await byId(page, 'point-1.consent.no').click();
            const sample = async () => {
              await page.evaluate(() => {
                document.getElementById('enig.filter.all').click();
                enig.lines();
              });
              for (let i = 0; i < 3; ++i) await session.send('HeapProfiler.collectGarbage');
              const {metrics} = await session.send('Performance.getMetrics');
              const of = (name) => metrics.find((metric) => metric.name === name).value;
              return {
                heapMb: of('JSHeapUsedSize') / 1e6,
                listeners: of('JSEventListeners'),
                programMb: await page.evaluate(() => enig.memoryBytes / 1e6),
              };
            };
            // What is kept for speed fills up first.
            await useAtRandom(page, 3_000, 7);
            const first = await sample();
            await useAtRandom(page, 4_000, 11);
            const last = await sample();
            const told = JSON.stringify({first, last});
            assert.ok(last.heapMb < first.heapMb + 1, `the script heap grows: ${told}`);
            assert.equal(last.programMb, first.programMb, `the program's memory grows: ${told}`);
            assert.equal(last.listeners, first.listeners, `listeners are left behind: ${told}`);
            assert.deepEqual((await overlayAgainstPaint(page, 1)).off, []);
            assert.deepEqual(page.errors, []);
          },
          {server: small, path: hostileTopic})
      .finally(() => small.stop());
});

test(
    'a filter that takes 2,000 points away hides them at once, and brings them back bit by bit',
    () => visit(async (page) => {
      await byId(page, 'point-3.agree').click();
      await byId(page, 'point-3.consent.no').click();
      const height = () => page.evaluate(() => document.documentElement.scrollHeight);
      const cards = (count) => page.waitForFunction(
          (wanted) => document.querySelectorAll('.card').length === wanted, count);
      const high = await height();
      const records = await mutationsOf(page, 'enig.filter.agreed');
      assert.ok(records.length < 500, `${records.length} changes to hide`);
      assert.ok(await height() < high / 10, 'what is filtered out takes room');
      await cards(1);
      const back = await mutationsOf(page, 'enig.filter.all');
      assert.ok(back.length < 500, `${back.length} changes to show`);
      assert.ok(Math.abs(await height() - high) < 2, 'the page is as high as it will be');
      await cards(1_600);
      assert.deepEqual((await overlayAgainstPaint(page, 1)).off, []);
      assert.deepEqual(page.errors, []);
    }));

test(
    'a filter that is pressed again before all is there shows what was pressed last',
    () => visit(async (page) => {
      await byId(page, 'point-3.agree').click();
      await byId(page, 'point-3.consent.no').click();
      await page.evaluate(() => {
        for (const id of ['agreed', 'all', 'unanswered', 'agreed', 'all', 'unanswered']) {
          document.getElementById(`enig.filter.${id}`).click();
        }
      });
      await page.waitForFunction(() => document.querySelectorAll('.card').length === 1_599);
      const ids =
          await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({id}) => id));
      assert.equal(new Set(ids).size, ids.length, 'an id is in the document twice');
      assert.ok(!ids.includes('point-3'));
      assert.deepEqual((await overlayAgainstPaint(page, 1)).off, []);
      assert.deepEqual(page.errors, []);
    }));

test(
    'a point that is gone to before all is there is there',
    () => visit(async (page) => {
      await byId(page, 'point-3.agree').click();
      await byId(page, 'point-3.consent.no').click();
      await byId(page, 'enig.filter.agreed').click();
      await page.evaluate(() => {
        document.getElementById('enig.filter.all').click();
        location.hash = '#point-1500';
      });
      await page.waitForFunction(() => {
        const box = document.getElementById('point-1500')?.getBoundingClientRect();
        return box && box.top >= -1 && box.top < innerHeight;
      });
    }));
