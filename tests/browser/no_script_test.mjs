// The same page without JavaScript: read, consented to and answered through forms.

import assert from 'node:assert/strict';
import path from 'node:path';
import {test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';

import {byId} from './browser.mjs';
import {isPressed} from './resident.mjs';
import {startServer, totalsOf} from './server.mjs';
import {duringTests, pointsOf, topic, useChromium} from './visits.mjs';

const chromium = useChromium();
const server = duringTests(startServer);

const visit = (work, options) =>
    chromium.visit(work, {server, script: false, ready: async () => {}, ...options});

test(
    'forms answer, change and undo, and no answer is posted before consent',
    () => visit(async (page) => {
      const [point, second] = await pointsOf(server);
      const posted = () => page.sent.filter(({method}) => method === 'POST');

      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.yes`).waitFor();
      assert.equal(posted().length, 1);
      assert.doesNotMatch(
          posted()[0].body, /agree/, 'the stance may not leave the device before consent');
      await byId(page, `${point}.consent.yes`).click();
      await byId(page, `${point}.consent.again`).waitFor();
      assert.equal((await totalsOf(server)).ballots, 0);

      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.result`).filter({hasText: '1 svar'}).waitFor();
      assert.ok(await isPressed(page, `${point}.agree`));
      assert.equal((await totalsOf(server)).points[point].agree, 1);

      await byId(page, `${second}.unsure`).click();
      await byId(page, `${second}.result`).waitFor();
      await byId(page, `${point}.disagree`).click();
      await byId(page, `${point}.result`).filter({hasText: /100\s%\suenig/}).waitFor();
      let totals = await totalsOf(server);
      assert.equal(totals.ballots, 1, 'one person is one ballot');
      assert.deepEqual(totals.points[point], {agree: 0, disagree: 1, unsure: 0, important: 0});
      assert.equal(totals.points[second].unsure, 1);

      await byId(page, 'enig.topic.agree').click();
      await byId(page, 'enig.follow').getByText('Takk for din tilbakemelding!').waitFor();
      await byId(page, `${second}.undo`).click();
      await byId(page, `${second}.undo`).waitFor({state: 'detached'});
      totals = await totalsOf(server);
      assert.equal(totals.points[second].unsure, 0);
      assert.equal(totals.topic.agree, 1);
      assert.deepEqual(await page.context().cookies(), []);
    }));

test(
    'another language takes the answers along, and before consent posts nothing',
    () => visit(async (page) => {
      const [point] = await pointsOf(server);
      const posted = () => page.sent.filter(({method}) => method === 'POST').length;
      await byId(page, 'enig.language.en').click();
      await page.waitForSelector('html[lang=en]');
      await byId(page, 'enig.language.nb').click();
      await page.waitForSelector('html[lang=nb]');
      assert.equal(posted(), 0);
      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.yes`).click();
      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.result`).waitFor();
      const {ballots} = await totalsOf(server);
      await byId(page, 'enig.language.en').click();
      await page.waitForSelector('html[lang=en]');
      assert.ok(await isPressed(page, `${point}.agree`));
      await byId(page, `${point}.disagree`).click();
      await byId(page, `${point}.result`).filter({hasText: 'disagree'}).waitFor();
      assert.equal((await totalsOf(server)).ballots, ballots, 'one person stays one ballot');
    }));

test(
    'declining stores nothing, promises nothing that the page cannot do, and is asked about once',
    () => visit(async (page) => {
      const before = await totalsOf(server);
      const [, second, third] = await pointsOf(server);
      await byId(page, `${third}.agree`).click();
      await byId(page, `${third}.consent.no`).click();
      await byId(page, `${third}.consent`).getByText('Ingenting er sendt eller talt').waitFor();
      await byId(page, `${second}.agree`).click();
      await byId(page, `${second}.consent`).getByText('Ingenting er sendt').waitFor();
      assert.equal(await byId(page, `${second}.consent.no`).count(), 0, 'not asked again');
      assert.deepEqual(await page.context().cookies(), []);
      assert.deepEqual(await totalsOf(server), before);
    }));

test(
    'the form works in English too',
    () => visit(async (page) => {
      const [, , , fourth] = await pointsOf(server);
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      await byId(page, `${fourth}.agree`).click();
      await byId(page, `${fourth}.consent.yes`).click();
      await byId(page, `${fourth}.agree`).click();
      await byId(page, `${fourth}.result`).filter({hasText: '100% agree'}).waitFor();
    }, {path: `en/${topic}`}));

test(
    'next leads to the first point without an answer, in the address too',
    () => visit(async (page) => {
      const [first, second] = await pointsOf(server);
      await byId(page, 'enig.next').click();
      await page.waitForURL(`**/${topic}#${first}`);
      assert.ok(await byId(page, first).evaluate((card) => {
        const {top} = card.getBoundingClientRect();
        return top >= 0 && top < innerHeight;
      }));
      await byId(page, `${first}.agree`).click();
      await byId(page, `${first}.consent.yes`).click();
      await byId(page, `${first}.agree`).click();
      await byId(page, 'enig.next').click();
      await page.waitForURL(`**/${topic}#${second}`);
    }));

test('a copy without a server shows no button that would do nothing', async () => {
  const copy = fileURLToPath(new URL('../../build/site/', import.meta.url));
  const url = pathToFileURL(path.join(copy, topic, 'index.html')).href;
  await chromium.withPage(url, async (page) => {
    await byId(page, 'enig.title').waitFor();
    assert.equal(await page.locator('button:visible').count(), 0);
    assert.equal(await page.locator('#enig\\.search:visible').count(), 0);
    assert.ok(await page.locator('a:visible').count() > 10, 'links work without a server');
  }, {script: false, ready: async () => {}});
});
