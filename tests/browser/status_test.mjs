// The line that a screen reader speaks: once for each thing that has happened, in words, and silent
// where nothing has.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {atRest, byId} from './browser.mjs';
import {agree, counted} from './resident.mjs';
import {policy, useChromium} from './visits.mjs';

const chromium = useChromium();

// Longer than anything follows a press by itself: the ballot's moment, and the reply to it.
const quietMs = 1_200;

// A visit on which everything is noted that the status line says. A screen reader speaks at each
// change of its words.
const visit = (work, options) => chromium.visit(async (page, server) => {
  await page.evaluate(() => {
    window.spoken = [];
    const status = document.getElementById('enig.status');
    new MutationObserver(() => {
      if (status.isConnected && status.textContent !== '') window.spoken.push(status.textContent);
    }).observe(status, {childList: true, characterData: true, subtree: true});
  });
  await work(page, server);
  assert.equal(await page.evaluate(() => document.querySelectorAll('[role=status]').length), 1);
  assert.deepEqual(page.errors.filter((error) => !/^Failed to load/.test(error)), []);
}, {permissions: ['clipboard-read', 'clipboard-write'], ...options});

// What is spoken from `act` until nothing more comes.
async function spokenAfter(page, act) {
  await page.evaluate(() => {
    window.spoken = [];
  });
  await act();
  await page.waitForFunction(() => window.spoken.length > 0, undefined, {timeout: 5_000})
      .catch(() => undefined);
  await page.waitForTimeout(quietMs);
  return page.evaluate(() => window.spoken.map((text) => text.trim()));
}

async function otherVotes(server, point, stance) {
  const {revision} = await (await fetch(`${server.url}api/v1/policies/${policy}`)).json();
  const reply = await fetch(`${server.url}api/v1/ballots/${'5a'.repeat(16)}`, {
    method: 'PUT',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({policy, revision, consent: true, answers: {[point]: stance}}),
  });
  assert.equal(reply.status, 204);
}

const press = (page, id) => byId(page, id).click();

test(
    'each thing that happens is spoken once',
    () => visit(async (page, server) => {
      // It is a press, and then a ballot.
      const marked = [/viktig/, /Svaret ditt er lagret/];
      const events = [
        ['counted', () => agree(page, 'naeringsplan'), [/Svaret ditt er lagret/]],
        ['again', () => press(page, 'rammevilkar.disagree'), [/Svaret ditt er lagret/]],
        ['important', () => press(page, 'naeringsplan.important'), marked],
        ['not important', () => press(page, 'naeringsplan.important'), marked],
        ['copied', () => press(page, 'naeringsvennlig.copy'), [/kopiert/]],
        ['copied again', () => press(page, 'naeringsvennlig.copy'), [/kopiert/]],
        ['searched', () => byId(page, 'enig.search').fill('fornebu'), [/treff/]],
        ['found nothing', () => byId(page, 'enig.search').fill('zzzz'), [/./]],
        ['remembered', () => press(page, 'enig.mine.remember'), [/./]],
        ['forgotten', () => press(page, 'enig.mine.remember'), [/./]],
        [
          'others have answered', () => otherVotes(server, 'naeringsplan', 'disagree'),
          [/oppdatert/]
        ],
        [
          'deleted',
          async () => {
            await press(page, 'enig.mine.delete');
            await press(page, 'enig.mine.delete.yes');
          },
          [/slettet/]
        ],
      ];
      const wrong = [];
      for (const [what, act, words] of events) {
        if (what === 'remembered') {
          await byId(page, 'enig.search').fill('');
          await press(page, 'enig.mine.toggle');
          await page.waitForTimeout(quietMs);
        }
        const spoken = await spokenAfter(page, act);
        const isRight =
            spoken.length === words.length && words.every((one, i) => one.test(spoken[i]));
        if (!isRight) wrong.push([what, ...spoken]);
      }
      assert.deepEqual(wrong, []);
    }));

test(
    'an answer that cannot be sent is told of once, and once that it has been',
    () => visit(async (page) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await page.context().setOffline(true);
      const away = await spokenAfter(page, () => press(page, 'rammevilkar.agree'));
      assert.equal(away.length, 1, JSON.stringify(away));
      assert.match(away[0], /når du er på nett/);
      const back = await spokenAfter(page, () => page.context().setOffline(false));
      assert.equal(back.length, 1, JSON.stringify(back));
      assert.match(back[0], /Svaret ditt er lagret/);
    }));

test(
    'nothing is spoken where a press says it all by itself',
    () => visit(async (page) => {
      const ids = [
        'naeringsplan.agree', 'naeringsplan.consent.no', 'rammevilkar.agree', 'enig.mine.toggle',
        'enig.mine.share'
      ];
      for (const id of ids) await press(page, id);
      await atRest(page);
      assert.deepEqual(await page.evaluate(() => window.spoken), []);
    }));
