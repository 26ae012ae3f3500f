// A visit without network: the page that was kept, answers that wait, and nothing kept that was
// not asked for. The worker is driven as the program drives it, through web/offline.js.

import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage, waitForApp} from './browser.mjs';
import {root, startServer, waitForTotals} from './server.mjs';

const topicPage = 'baerum/naering/';

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

// What the program does after consent (app::KeepPage), and resolved when the page is kept.
async function keep(page) {
  await page.evaluate(async () => {
    const loader = document.querySelector('script[src$="loader.js"]').src;
    const {keep} = await import(new URL('offline.js', loader));
    const site = new URL('../../', loader);
    await keep(site);
    for (;;) {
      const names = await caches.keys();
      const name = names.find((one) => one.startsWith('enig pages '));
      if (name && (await (await caches.open(name)).keys()).length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

const forget = (page) => page.evaluate(async () => {
  const loader = document.querySelector('script[src$="loader.js"]').src;
  const {forget} = await import(new URL('offline.js', loader));
  await forget(new URL('../../', loader));
});

const kept = (page) => page.evaluate(async () => {
  const urls = [];
  for (const name of await caches.keys()) {
    for (const {url} of await (await caches.open(name)).keys()) {
      urls.push(new URL(url).pathname.replace(/[0-9a-f]{16}/, 'digest'));
    }
  }
  return urls.sort();
});

async function withServer(work) {
  const server = await startServer();
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

test(
    'a page that is kept opens without network, with its program, and nothing more is kept',
    () => withServer(async (server) => {
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      assert.deepEqual(await kept(page), [], 'before consent nothing is written');
      await keep(page);
      assert.deepEqual(await kept(page), [
        '/baerum/naering/',
        '/program/digest/enig.js',
        '/program/digest/enig.wasm',
        '/program/digest/icon.svg',
        '/program/digest/loader.js',
        '/program/digest/offline.js',
        '/program/digest/style.css',
        '/theme.digest.css',
      ]);
      await page.context().setOffline(true);
      await page.reload();
      await waitForApp(page);
      await byId(page, 'enig.topic.agree').waitFor();
      await page.context().setOffline(false);
      // Not the API, not another's address, not a form's reply.
      await page.evaluate(() => fetch('/api/v1/policies/baerum-naering/totals'));
      await page.evaluate(() => fetch('', {method: 'POST', body: new URLSearchParams('press=')}));
      await page.goto(`${server.url}${topicPage}?q=1`);
      await page.goto(`${server.url}nowhere/`).catch(() => undefined);
      assert.equal((await kept(page)).length, 8);
      // Another page of the site is kept when it is visited, and shares the program.
      await page.goto(`${server.url}en/${topicPage}`);
      await waitForApp(page);
      await page.waitForFunction(async () => {
        const name = (await caches.keys()).find((one) => one.startsWith('enig pages '));
        return (await (await caches.open(name)).keys()).length === 2;
      });
      assert.equal((await kept(page)).length, 9);
      await page.context().close();
    }));

test(
    'what is forgotten is gone, and so is the worker',
    () => withServer(async (server) => {
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      await keep(page);
      await forget(page);
      assert.deepEqual(await kept(page), []);
      await page.reload();
      await waitForApp(page);
      assert.deepEqual(await kept(page), []);
      const workers = await page.evaluate(
          async () => (await navigator.serviceWorker.getRegistrations()).length);
      assert.equal(workers, 0);
      await page.context().close();
    }));

test(
    'a server that is down, slow or says 500 is as good as no network',
    () => withServer(async (server) => {
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      await keep(page);
      const answers = [
        (route) => route.fulfill({status: 500, contentType: 'text/html', body: '<h1>500</h1>'}),
        (route) => route.abort('connectionrefused'),
        () => undefined,  // never
      ];
      for (const answer of answers) {
        await page.context().route(`**/${topicPage}`, answer);
        await page.goto(server.url + topicPage);
        await waitForApp(page);
        assert.equal(await page.locator('h1').first().textContent() === '500', false);
        await page.context().unroute(`**/${topicPage}`);
      }
      await page.context().close();
    }));

test(
    'a copy as files in a folder of another site is kept too, and its neighbours are not',
    async () => {
      const types = {
        '.html': 'text/html',
        '.js': 'text/javascript',
        '.css': 'text/css',
        '.wasm': 'application/wasm',
        '.svg': 'image/svg+xml'
      };
      const files = createServer(async (request, reply) => {
        let place = request.url.split('?')[0];
        if (place.endsWith('/')) place += 'index.html';
        const type = types[path.extname(place)];
        const body = place.startsWith('/party/enig/') &&
            await readFile(path.join(root, 'build/site', place.slice('/party/enig/'.length)))
                .catch(() => undefined);
        reply.writeHead(body ? 200 : 404, {'content-type': type ?? 'text/html'});
        reply.end(body || '<h1>of the party</h1>');
      });
      await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${files.address().port}/party/`;
      try {
        const page = await openPage(browser, `${url}enig/${topicPage}`);
        await waitForApp(page);
        await keep(page);
        const scopes = await page.evaluate(
            async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope));
        assert.deepEqual(scopes, [`${url}enig/`]);
        await page.context().setOffline(true);
        await page.reload();
        await waitForApp(page);
        await page.goto(url).then(() => assert.fail('the neighbour is not kept'), () => undefined);
        await page.context().close();
      } finally {
        files.closeAllConnections();
        files.close();
      }
    });

test(
    'what is answered on a kept page without network is counted once, when it is back',
    () => withServer(async (server) => {
      const policy = await (await fetch(`${server.url}api/v1/policies/baerum-naering`)).json();
      const [first, second] = policy.sections.flatMap(({points}) => points ?? []);
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      await byId(page, `${first.id}.agree`).click();
      await byId(page, `${first.id}.consent.yes`).click();
      await waitForTotals(server, ({ballots}) => ballots === 1);
      // By itself: the program has asked for it, with the consent.
      await page.waitForFunction(
          async () => (await caches.keys()).some((name) => name.startsWith('enig pages ')));
      await page.waitForFunction(async () => {
        const name = (await caches.keys()).find((one) => one.startsWith('enig pages '));
        return (await (await caches.open(name)).keys()).length === 1;
      });
      await page.context().setOffline(true);
      await page.reload();
      await waitForApp(page);
      assert.equal(await byId(page, `${first.id}.agree`).getAttribute('aria-pressed'), 'true');
      await byId(page, `${second.id}.disagree`).click();
      await byId(page, `${second.id}.delivery`).waitFor();
      await page.context().setOffline(false);
      const totals = await waitForTotals(server, ({points}) => points[second.id].disagree === 1);
      assert.equal(totals.ballots, 1, 'one person is one ballot');
      assert.equal(totals.points[first.id].agree, 1);
      await page.context().close();
    }));
