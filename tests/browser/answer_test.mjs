// A resident answers: by mouse, by keyboard, and another resident sees it.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, laptop, openPage, waitForApp} from './browser.mjs';
import {startServer, totalsOf, waitForTotals} from './server.mjs';

const topicPage = 'baerum/naering/';

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
});

// Each test has a server of its own, so that counts are its own.
async function withServer(work) {
  const server = await startServer();
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

async function firstPoints(server) {
  const reply = await fetch(`${server.url}api/v1/policies/baerum-naering`);
  const policy = await reply.json();
  return policy.sections.flatMap((section) => (section.points ?? []).map((point) => point.id));
}

function requestsWithAnswers(page) {
  const seen = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.url().includes('ballots'))
      seen.push(request.method());
  });
  return seen;
}

test(
    'an answer given by mouse is counted, and seen in another browser',
    () => withServer(async (server) => {
      const [point] = await firstPoints(server);
      const page = await openPage(browser, server.url + topicPage, {viewport: laptop});
      await waitForApp(page);
      const sent = requestsWithAnswers(page);

      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.yes`).waitFor();
      assert.equal(await byId(page, `${point}.agree`).getAttribute('aria-pressed'), 'true');
      assert.deepEqual(sent, [], 'nothing may leave the device before consent');

      await byId(page, `${point}.consent.yes`).click();
      await byId(page, `${point}.result`).filter({hasText: '1 svar'}).waitFor();
      assert.match(await byId(page, `${point}.result`).textContent(), /100\s%\senig/);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.deepEqual(totals.points[point], {agree: 1, disagree: 0, unsure: 0, important: 0});

      const other = await openPage(browser, server.url + topicPage);
      await waitForApp(other);
      await byId(other, `${point}.disagree`).click();
      await byId(other, `${point}.consent.yes`).click();
      await byId(other, `${point}.result`).filter({hasText: '2 svar'}).waitFor();
      assert.match(
          await byId(other, `${point}.result`).textContent(), /50\s%\senig\s· 50\s%\suenig/);
      assert.deepEqual([...page.errors, ...other.errors], []);
      await page.context().close();
      await other.context().close();
    }));

test(
    'the keyboard alone answers, consents, changes its mind and undoes',
    () => withServer(async (server) => {
      const [point] = await firstPoints(server);
      const page = await openPage(browser, server.url + topicPage, {viewport: laptop});
      await waitForApp(page);
      const focused = () => page.evaluate(() => document.activeElement?.id);
      const tabTo = async (id) => {
        for (let i = 0; i < 40 && (await focused()) !== id; ++i) await page.keyboard.press('Tab');
        assert.equal(await focused(), id);
      };

      await tabTo(`${point}.disagree`);
      await page.keyboard.press('Enter');
      await byId(page, `${point}.consent.yes`).waitFor();
      assert.equal(
          await focused(), `${point}.disagree`, 'focus stays on the button that was pressed');
      await tabTo(`${point}.consent.yes`);
      await page.keyboard.press('Space');
      await byId(page, `${point}.result`).filter({hasText: '1 svar'}).waitFor();
      assert.notEqual(await focused(), '', 'focus is not lost when the consent goes away');
      assert.notEqual(await page.evaluate(() => document.activeElement === document.body), true);

      await byId(page, `${point}.agree`).focus();
      await page.keyboard.press('Space');
      await byId(page, `${point}.result`).filter({hasText: '100'}).waitFor();
      await page.waitForFunction(
          (id) => document.getElementById(id)?.textContent.match(/100\s%\senig/),
          `${point}.result`);
      assert.equal((await totalsOf(server)).points[point].agree, 1);
      assert.equal((await totalsOf(server)).points[point].disagree, 0);

      await tabTo(`${point}.undo`);
      await page.keyboard.press('Enter');
      await byId(page, `${point}.undo`).waitFor({state: 'detached'});
      await waitForTotals(server, (totals) => totals.ballots === 0);
      assert.deepEqual(page.errors, []);
      await page.context().close();
    }));

test(
    'pressing the given answer again takes it back',
    () => withServer(async (server) => {
      const [point, second] = await firstPoints(server);
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.yes`).click();
      await byId(page, `${second}.unsure`).click();
      await waitForTotals(server, (totals) => totals.points[second].unsure === 1);
      await byId(page, `${point}.agree`).click();
      await waitForTotals(server, (totals) => totals.points[point].agree === 0);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.equal(totals.points[second].unsure, 1);
      await page.context().close();
    }));

test(
    'a double click answers once, and a double click on undo undoes once',
    () => withServer(async (server) => {
      const [point] = await firstPoints(server);
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      const isPressed = async () =>
          (await byId(page, `${point}.disagree`).getAttribute('aria-pressed')) === 'true';
      await byId(page, `${point}.disagree`).dblclick();
      assert.ok(await isPressed());
      // Where consent was, the answer's undo is when the second click comes.
      await byId(page, `${point}.consent.yes`).dblclick();
      assert.ok(await isPressed());
      await waitForTotals(server, (totals) => totals.points[point].disagree === 1);
      await byId(page, `${point}.undo`).dblclick();
      assert.equal(await isPressed(), false);
      // Keys have no double click: two presses are two.
      await byId(page, `${point}.disagree`).focus();
      await page.keyboard.press('Enter');
      assert.ok(await isPressed());
      await page.keyboard.press('Enter');
      assert.equal(await isPressed(), false);
      await waitForTotals(server, (totals) => totals.ballots === 0);
      assert.deepEqual(page.errors, []);
      await page.context().close();
    }));

test(
    'whoever declines can answer everything, and nothing is sent',
    () => withServer(async (server) => {
      const [point, second] = await firstPoints(server);
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      const sent = requestsWithAnswers(page);
      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.no`).click();
      await byId(page, `${second}.disagree`).click();
      assert.equal(await byId(page, `${second}.disagree`).getAttribute('aria-pressed'), 'true');
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
      assert.deepEqual(sent, []);
      assert.equal((await totalsOf(server)).ballots, 0);
      assert.deepEqual(
          await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]),
          [0, 0, '']);
      await page.context().close();
    }));

test(
    'the topic question unfolds the follow-up for agree and for disagree',
    () => withServer(async (server) => {
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      await byId(page, 'enig.topic.agree').click();
      await byId(page, 'enig.follow').getByText('Takk for din tilbakemelding!').waitFor();
      await byId(page, 'enig.follow')
          .getByText('Vil du vite hva mer vi kanskje er enig om?')
          .waitFor();
      await byId(page, 'enig.topic.disagree').click();
      await byId(page, 'enig.follow')
          .getByText('Takk for tilbakemeldingen. Vi kan ikke være enige om alt!')
          .waitFor();
      await byId(page, 'enig.follow').getByText('Se andre politiske saker').waitFor();
      await page.context().close();
    }));

test(
    'an answer given just before the page is left is still counted',
    () => withServer(async (server) => {
      const [point] = await firstPoints(server);
      const page = await openPage(browser, server.url + topicPage);
      await waitForApp(page);
      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.yes`).click();
      await page.goto('about:blank');
      await waitForTotals(server, (totals) => totals.points[point].agree === 1);
      await page.context().close();
    }));

test('the rule of the site withholds numbers until twenty have answered', async () => {
  const server = await startServer({trial: false});
  try {
    const [point] = await firstPoints(server);
    const page = await openPage(browser, server.url + topicPage);
    await waitForApp(page);
    await byId(page, `${point}.agree`).click();
    await byId(page, `${point}.consent.yes`).click();
    await byId(page, `${point}.result`)
        .filter({hasText: 'Resultatet vises når 20 har svart.'})
        .waitFor();
    const totals = await totalsOf(server);
    assert.equal(totals.release, 0);
    assert.equal(totals.ballots, 0);
    await page.context().close();
  } finally {
    await server.stop();
  }
});
