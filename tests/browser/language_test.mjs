// Another language is the same visit: answers, consent and ballot go along, but nothing does before
// consent.

import assert from 'node:assert/strict';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage, waitForApp} from './browser.mjs';
import {root, startServer, totalsOf} from './server.mjs';

const topic = 'baerum/naering/';

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
});

// Each test has a server of its own, so that counts are its own. `seen` are the requests for pages
// and ballots.
async function withPage(work) {
  const server = await startServer();
  const page = await openPage(browser, server.url + topic);
  await waitForApp(page);
  const seen = [];
  page.context().on('request', (request) => {
    const isBallot = request.url().includes('/ballots/');
    if (!isBallot && request.resourceType() !== 'document') return;
    const {pathname} = new URL(request.url());
    seen.push({method: request.method(), path: pathname, body: request.postData() ?? ''});
  });
  try {
    await work(page, server, seen);
  } finally {
    await page.context().close();
    await server.stop();
  }
}

async function agreeAndConsent(page, point) {
  await byId(page, `${point}.agree`).click();
  await byId(page, `${point}.consent.yes`).click();
}

async function changeLanguage(page, language) {
  await byId(page, `enig.language.${language}`).click();
  await page.waitForSelector(`html[lang=${language}]`);
  await waitForApp(page);
}

const isPressed = async (page, id) =>
    (await byId(page, id).getAttribute('aria-pressed')) === 'true';

const idsOf = (seen) =>
    new Set(seen.flatMap((request) => request.path.match(/ballots\/([0-9a-f]{32})/)?.[1] ?? []));

test(
    'another language goes on with the answers, and one person stays one ballot',
    () => withPage(async (page, server, seen) => {
      await agreeAndConsent(page, 'naeringsplan');
      await byId(page, 'naeringsplan.majority').waitFor();
      await byId(page, 'enig.topic.disagree').click();

      // The topic's answer still waits to be sent.
      await changeLanguage(page, 'en');
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.ok(await isPressed(page, 'enig.topic.disagree'));
      assert.equal(await byId(page, 'naeringsplan.consent').count(), 0);
      await byId(page, 'rammevilkar.unsure').click();
      await byId(page, 'rammevilkar.majority').waitFor();

      await changeLanguage(page, 'nb');
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      assert.ok(await isPressed(page, 'rammevilkar.unsure'));
      await byId(page, 'naeringsplan.undo').click();
      await page.waitForResponse((reply) => reply.url().endsWith('/totals'));

      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 0);
      assert.equal(totals.points.rammevilkar.unsure, 1);
      assert.equal(totals.topic.disagree, 1);
      assert.equal(idsOf(seen).size, 1);
      assert.deepEqual(await page.context().cookies(), []);
      assert.deepEqual(page.errors, []);
    }));

test(
    'what waits is counted when the language is changed, even if nothing is pressed after it',
    () => withPage(async (page, server) => {
      await agreeAndConsent(page, 'naeringsplan');
      await changeLanguage(page, 'en');
      for (let tries = 0; tries < 50 && (await totalsOf(server)).ballots === 0; ++tries) {
        await page.waitForTimeout(100);
      }
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points.naeringsplan.agree, 1);
    }));

for (const [name, choose] of Object.entries({
       'consent is unanswered': async () => {},
                                      'consent is declined':
                                          (page) => byId(page, 'naeringsplan.consent.no').click(),
     })) {
  test(
      `where ${name} no answer goes along`,
      () => withPage(async (page, server, seen) => {
        await byId(page, 'naeringsplan.agree').click();
        await choose(page);
        await changeLanguage(page, 'en');
        assert.deepEqual(seen, [{method: 'GET', path: `/en/${topic}`, body: ''}]);
        assert.equal(await isPressed(page, 'naeringsplan.agree'), false);
        assert.equal((await totalsOf(server)).ballots, 0);
      }));
}

test(
    'consent goes along without answers, and without the id of what has been withdrawn',
    () => withPage(async (page, server, seen) => {
      await agreeAndConsent(page, 'naeringsplan');
      await byId(page, 'naeringsplan.majority').waitFor();
      await byId(page, 'naeringsplan.undo').click();
      await changeLanguage(page, 'en');
      const [post] = seen.filter(({method}) => method === 'POST');
      assert.deepEqual([...new URLSearchParams(post.body).keys()], ['revision', 'consent']);
      await byId(page, 'rammevilkar.agree').click();
      await byId(page, 'rammevilkar.majority').waitFor();
      assert.equal((await totalsOf(server)).ballots, 1);
      assert.equal(idsOf(seen).size, 2, 'the two ballots could be told to be one person\'s');
    }));

test(
    'a link opened in another tab is a link, and carries nothing: that tab asks the first',
    () => withPage(async (page, server, seen) => {
      await agreeAndConsent(page, 'naeringsplan');
      await byId(page, 'naeringsplan.majority').waitFor();
      const opened = page.context().waitForEvent('page');
      await byId(page, 'enig.language.en').click({modifiers: ['ControlOrMeta']});
      const tab = await opened;
      await waitForApp(tab);
      assert.equal(await tab.locator('html').getAttribute('lang'), 'en');
      await tab.waitForSelector('[id="naeringsplan.agree"][aria-pressed=true]');
      assert.ok(await isPressed(page, 'naeringsplan.agree'), 'the first tab stays as it was');
      assert.deepEqual(seen.filter(({method}) => method === 'POST'), []);
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
  const page = await openPage(browser, `http://127.0.0.1:${files.address().port}/${topic}`);
  await waitForApp(page);
  await byId(page, 'naeringsplan.agree').click();
  assert.ok(await isPressed(page, 'naeringsplan.agree'));
  await changeLanguage(page, 'en');
  assert.deepEqual(methods, ['GET', 'GET']);
  await page.context().close();
  files.closeAllConnections();
  await new Promise((resolve) => files.close(resolve));
});
