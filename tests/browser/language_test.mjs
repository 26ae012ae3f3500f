// Another language is the same visit: answers, consent and ballot go along, but nothing does before
// consent.

import assert from 'node:assert/strict';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import {test} from 'node:test';

import {byId, waitForApp} from './browser.mjs';
import {agree, counted, isPressed} from './resident.mjs';
import {root, totalsOf, waitForTotals} from './server.mjs';
import {ballotIds, topic, useChromium} from './visits.mjs';

const chromium = useChromium();

// The requests for ballots and for pages, after the page that the visit has begun with.
const told = (page) =>
    page.sent.filter(({path: place, type}) => place.includes('/ballots/') || type === 'document')
        .slice(1)
        .map(({method, path: place, body}) => ({method, path: place, body}));

async function changeLanguage(page, language) {
  await byId(page, `enig.language.${language}`).click();
  await page.waitForSelector(`html[lang=${language}]`);
  await waitForApp(page);
}

test(
    'another language goes on with the answers, and one person stays one ballot',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await byId(page, 'enig.topic.disagree').click();

      // The topic's answer still waits to be sent.
      await changeLanguage(page, 'en');
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.ok(await isPressed(page, 'enig.topic.disagree'));
      assert.equal(await byId(page, 'naeringsplan.consent').count(), 0);
      await byId(page, 'rammevilkar.unsure').click();
      await counted(page, 'rammevilkar');

      await changeLanguage(page, 'nb');
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.ok(await isPressed(page, 'rammevilkar.unsure'));
      await byId(page, 'naeringsplan.undo').click();

      const totals = await waitForTotals(server, ({points}) => points.naeringsplan.agree === 0);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.rammevilkar.unsure, 1);
      assert.equal(totals.topic.disagree, 1);
      assert.equal(ballotIds(page).size, 1);
      assert.deepEqual(await page.context().cookies(), []);
      assert.deepEqual(page.errors, []);
    }));

test(
    'back and forward between two languages ask for nothing to be sent again, and keep the answers',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      await changeLanguage(page, 'en');
      const posts = () => page.sent.filter(({method}) => method === 'POST').length;
      assert.equal(posts(), 1);
      const comes = async (work, language) => {
        await work();
        await page.waitForSelector(`html[lang=${language}]`);
        await waitForApp(page);
        assert.ok(await isPressed(page, 'naeringsplan.agree'), language);
      };
      // A browser that is asked to post again asks the person first, or shows a page that says so.
      await comes(() => page.goBack(), 'nb');
      await comes(() => page.goForward(), 'en');
      await comes(() => page.reload(), 'en');
      assert.equal(posts(), 1);
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.deepEqual(page.errors, []);
    }));

test(
    'what waits is counted when the language is changed, even if nothing is pressed after it',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await changeLanguage(page, 'en');
      const totals = await waitForTotals(server, ({ballots}) => ballots > 0);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
    }));

for (const [name, choose] of Object.entries({
       'consent is unanswered': async () => {},
                                      'consent is declined':
                                          (page) => byId(page, 'naeringsplan.consent.no').click(),
     })) {
  test(`where ${name} no answer goes along`, () => chromium.visit(async (page, server) => {
    await byId(page, 'naeringsplan.agree').click();
    await choose(page);
    await changeLanguage(page, 'en');
    assert.deepEqual(told(page), [{method: 'GET', path: `/en/${topic}`, body: ''}]);
    assert.equal(await isPressed(page, 'naeringsplan.agree'), false);
    assert.equal((await totalsOf(server)).ballots, 0);
  }));
}

test(
    'consent goes along without answers, and without the id of what has been withdrawn',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      // Once it is gone: until then an answer is the same ballot, changed.
      const gone = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
      await byId(page, 'naeringsplan.undo').click();
      await gone;
      await page.waitForFunction(
          (name) => !JSON.parse(sessionStorage.getItem(name) ?? '{}').id,
          await page.evaluate(() => Object.keys(sessionStorage).find((key) => /^enig/.test(key))));
      await changeLanguage(page, 'en');
      const [post] = told(page).filter(({method}) => method === 'POST');
      assert.deepEqual([...new URLSearchParams(post.body).keys()], ['revision', 'consent']);
      await byId(page, 'rammevilkar.agree').click();
      await counted(page, 'rammevilkar');
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(ballotIds(page).size, 2, 'the two ballots could be told to be one person\'s');
    }));

test(
    'a link opened in another tab is a link, and carries nothing: that tab asks the first',
    () => chromium.visit(async (page, server) => {
      await agree(page, 'naeringsplan');
      await counted(page, 'naeringsplan');
      const opened = page.context().waitForEvent('page');
      await byId(page, 'enig.language.en').click({modifiers: ['ControlOrMeta']});
      const tab = await opened;
      await waitForApp(tab);
      assert.equal(await tab.locator('html').getAttribute('lang'), 'en');
      await tab.waitForSelector('[id="naeringsplan.agree"][aria-pressed=true]');
      assert.ok(await isPressed(page, 'naeringsplan.agree'), 'the first tab stays as it was');
      assert.deepEqual(told(page).filter(({method}) => method === 'POST'), []);
      assert.equal((await totalsOf(server)).ballots, 1);
    }));

test('in a copy without a server the language is a link', async () => {
  const site = path.join(root, 'build/site');
  const methods = [];
  const files = createServer(async (request, response) => {
    const {pathname} = new URL(request.url, 'http://localhost');
    if (pathname.endsWith('/')) methods.push(request.method);
    const file = path.join(site, pathname.endsWith('/') ? pathname + 'index.html' : pathname);
    const types = {html: 'text/html', js: 'text/javascript', css: 'text/css'};
    if (!await stat(file).catch(() => null)) return response.writeHead(404).end();
    const type = types[path.extname(file).slice(1)] ?? 'application/octet-stream';
    response.writeHead(200, {'content-type': type});
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${files.address().port}/`;
  await chromium.visit(async (page) => {
    await byId(page, 'naeringsplan.agree').click();
    assert.ok(await isPressed(page, 'naeringsplan.agree'));
    await changeLanguage(page, 'en');
    assert.deepEqual(methods, ['GET', 'GET']);
  }, {server: {url}});
  files.closeAllConnections();
  await new Promise((resolve) => files.close(resolve));
});
