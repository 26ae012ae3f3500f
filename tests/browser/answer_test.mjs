// A resident answers: by mouse, by keyboard, and another resident sees it.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId, laptop, waitForApp} from './browser.mjs';
import {agree, focusedId, isPressed} from './resident.mjs';
import {totalsOf, waitForTotals} from './server.mjs';
import {pointsOf, program, useChromium, withServer} from './visits.mjs';

const chromium = useChromium();

// Requests that might tell of an answer.
const telling = (page) =>
    page.sent.filter(({method, path}) => method !== 'GET' || path.includes('ballots'));

test(
    'an answer given by mouse is counted, and seen in another browser',
    () => chromium.visit(async (page, server) => {
      const [point] = await pointsOf(server);
      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.yes`).waitFor();
      assert.ok(await isPressed(page, `${point}.agree`));
      assert.deepEqual(telling(page), [], 'nothing may leave the device before consent');

      await byId(page, `${point}.consent.yes`).click();
      await byId(page, `${point}.result`).filter({hasText: '1 svar'}).waitFor();
      assert.match(await byId(page, `${point}.result`).textContent(), /100\s%\senig/);
      const totals = await totalsOf(server);
      assert.equal(totals.ballots, 1);
      assert.deepEqual(totals.points[point], {agree: 1, disagree: 0, unsure: 0, important: 0});

      await chromium.visit(async (other) => {
        await byId(other, `${point}.disagree`).click();
        await byId(other, `${point}.consent.yes`).click();
        await byId(other, `${point}.result`).filter({hasText: '2 svar'}).waitFor();
        assert.match(
            await byId(other, `${point}.result`).textContent(), /50\s%\senig\s· 50\s%\suenig/);
        assert.deepEqual([...page.errors, ...other.errors], []);
      }, {server});
    }, {viewport: laptop}));

test(
    'the keyboard alone answers, consents, changes its mind and undoes',
    () => chromium.visit(async (page, server) => {
      const [point] = await pointsOf(server);
      const tabTo = async (id) => {
        for (let i = 0; i < 40 && (await focusedId(page)) !== id; ++i)
          await page.keyboard.press('Tab');
        assert.equal(await focusedId(page), id);
      };

      await tabTo(`${point}.disagree`);
      await page.keyboard.press('Enter');
      await byId(page, `${point}.consent.yes`).waitFor();
      assert.equal(
          await focusedId(page), `${point}.disagree`, 'focus stays on the button that was pressed');
      await tabTo(`${point}.consent.yes`);
      await page.keyboard.press('Space');
      await byId(page, `${point}.result`).filter({hasText: '1 svar'}).waitFor();
      assert.equal(
          await focusedId(page), `${point}.disagree`, 'the focus goes back to the pressed answer');

      await byId(page, `${point}.agree`).focus();
      await page.keyboard.press('Space');
      await byId(page, `${point}.result`).filter({hasText: /100\s%\senig/}).waitFor();
      const {points} = await waitForTotals(server, (totals) => totals.points[point].agree === 1);
      assert.equal(points[point].disagree, 0);

      await tabTo(`${point}.undo`);
      await page.keyboard.press('Enter');
      await byId(page, `${point}.undo`).waitFor({state: 'detached'});
      await waitForTotals(server, (totals) => totals.ballots === 0);
      assert.deepEqual(page.errors, []);
    }, {viewport: laptop}));

test(
    'after consent and after its refusal the focus is on what was pressed; after undo, on the card',
    () => chromium.visit(async (page, server) => {
      const [point, second] = await pointsOf(server);
      const press = async (id) => {
        await byId(page, id).focus();
        await page.keyboard.press('Enter');
      };
      // Marked first: there is no answer to go back to.
      await press(`${point}.more`);
      await press(`${point}.important`);
      await press(`${point}.consent.no`);
      assert.equal(await focusedId(page), `${point}.important`);
      await press(`${point}.consent.yes`);
      assert.equal(await focusedId(page), `${point}.important`);
      assert.equal(await byId(page, `${point}.consent.again`).count(), 0);
      await press(`${second}.unsure`);
      await press(`${second}.undo`);
      assert.equal(await focusedId(page), `${second}.agree`);
      assert.equal(await byId(page, `${second}.consent.again`).count(), 0);
      assert.deepEqual(page.errors, []);
    }));

test('pressing the given answer again takes it back', () => chromium.visit(async (page, server) => {
  const [point, second] = await pointsOf(server);
  await agree(page, point);
  await byId(page, `${second}.unsure`).click();
  await waitForTotals(server, (totals) => totals.points[second].unsure === 1);
  await byId(page, `${point}.agree`).click();
  const totals = await waitForTotals(server, ({points}) => points[point].agree === 0);
  assert.equal(totals.ballots, 1);
  assert.equal(totals.points[second].unsure, 1);
}));

test(
    'a double click answers once, and a double click on undo undoes once',
    () => chromium.visit(async (page, server) => {
      const [point] = await pointsOf(server);
      const disagrees = () => isPressed(page, `${point}.disagree`);
      await byId(page, `${point}.disagree`).dblclick();
      assert.ok(await disagrees());
      // Where consent was, the answer's undo is when the second click comes.
      await byId(page, `${point}.consent.yes`).dblclick();
      assert.ok(await disagrees());
      await waitForTotals(server, (totals) => totals.points[point].disagree === 1);
      await byId(page, `${point}.undo`).dblclick();
      assert.equal(await disagrees(), false);
      // Keys have no double click: two presses are two.
      await byId(page, `${point}.disagree`).focus();
      await page.keyboard.press('Enter');
      assert.ok(await disagrees());
      await page.keyboard.press('Enter');
      assert.equal(await disagrees(), false);
      await waitForTotals(server, (totals) => totals.ballots === 0);
      assert.deepEqual(page.errors, []);
    }));

test(
    'whoever declines can answer everything, and nothing is sent',
    () => chromium.visit(async (page, server) => {
      const [point, second] = await pointsOf(server);
      await byId(page, `${point}.agree`).click();
      await byId(page, `${point}.consent.no`).click();
      await byId(page, `${second}.disagree`).click();
      assert.ok(await isPressed(page, `${second}.disagree`));
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
      assert.deepEqual(telling(page), []);
      assert.equal((await totalsOf(server)).ballots, 0);
      assert.deepEqual(
          await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]),
          [0, 0, '']);
    }));

test(
    'the topic question unfolds the follow-up for agree and for disagree',
    () => chromium.visit(async (page) => {
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
    }));

test(
    'an answer given just before the page is left is still counted',
    () => chromium.visit(async (page, server) => {
      const [point] = await pointsOf(server);
      await agree(page, point);
      await page.goto('about:blank');
      await waitForTotals(server, (totals) => totals.points[point].agree === 1);
    }));

test(
    'the rule of the site withholds numbers until twenty have answered',
    () => withServer((server) => chromium.visit(async (page) => {
      const [point] = await pointsOf(server);
      await agree(page, point);
      await byId(page, `${point}.result`)
          .filter({hasText: 'Resultatet vises når 20 har svart.'})
          .waitFor();
      const totals = await totalsOf(server);
      assert.equal(totals.release, 0);
      assert.equal(totals.ballots, 0);
    }, {server}), {trial: false}));

// The program runs, or is still on its way.
for (const comes of ['before', 'after']) {
  test(
      `the question for consent goes with the answer it is about, ${comes} the program runs`,
      () => chromium.visit(async (page, server) => {
        const [first, second] = await pointsOf(server);
        const asked = () =>
            page.locator('[id$=".consent.yes"]').evaluateAll((all) => all.map(({id}) => id));
        await byId(page, `${first}.agree`).click();
        await byId(page, `${second}.disagree`).click();
        assert.deepEqual(await asked(), [`${first}.consent.yes`]);
        await page.waitForTimeout(600);  // or it would be a double click
        await byId(page, `${first}.agree`).click();
        await byId(page, `${second}.consent.yes`).waitFor();
        assert.deepEqual(await asked(), [`${second}.consent.yes`]);
        await byId(page, `${second}.disagree`).click();
        await byId(page, `${second}.consent.yes`).waitFor({state: 'detached'});
        assert.deepEqual(await asked(), []);
        page.release();
        await waitForApp(page);
        assert.deepEqual(await asked(), [], 'when the program has taken over');
        await byId(page, `${first}.agree`).click();
        await byId(page, `${first}.consent.yes`).waitFor();
        assert.deepEqual(telling(page), []);
      }, {
        async arrange(page) {
          const released = new Promise((resolve) => {
            page.release = resolve;
          });
          if (comes === 'before') {
            await page.route(program, (route) => released.then(() => route.continue()));
          }
        },
        ...(comes === 'before' && {ready: (page) => byId(page, 'enig.title').waitFor()}),
      }));
}
