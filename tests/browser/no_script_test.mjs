// The same page without JavaScript: read, consented to and answered through forms.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage} from './browser.mjs';
import {startServer, totalsOf} from './server.mjs';

const topicPage = 'baerum/naering/';

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

async function pointIds() {
  const policy = await (await fetch(`${server.url}api/v1/policies/baerum-naering`)).json();
  return policy.sections.flatMap((section) => (section.points ?? []).map((point) => point.id));
}

test('forms answer, change and undo, and no answer is posted before consent', async () => {
  const [point, second] = await pointIds();
  const page = await openPage(browser, server.url + topicPage, {script: false});
  const bodies = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') bodies.push(request.postData());
  });

  await byId(page, `${point}.agree`).click();
  await byId(page, `${point}.consent.yes`).waitFor();
  assert.equal(bodies.length, 1);
  assert.doesNotMatch(bodies[0], /agree/, 'the stance may not leave the device before consent');
  await byId(page, `${point}.consent.yes`).click();
  await byId(page, `${point}.consent.again`).waitFor();
  assert.equal((await totalsOf(server)).ballots, 0);

  await byId(page, `${point}.agree`).click();
  await byId(page, `${point}.result`).filter({hasText: '1 svar'}).waitFor();
  assert.equal(await byId(page, `${point}.agree`).getAttribute('aria-pressed'), 'true');
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
  await page.context().close();
});

test('declining stores nothing', async () => {
  const before = await totalsOf(server);
  const [, , third] = await pointIds();
  const page = await openPage(browser, server.url + topicPage, {script: false});
  await byId(page, `${third}.agree`).click();
  await byId(page, `${third}.consent.no`).click();
  await byId(page, `${third}.consent`).getByText('telles ikke').waitFor();
  assert.deepEqual(await totalsOf(server), before);
  await page.context().close();
});

test('the form works in English too', async () => {
  const [, , , fourth] = await pointIds();
  const page = await openPage(browser, server.url + 'en/' + topicPage, {script: false});
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await byId(page, `${fourth}.agree`).click();
  await byId(page, `${fourth}.consent.yes`).click();
  await byId(page, `${fourth}.agree`).click();
  await byId(page, `${fourth}.result`).filter({hasText: '100% agree'}).waitFor();
  await page.context().close();
});
