// What is kept, where and when: nothing before consent, the tab alone after it, the device only
// when that is asked for. What deleting leaves: deletion_test.mjs.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId, waitForApp} from './browser.mjs';
import {keptBy, keptName, nothingKept} from './resident.mjs';
import {agree, counted, isPressed, remember, untilPressed} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {ballotIds, hold, policy, program, topic, useChromium} from './visits.mjs';

const chromium = useChromium();

for (const [name, choose] of Object.entries({
       'consent is unanswered': async () => {},
                                      'consent is declined':
                                          (page) => byId(page, 'naeringsplan.consent.no').click(),
     })) {
  test(
      `where ${name} no answer leaves the page, and nothing is kept`,
      () => chromium.visit(async (page, server) => {
        page.sent.length = 0;
        await byId(page, 'naeringsplan.agree').click();
        await choose(page);
        await byId(page, 'rammevilkar.disagree').click();
        await byId(page, 'enig.topic.agree').click();
        await page.evaluate(() => dispatchEvent(new Event('pagehide')));
        await atRest(page);
        assert.deepEqual(page.sent, []);
        assert.deepEqual(await keptBy(page), nothingKept);
      }));
}

test(
    'after consent the tab alone knows the answers, and a reload goes on with the same ballot',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const kept = await keptBy(page);
      assert.deepEqual(kept.local, {});
      assert.deepEqual(kept.cookies, []);
      assert.deepEqual(kept.databases, []);
      assert.deepEqual(Object.keys(kept.session), [await keptName(page)]);

      await page.reload();
      await waitForApp(page);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.equal(await byId(page, 'naeringsplan.consent').count(), 0);
      await agree(page, 'rammevilkar');
      await counted(page, 'rammevilkar');
      assert.equal(ballotIds(page).size, 1);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
      assert.equal(totals.points.rammevilkar.agree, 1);
      assert.deepEqual(page.errors, []);
    }));

test(
    'going to another topic and coming back by a link is the same visit',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await page.goto(server.url);
      await page.goto(server.url + topic);
      await waitForApp(page);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      await byId(page, 'naeringsplan.disagree').click();
      const totals = await waitForTotals(server, ({points}) => points.naeringsplan.disagree === 1);
      assert.equal(totals.ballots, 1);
      assert.equal(ballotIds(page).size, 1);
    }));

test(
    'without session storage the history entry remembers, over a reload and over a step to a place',
    () => chromium.visit(async (page, server) => {
      const deny = () => Object.defineProperty(window, 'sessionStorage', {
        get() { throw new DOMException('denied', 'SecurityError'); },
      });
      await page.addInitScript(deny);
      await page.reload();
      await waitForApp(page);
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await page.evaluate(() => location.assign('#jobbreiser'));
      await agree(page, 'sone-1');
      await counted(page, 'sone-1');
      await page.goBack();
      await page.reload();
      await waitForApp(page);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.ok(await isPressed(page, 'sone-1.agree'));
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(ballotIds(page).size, 1);
    }));

test(
    'what is remembered on the device is there in a new tab, and until then is not',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      assert.deepEqual((await keptBy(page)).local, {});
      await remember(page);
      assert.deepEqual(Object.keys((await keptBy(page)).local), [await keptName(page)]);
      const context = page.context();
      await page.close();
      const second = await context.newPage();
      await second.goto(server.url + topic);
      await waitForApp(second);
      assert.ok(await isPressed(second, 'naeringsplan.agree'));
      await agree(second, 'rammevilkar');
      await counted(second, 'rammevilkar');
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(ballotIds(page).size, 1);

      // Switched off: the device forgets, the tab goes on.
      await byId(second, 'enig.mine.remember').click();
      await second.waitForFunction(() => localStorage.length === 0);
      assert.ok(await isPressed(second, 'naeringsplan.agree'));
    }));

test(
    'answers kept to words that have changed are withdrawn, not counted for the new, and told of',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const id = [...ballotIds(page)][0];
      await page.addInitScript((name) => {
        // What the page wrote as it was left is what lies there from an older day.
        const text = sessionStorage.getItem(name);
        if (!text || sessionStorage.getItem('done')) return;
        const [revision] = name.match(/[0-9a-f]{16}$/);
        const old = '0123456789abcdef';
        sessionStorage.removeItem(name);
        sessionStorage.setItem(name.replace(revision, old), text.replace(revision, old));
        sessionStorage.setItem('done', 'yes');
      }, await keptName(page));
      page.sent.length = 0;
      const withdrawn = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
      await page.reload();
      await waitForApp(page);
      assert.equal((await withdrawn).status(), 204);
      assert.equal(await isPressed(page, 'naeringsplan.agree'), false);
      await byId(page, 'enig.outdated').waitFor();
      assert.equal((await totalsOf(server)).ballots, 0);
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(await byId(page, 'enig.outdated').count(), 0);
      // The new words have a ballot of their own.
      assert.ok(!page.sent.some(({method, path}) => method === 'PUT' && path.includes(id)));
      const {session} = await keptBy(page);
      assert.deepEqual(Object.keys(session).sort(), ['done', await keptName(page)].sort());
    }));

test(
    'where the browser keeps nothing, the page says so and works all the same',
    () => chromium.visit(async (page, server) => {
      await page.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      });
      await page.reload();
      await waitForApp(page);
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await byId(page, 'enig.mine.toggle').click();
      await byId(page, 'enig.mine.remember').click();
      await byId(page, 'enig.mine.remember.how').filter({hasText: 'ikke lagre'}).waitFor();
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.deepEqual(page.errors, []);
    }));

test(
    'where storage is denied altogether, everything else works',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      assert.equal(await byId(page, 'enig.mine.remember').count(), 0);
      await page.reload();
      await waitForApp(page);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.deepEqual(page.errors, []);
    }, {
      prepare: () => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
          Object.defineProperty(window, name, {
            get() { throw new DOMException('denied', 'SecurityError'); },
          });
        }
      },
    }));

test(
    'what is kept is not trusted: nonsense is as if it were not there',
    () => chromium.visit(async (page, server) => {
      const nonsense = [
        '',
        '{',
        'null',
        '[]',
        '{"format":"enig.kept/1"}',
        '"',
        '\ud800',
        '{"a":'.repeat(5_000),
        'x'.repeat(1_000_000),
      ];
      for (const text of nonsense) {
        await page.evaluate(([name, value]) => {
          localStorage.setItem(name, value);
          sessionStorage.setItem(name, value);
        }, [await keptName(page), text]);
        await page.reload();
        await waitForApp(page);
        assert.equal(await page.locator('[aria-pressed=true][id$=".agree"]').count(), 0);
      }
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.deepEqual(page.errors, []);
    }));

test(
    'another language goes on with what is remembered, and remembers on',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await remember(page);
      await byId(page, 'rammevilkar.disagree').click();
      await byId(page, 'enig.language.en').click();
      await page.waitForSelector('html[lang=en]');
      await waitForApp(page);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.ok(await isPressed(page, 'rammevilkar.disagree'));
      assert.ok(await isPressed(page, 'enig.mine.remember'));
      await byId(page, 'naeringsarealer.agree').click();
      await counted(page, 'naeringsarealer');
      const {answers} = await page.evaluate(
          (name) => JSON.parse(localStorage.getItem(name)), await keptName(page));
      assert.deepEqual(
          answers, {naeringsarealer: 'agree', naeringsplan: 'agree', rammevilkar: 'disagree'});
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(ballotIds(page).size, 1);
    }));

test(
    'an answer pressed before the program ran, that it remembers anyway, is not taken back',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const release = await hold(page, program);
      await page.reload({waitUntil: 'domcontentloaded'});
      await byId(page, 'naeringsplan.agree').click();
      await byId(page, 'rammevilkar.disagree').click();
      release();
      await waitForApp(page);
      await untilPressed(page, 'rammevilkar.disagree');
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      await counted(page, 'rammevilkar');
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
    }, {serviceWorkers: 'block'}));
