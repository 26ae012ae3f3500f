// The keyboard alone: Tab goes through everything in the order in which it is read, what has the
// focus can be seen, and no press loses it.

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {laptop, phone} from './browser.mjs';
import {chosenEngines, startEngine} from './engines.mjs';
import {focusInk, walk} from './focus.mjs';
import {startServer} from './server.mjs';
import {answer} from './states.mjs';
import {duringTests} from './visits.mjs';

// A short topic, with every kind of control that there is.
const topic = 'example/library/';
const point = 'evenings';
const inkLeast = 1;  // px of line around the element

for (const name of chosenEngines) {
  describe(`${name}, by keyboard`, () => {
    const engine = duringTests(() => startEngine(name));
    const server = duringTests(startServer);

    async function openTopic(options) {
      const page = await engine.open(server.url + topic, options);
      await page.waitForApp();
      return page;
    }

    // Answers with every kind of thing unfolded.
    async function openEverything(options) {
      const page = await openTopic(options);
      await answer(page, point, 'agree');
      await page.waitForId(`${point}.bar`);
      await page.click('enig.topic.agree');
      await page.waitForId('enig.follow');
      for (const [id, opened] of [
               [`${point}.more`, `${point}.important`], ['enig.mine.toggle', 'enig.mine.list']]) {
        if (!(await page.has(id)) || await page.has(opened)) continue;
        await page.click(id);
        await page.waitForId(opened);
      }
      return page;
    }

    for (const viewport of name === 'chromium' ? [phone, laptop] : [phone]) {
      const width = `${viewport.width} px`;
      test(`Tab stops at everything in its order, and each can be seen: ${width}`, async () => {
        const page = await openEverything({viewport, reducedMotion: 'reduce'});
        const faint = [];
        const stops = await walk(page, {
          async look(stop) {
            const {pixels, perimeter} = await focusInk(page);
            if (pixels < inkLeast * perimeter) {
              faint.push(`${stop.id}: ${pixels.toFixed(0)} px of ${perimeter.toFixed(0)}`);
            }
          },
        });
        assert.deepEqual(faint, [], 'what has the focus cannot be seen');
        const pressable = await page.evaluate(() => {
          const all = [...document.querySelectorAll('a[href], button, summary, input')];
          return all.filter((one) => one.checkVisibility() && one.type !== 'hidden')
              .map((one) => one.id);
        });
        const missed = pressable.filter((id) => !stops.some((stop) => stop.id === id));
        assert.deepEqual(missed, [], 'Tab never comes there');
        const hidden = stops.filter(({isVisible}) => !isVisible).map(({id}) => id);
        assert.deepEqual(hidden, [], 'outside of the window, or under something');
        const backwards = stops.slice(1).filter((stop, i) => stop.order < stops[i].order);
        assert.deepEqual(backwards.map(({id}) => id), [], 'against the order of the document');
        if (viewport === phone) {
          const upwards = stops.slice(1).filter((stop, i) => stop.bottom <= stops[i].top);
          assert.deepEqual(upwards.map(({id}) => id), [], 'against the order of reading');
        }
        await page.close();
      });
    }

    test(
        'beside the text, the outline of what has the focus in the contents is whole', async () => {
          const page = await openTopic({viewport: laptop});
          const cut = await page.evaluate(() => {
            const outline = 5;  // px, with its offset
            const room = document.getElementById('enig.contents').getBoundingClientRect();
            return [...document.querySelectorAll('.contents a, .contents summary')]
                .filter((one) => {
                  const {left, right} = one.getBoundingClientRect();
                  return left - outline < room.left || right + outline > room.right;
                })
                .map(({id}) => id);
          });
          assert.deepEqual(cut, []);
          await page.close();
        });

    test('Escape leads out of what asks back, to where it was asked from', async () => {
      const page = await openTopic({viewport: phone});
      const press = async (id, opened) => {
        await page.evaluate((wanted) => document.getElementById(wanted).focus(), id);
        await page.press('Enter');
        await page.waitForId(opened);
      };
      const escapeFrom = async (id, home) => {
        await page.evaluate((wanted) => document.getElementById(wanted).focus(), id);
        await page.press('Escape');
        await page.waitForNoId(id);
        assert.equal(await page.focused(), home);
      };
      // The tools of a card that is not answered.
      await press(`${point}.more`, `${point}.important`);
      await escapeFrom(`${point}.important`, `${point}.more`);
      // The question for consent goes with the answer that it is about; it is not declined.
      await press(`${point}.agree`, `${point}.consent.yes`);
      await escapeFrom(`${point}.consent.yes`, `${point}.agree`);
      assert.equal(await page.attribute(`${point}.agree`, 'aria-pressed'), 'false');
      await press(`${point}.agree`, `${point}.consent.yes`);
      await page.evaluate((id) => document.getElementById(id).focus(), `${point}.consent.yes`);
      await page.press('Enter');
      await page.waitForId(`${point}.bar`);
      await press('enig.mine.toggle', 'enig.mine.share');
      await press('enig.mine.share', 'enig.mine.share.save');
      await escapeFrom('enig.mine.share.save', 'enig.mine.share');
      assert.ok(await page.has('enig.mine.list'), 'the summary is still there');
      await press('enig.mine.delete', 'enig.mine.delete.yes');
      await escapeFrom('enig.mine.delete.yes', 'enig.mine.delete');
      assert.equal(await page.attribute(`${point}.agree`, 'aria-pressed'), 'true');
      assert.deepEqual(await page.errors(), []);
      await page.close();
    });

    test('Enter on anything never loses the focus', async () => {
      const page = await openEverything({viewport: phone});
      const ids = await page.evaluate(
          () => [...document.querySelectorAll('.page button, summary')]
                    .filter((one) => one.checkVisibility())
                    .map(({id}) => id));
      assert.ok(ids.length > 20, `only ${ids.length} buttons`);
      const lost = [];
      for (const id of ids) {
        // An earlier press may have taken it away.
        if (!(await page.has(id))) continue;
        await page.evaluate((wanted) => document.getElementById(wanted).focus(), id);
        await page.press('Enter');
        await page.evaluate(() => new Promise((resolve) => {
                              requestAnimationFrame(() => requestAnimationFrame(resolve));
                            }));
        if ((await page.focused()) === 'body') lost.push(id);
      }
      assert.deepEqual(lost, []);
      assert.deepEqual(await page.errors(), []);
      await page.close();
    });
  });
}
