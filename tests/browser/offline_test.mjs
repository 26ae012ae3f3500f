// A visit without network: the page that was kept, answers that wait, and nothing kept that was
// not asked for. The worker is driven as the program drives it, through web/offline.js.

import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {test} from 'node:test';

import {byId, waitForApp} from './browser.mjs';
import {agree, isPressed} from './resident.mjs';
import {root, waitForTotals} from './server.mjs';
import {pointsOf, topic, useChromium} from './visits.mjs';

const chromium = useChromium();

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

test(
    'a page that is kept opens without network, with its program, and nothing more is kept',
    () => chromium.visit(async (page, server) => {
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
        '/program/digest/words.nb.txt',
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
      await page.goto(`${server.url}${topic}?q=1`);
      await page.goto(`${server.url}nowhere/`).catch(() => undefined);
      assert.equal((await kept(page)).length, 9);
      // Another page of the site is kept when it is visited, and shares the program.
      await page.goto(`${server.url}en/${topic}`);
      await waitForApp(page);
      await page.waitForFunction(async () => {
        const name = (await caches.keys()).find((one) => one.startsWith('enig pages '));
        return (await (await caches.open(name)).keys()).length === 2;
      });
      assert.equal((await kept(page)).length, 11, 'a page, and its words');
    }));

test(
    'what is forgotten is gone, and so is the worker',
    () => chromium.visit(async (page, server) => {
      await keep(page);
      await forget(page);
      assert.deepEqual(await kept(page), []);
      await page.reload();
      await waitForApp(page);
      assert.deepEqual(await kept(page), []);
      const workers = await page.evaluate(
          async () => (await navigator.serviceWorker.getRegistrations()).length);
      assert.equal(workers, 0);
    }));

test(
    'a server that is down, slow or says 500 is as good as no network',
    () => chromium.visit(async (page, server) => {
      await keep(page);
      const answers = [
        (route) => route.fulfill({status: 500, contentType: 'text/html', body: '<h1>500</h1>'}),
        (route) => route.abort('connectionrefused'),
        () => undefined,  // never
      ];
      for (const answer of answers) {
        await page.context().route(`**/${topic}`, answer);
        await page.goto(server.url + topic);
        await waitForApp(page);
        assert.equal(await page.locator('h1').first().textContent() === '500', false);
        await page.context().unroute(`**/${topic}`);
      }
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
        await chromium.visit(async (page) => {
          await keep(page);
          const scopes = await page.evaluate(
              async () =>
                  (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope));
          assert.deepEqual(scopes, [`${url}enig/`]);
          await page.context().setOffline(true);
          await page.reload();
          await waitForApp(page);
          const neighbour = page.goto(url);
          await assert.rejects(neighbour, /ERR_/, 'the neighbour is not to be kept');
        }, {server: {url: `${url}enig/`}});
      } finally {
        files.closeAllConnections();
        files.close();
      }
    });

test(
    'what is answered on a kept page without network is counted once, when it is back',
    () => chromium.visit(async (page, server) => {
      const [first, second, third] = await pointsOf(server);
      await agree(page, first);
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
      assert.ok(await isPressed(page, `${first}.agree`));
      await byId(page, `${second}.disagree`).click();
      await byId(page, `${third}.agree`).click();
      // Each card says so whose answer waits, also when the page is loaded again.
      const waiting = () =>
          page.locator('[id$=".delivery"]')
              .evaluateAll((all) => all.map(({id}) => id.slice(0, -'.delivery'.length)).sort());
      const both = [second, third].sort();
      await byId(page, `${third}.delivery`).waitFor();
      assert.deepEqual(await waiting(), both);
      await page.reload();
      await waitForApp(page);
      await byId(page, `${second}.delivery`).waitFor();
      assert.deepEqual(await waiting(), both);
      await page.context().setOffline(false);
      const totals = await waitForTotals(server, ({points}) => points[second].disagree === 1);
      assert.equal(totals.ballots, 1, 'one person is one ballot');
      assert.equal(totals.points[first].agree, 1);
      assert.equal(totals.points[third].agree, 1);
      await byId(page, `${third}.delivery`).waitFor({state: 'detached'});
      assert.deepEqual(await waiting(), []);
    }));
