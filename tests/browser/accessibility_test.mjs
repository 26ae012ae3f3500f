// What assistive technology meets: the same tree from the HTML alone and from the running app, and
// nothing that axe finds.

import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, laptop, openPage, phone, waitForApp} from './browser.mjs';
import {startServer} from './server.mjs';

const axeSource =
    await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const topicPage = 'baerum/naering/';
const pages = [topicPage, 'en/' + topicPage, 'example/parks/', 'nb/example/parks/'];

let browser;
let server;
before(async () => {
  browser = await launchBrowser();
  server = await startServer();
});
after(async () => {
  await browser.close();
  await server.stop();
});

const treeOf = (page) => page.locator('body').ariaSnapshot();

async function findings(page, rulesOff = []) {
  await page.evaluate(axeSource);
  const results = await page.evaluate(
      (off) => globalThis.axe.run(document, {
        rules: Object.fromEntries(off.map((rule) => [rule, {enabled: false}])),
      }),
      rulesOff);
  return results.violations.map(
      (v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target).join(' | ')}`);
}

for (const path of pages) {
  test(`the HTML of /${path} and the running app say the same`, async () => {
    const html = await openPage(browser, server.url + path, {script: false});
    const app = await openPage(browser, server.url + path);
    await waitForApp(app);
    const told = await treeOf(html);
    assert.match(told, /heading/);
    assert.equal(await treeOf(app), told);
    await html.context().close();
    await app.context().close();
  });
}

test('both say the same when consent is asked', async () => {
  const policy = await (await fetch(`${server.url}api/v1/policies/baerum-naering`)).json();
  const point = policy.sections[0].points[0].id;
  const html = await openPage(browser, server.url + topicPage, {script: false});
  await byId(html, `${point}.agree`).click();
  await byId(html, `${point}.consent.yes`).waitFor();
  const app = await openPage(browser, server.url + topicPage);
  await waitForApp(app);
  await byId(app, `${point}.agree`).click();
  await byId(app, `${point}.consent.yes`).waitFor();
  // The one difference there is to be: in the app the answer is already given. It is summed up, and
  // can be undone and marked as important.
  const ofAnswer = /button "Angre"|button "Viktig for meg"|Resultatet vises|Du er enig i 1 av 1/;
  const plain = (tree) => tree.replace(/ \[(pressed|active)\]/g, '').split('\n');
  const given = plain((await treeOf(app)).replace('Innhold · 1 av', 'Innhold · 0 av'))
                    .filter((line) => !ofAnswer.test(line));
  const asked = plain(await treeOf(html));
  assert.deepEqual(given, asked);
  await html.context().close();
  await app.context().close();
});

for (const path of ['', 'en/']) {
  test(`axe finds nothing in the overview /${path}`, async () => {
    const page = await openPage(browser, server.url + path);
    assert.deepEqual(await findings(page), []);
    await page.context().close();
  });
}

for (const [name, options] of Object.entries({
       'on a phone': {viewport: phone},
       'on a laptop': {viewport: laptop},
       'in the dark': {viewport: phone, colorScheme: 'dark'},
     })) {
  test(`axe finds nothing in the HTML alone ${name}, in any state`, async () => {
    const page = await openPage(browser, server.url + topicPage, {app: false, ...options});
    assert.deepEqual(await findings(page), [], 'fresh');
    await answerEverythingInSight(
        page, async (state) => assert.deepEqual(await findings(page), [], state));
    await page.context().close();
  });

  test(`axe finds nothing in the running app ${name}, in any state`, async () => {
    const page = await openPage(browser, server.url + topicPage, options);
    await waitForApp(page);
    // The words of the running app are transparent over their own pixels; their colours are those
    // of the HTML, which the test above has checked.
    assert.deepEqual(await findings(page, ['color-contrast']), [], 'fresh');
    await answerEverythingInSight(
        page,
        async (state) => assert.deepEqual(await findings(page, ['color-contrast']), [], state));
    await page.context().close();
  });
}

// Goes through consent, an answered point and the topic's follow-up.
async function answerEverythingInSight(page, look) {
  const policy = await (await fetch(`${server.url}api/v1/policies/baerum-naering`)).json();
  const point = policy.sections[0].points[0].id;
  await byId(page, `${point}.agree`).click();
  await byId(page, `${point}.consent.yes`).waitFor();
  await look('consent');
  await byId(page, `${point}.consent.yes`).click();
  await byId(page, `${point}.consent.yes`).waitFor({state: 'detached'});
  if ((await byId(page, `${point}.agree`).getAttribute('aria-pressed')) !== 'true') {
    await byId(page, `${point}.agree`).click();
  }
  await byId(page, `${point}.bar`).waitFor();
  await look('answered');
  await byId(page, 'enig.topic.disagree').click();
  await byId(page, 'enig.follow').waitFor();
  await look('followed up');
}
