// A visit to the page: words that are looked for while they are typed, places that are gone to and
// left again, addresses that are copied.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId, waitForApp} from './browser.mjs';
import {agree, counted, focusedId, isPressed} from './resident.mjs';
import {startServer} from './server.mjs';
import {duringTests, hold, program, topic, useChromium} from './visits.mjs';

const chromium = useChromium();
const server = duringTests(startServer);

const visit = (work, options) => chromium.visit(work, {server, ...options});

const search = (page) => byId(page, 'enig.search');
const cards = (page) => page.locator('fieldset.card').count();
const isShown = (page, id) => byId(page, id).isVisible();

// Until the search has been done: the number of cards is no longer what it was.
async function untilFewer(page, before) {
  await page.waitForFunction(
      (count) => document.querySelectorAll('fieldset.card').length < count, before);
}

test(
    'what is typed is looked for while it is typed, and the field keeps the focus',
    () => visit(async (page) => {
      const all = await cards(page);
      await search(page).click();
      await page.keyboard.type('fornebu');
      await untilFewer(page, all);
      assert.equal(await focusedId(page), 'enig.search');
      assert.equal(await search(page).inputValue(), 'fornebu');
      assert.ok(await isShown(page, 'fornebubanen'));
      assert.equal(await byId(page, 'rammevilkar').count(), 0);
      assert.ok(await page.locator('mark').count() > 0);
      // Nothing runs on once it has been done.
      const timers = await page.evaluate(() => new Promise((resolve) => {
                                           let count = 0;
                                           const original = window.setTimeout;
                                           window.setTimeout = (...rest) => {
                                             ++count;
                                             return original(...rest);
                                           };
                                           original(() => resolve(count), 1_000);
                                         }));
      assert.equal(timers, 0);
    }));

test(
    'what the filter hides of a search is counted apart, and one press shows it',
    () => visit(async (page) => {
      await byId(page, 'sone-1.agree').click();
      await byId(page, 'enig.filter.agreed').click();
      await search(page).fill('fornebu');
      await search(page).press('Enter');
      await byId(page, 'enig.hits').filter({hasText: /^Filteret skjuler \d+ treff\.$/}).waitFor();
      assert.equal(await cards(page), 0);
      await byId(page, 'enig.show-hits').press('Enter');
      await byId(page, 'enig.hits').filter({hasText: /^\d+ treff$/}).waitFor();
      assert.ok(await cards(page) > 0);
      assert.equal(await search(page).inputValue(), 'fornebu');
      assert.equal(await focusedId(page), 'enig.show-all');
    }));

test(
    'a single letter is not looked for, and the page says so where hits are counted',
    () => visit(async (page) => {
      const all = await cards(page);
      await search(page).fill('f');
      await byId(page, 'enig.hits').filter({hasText: 'Skriv minst to bokstaver.'}).waitFor();
      assert.equal(await cards(page), all);
      await search(page).fill('fo');
      await byId(page, 'enig.hits').filter({hasText: 'treff'}).waitFor();
      await search(page).fill('');
      await byId(page, 'enig.hits').waitFor({state: 'detached'});
    }));

test(
    'words that cannot be painted show the document until they are gone again',
    () => visit(async (page) => {
      const isLive = () =>
          page.evaluate(() => document.documentElement.classList.contains('enig-live'));
      for (const words of ['مرحبا', '👩‍👧‍👦👩‍👧‍👦']) {
        await search(page).fill(words);
        await byId(page, 'enig.hits').waitFor();
        assert.equal(await isLive(), false, words);
        await search(page).fill('');
        await byId(page, 'enig.hits').waitFor({state: 'detached'});
        assert.ok(await isLive(), `after ${words}`);
      }
    }));

test(
    'whatever is looked for and filtered, the canvas stays the page\'s face',
    () => visit(async (page) => {
      const points = ['rammevilkar', 'naeringsplan', 'naeringsarealer', 'sone-1'];
      for (const point of points) await byId(page, `${point}.agree`).click();
      const words = ['fo', 'fornebu', 'næring', 'xyzzy', 'i', 'kommune plan', '', 'by'];
      for (const filter of ['all', 'agreed', 'unanswered', 'disagreed']) {
        await byId(page, `enig.filter.${filter}`).click();
        for (const word of words) {
          await search(page).fill(word);
          await search(page).press('Enter');
          const isLive = await page.evaluate(async () => {
            await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
            return document.documentElement.classList.contains('enig-live');
          });
          assert.ok(isLive, `${filter}, ${word}`);
        }
      }
    }));

test(
    'Enter and the button look at once and post nothing; Escape shows everything again',
    () => visit(async (page) => {
      const all = await cards(page);
      await search(page).fill('fornebu');
      await search(page).press('Enter');
      await untilFewer(page, all);
      await search(page).press('Escape');
      assert.equal(await search(page).inputValue(), '');
      assert.equal(await cards(page), all);
      await page.evaluate(() => {
        // A browser that tells of no input: the button looks all the same.
        document.getElementById('enig.search').value = 'fornebu';
      });
      await byId(page, 'enig.search.go').click();
      await untilFewer(page, all);
      assert.deepEqual(page.sent.filter(({method}) => method !== 'GET'), []);
      assert.deepEqual(page.errors, []);
    }));

test(
    'letters that are being put together are looked for when they are whole',
    () => visit(async (page) => {
      const all = await cards(page);
      const field = search(page);
      await field.focus();
      const send = (type, extra) => field.evaluate((element, [name, init]) => {
        const Kind = name === 'input' ? InputEvent : CompositionEvent;
        element.dispatchEvent(new Kind(name, {bubbles: true, ...init}));
      }, [type, extra]);
      await send('compositionstart', {});
      await field.evaluate((element) => {
        element.value = 'fornebu';
      });
      await send('input', {isComposing: true});
      await atRest(page);
      assert.equal(await cards(page), all);
      await send('compositionend', {data: 'fornebu'});
      await untilFewer(page, all);
    }));

test('words typed before the program ran are looked for when it runs', () => {
  let release;
  return visit(async (page) => {
    const all = await cards(page);
    await search(page).fill('fornebu');
    release();
    await waitForApp(page);
    await untilFewer(page, all);
    assert.equal(await search(page).inputValue(), 'fornebu');
  }, {
    ready: async () => {},
    async arrange(page) { release = await hold(page, program); },
  });
});

test(
    'the next unanswered point comes into view with the focus, and back leads back',
    () => visit(async (page) => {
      const before = await page.evaluate(() => scrollY);
      await byId(page, 'enig.next').click();
      await page.waitForFunction(() => location.hash !== '');
      const id = await focusedId(page);
      assert.equal(id, 'rammevilkar');
      assert.equal(await page.evaluate(() => location.hash), '#rammevilkar');
      await page.waitForFunction((name) => {
        const {top} = document.getElementById(name).getBoundingClientRect();
        return top >= -1 && top < innerHeight / 2;
      }, id);
      await page.keyboard.press('Tab');
      assert.match(await focusedId(page), /^rammevilkar\./);
      await page.goBack();
      assert.equal(await page.evaluate(() => location.hash), '');
      await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, before);
    }, {reducedMotion: 'reduce'}));

test(
    'a deep link to a point that the filter hides shows it again',
    () => visit(async (page) => {
      await byId(page, 'enig.filter.agreed').click();
      assert.equal(await byId(page, 'sone-1').count(), 0);
      await page.evaluate(() => location.assign('#sone-1'));
      await byId(page, 'sone-1').waitFor();
      assert.equal(await focusedId(page), 'sone-1');
      assert.ok(await isPressed(page, 'enig.filter.all'));
      const {y} = await byId(page, 'sone-1').boundingBox();
      assert.ok(y > -2 && y < 740, `${y}`);
    }, {reducedMotion: 'reduce'}));

test(
    'a deep link is in view when the program has taken over',
    () => visit(async (page) => {
      const {y} = await byId(page, 'sone-1').boundingBox();
      assert.ok(y > -2 && y < 300, `${y}`);
    }, {path: `${topic}#sone-1`}));

test(
    'a deep link stays in view when answers above it are put back',
    () => visit(async (page) => {
      const points =
          ['rammevilkar', 'naeringsplan', 'naeringsarealer', 'boligpolitikk', 'fagskole'];
      for (const point of points) await agree(page, point);
      await counted(page, 'fagskole');
      await page.goto('about:blank');
      await page.goto(`${server.url}${topic}#sone-1`);
      await waitForApp(page);
      assert.ok(await isPressed(page, 'fagskole.agree'));
      const {y} = await byId(page, 'sone-1').boundingBox();
      assert.ok(y > -2 && y < 300, `${y}`);
    }));

test(
    'an address of nothing changes nothing',
    () => visit(async (page) => {
      const all = await cards(page);
      for (const hash of ['#finnes-ikke', '#%', '#%00', '#enig.search', '#<b>']) {
        await page.evaluate((text) => location.assign(text), hash);
      }
      assert.equal(await cards(page), all);
      assert.deepEqual(page.errors, []);
    }));

const copying = {
  permissions: ['clipboard-read', 'clipboard-write']
};

test(
    'the link of a point is copied whole, and the page stays where it is',
    () => visit(async (page) => {
      const more = byId(page, 'sone-1.more');
      if (await more.count()) await more.click();
      const place = await page.evaluate(() => location.href);
      await byId(page, 'sone-1.copy').click();
      await byId(page, 'enig.status').filter({hasText: 'kopiert'}).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, `${server.url}${topic}#sone-1`);
      assert.equal(await page.evaluate(() => location.href), place);
    }, copying));

test(
    'without the clipboard of today the link is copied in the old way, and the focus stays',
    () => visit(async (page) => {
      await page.evaluate(() => {
        Object.defineProperty(navigator, 'clipboard', {value: undefined});
        window.copied = [];
        document.addEventListener(
            'copy',
            () => window.copied.push(String(getSelection() || document.activeElement.value)));
      });
      await byId(page, 'naeringsvennlig.copy').focus();
      await page.keyboard.press('Enter');
      await byId(page, 'enig.status').filter({hasText: 'kopiert'}).waitFor();
      assert.equal(await page.evaluate(() => window.copied.length), 1);
      assert.equal(await focusedId(page), 'naeringsvennlig.copy');
      assert.equal(await page.locator('textarea').count(), 0);
    }));

test(
    'where nothing can be copied, the page says so',
    () => visit(async (page) => {
      await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
        document.execCommand = () => false;
      });
      await byId(page, 'naeringsvennlig.copy').click();
      await byId(page, 'enig.status').filter({hasText: 'ikke kopiert'}).waitFor();
      assert.deepEqual(page.errors, []);
    }));
