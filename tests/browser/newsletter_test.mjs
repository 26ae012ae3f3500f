// The newsletter from the form to the list and off it again, against a real mail server, with and
// without script.
//
//     tools/build && node --test tests/browser/newsletter_test.mjs
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, test} from 'node:test';
import {promisify} from 'node:util';

import {byId, laptop, phone, waitForApp} from './browser.mjs';
import {allFindings} from './checks.mjs';
import {chosenEngines, startEngine} from './engines.mjs';
import {startWithMail} from './mail_sink.mjs';
import {program, root} from './server.mjs';
import {duringTests, useChromium} from './visits.mjs';

const run = promisify(execFile);
const publicUrl = 'http://127.0.0.1/';

const server = duringTests(startWithMail);
const chromium = useChromium();

async function list() {
  const {stdout} = await run(program, ['newsletter', 'export', '--data', server.data], {cwd: root});
  return stdout.split('\r\n').slice(1, -1).map((row) => row.split(',')[0]);
}

// The letter's link of this kind, on the server under test.
function linkIn(letter, kind) {
  const link = letter.words.match(new RegExp(`${publicUrl}(\\S*/${kind}/[0-9a-f]{32})`));
  assert.ok(link, `a link to ${kind} in: ${letter.words}`);
  return server.url + link[1];
}

for (const script of [false, true]) {
  const how = script ? 'with script' : 'without script';
  const address = `kari.${script}@example.org`;

  test(`signs up, confirms and leaves, ${how}`, async () => {
    const page = await chromium.open(server.url + 'newsletter/?policy=baerum-naering', {script});
    assert.equal(await page.locator('h1').innerText(), 'Nyhetsbrev');
    await byId(page, 'enig.newsletter.address').fill(address);
    await byId(page, 'enig.newsletter.send').click();
    await page.getByRole('heading', {name: 'Se i e-posten din'}).waitFor();
    assert.deepEqual(await list(), []);
    await byId(page, 'enig.newsletter.back').click();
    await page.waitForURL('**/baerum/naering/');

    const letter = await server.sink.letter();
    assert.equal(letter.field('To'), address);
    assert.match(letter.words, /Åpne lenken og trykk på knappen der/);
    await page.goto(linkIn(letter, 'confirm'));
    assert.deepEqual(await list(), [], 'opening the link is not enough');
    await page.getByRole('button', {name: 'Ja, sett meg på listen'}).click();
    await page.getByRole('heading', {name: 'Takk. Du står på listen.'}).waitFor();
    assert.deepEqual(await list(), [address]);
    await page.goto(linkIn(letter, 'confirm'));
    await page.getByRole('heading', {name: 'Du står på listen allerede.'}).waitFor();

    await page.goto(linkIn(letter, 'leave'));
    assert.deepEqual(await list(), [address], 'opening the link is not enough');
    await page.getByRole('button', {name: 'Meld meg av'}).click();
    await page.getByRole('heading', {name: 'Du er meldt av.'}).waitFor();
    assert.deepEqual(await list(), []);
    await page.goto(linkIn(letter, 'confirm'));
    await page.getByRole('heading', {name: 'Denne lenken virker ikke lenger.'}).waitFor();
    await byId(page, 'enig.newsletter.again').click();
    await page.getByRole('heading', {name: 'Nyhetsbrev'}).waitFor();
    await page.context().close();
  });

  test(`a wrong address is named beside its field, and kept, ${how}`, async () => {
    const page = await chromium.open(server.url + 'en/newsletter/', {script});
    await byId(page, 'enig.newsletter.address').fill('kari@example');
    await byId(page, 'enig.newsletter.send').click();
    const problem = byId(page, 'enig.newsletter.problem');
    await problem.waitFor();
    assert.match(await problem.innerText(), /^We cannot send to this address/);
    const field = byId(page, 'enig.newsletter.address');
    assert.equal(await field.inputValue(), 'kari@example');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await field.getAttribute('aria-describedby'), 'enig.newsletter.problem');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.context().close();
  });
}

test('the pages leave nothing on the device and ask nobody else', async () => {
  const page = await chromium.open(server.url + 'newsletter/');
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await byId(page, 'enig.newsletter.address').fill('ola@example.org');
  await byId(page, 'enig.newsletter.send').click();
  await page.getByRole('heading', {name: 'Se i e-posten din'}).waitFor();
  await server.sink.letter();
  assert.deepEqual([...new Set(asked)], [new URL(server.url).origin]);
  assert.deepEqual(await page.context().cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await page.context().close();
});

test('a newsletter of one click lies in the letter for mail programs', async () => {
  const reply = await fetch(server.url + 'api/v1/newsletter', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({address: 'per@example.org', language: 'en'})
  });
  assert.equal(reply.status, 202);
  const letter = await server.sink.letter();
  assert.equal(letter.field('List-Unsubscribe-Post'), 'List-Unsubscribe=One-Click');
  const url = letter.field('List-Unsubscribe').slice(1, -1).replace(publicUrl, server.url);
  const left = await fetch(url, {
    method: 'POST',
    headers: {'Content-Type': 'application/x-www-form-urlencoded'},
    body: 'List-Unsubscribe=One-Click'
  });
  assert.equal(left.status, 200);
  const bytes = await readFile(path.join(server.data, 'newsletter.db'));
  assert.equal(bytes.includes('per@example.org'), false);
});

for (const engineName of chosenEngines) {
  describe(engineName, () => {
    const engine = duringTests(() => startEngine(engineName));

    for (const [where, options] of Object.entries({
           'a phone in the dark': {viewport: phone, colorScheme: 'dark'},
           'a laptop': {viewport: laptop, colorScheme: 'light'},
         })) {
      test(`everybody can use every page of it, on ${where}`, async () => {
        const page = await engine.open(server.url + 'newsletter/?policy=baerum-naering', options);
        const look = async (what) => assert.deepEqual(await allFindings(page), [], what);
        const fill = async (address) => {
          await page.evaluate(() => {
            document.getElementById('enig.newsletter.address').value = '';
          });
          await page.type('enig.newsletter.address', address);
          await page.click('enig.newsletter.send');
        };
        const titled = (title) => page.waitFor(
            (wanted) => document.readyState === 'complete' &&
                document.querySelector('h1, h2')?.textContent.includes(wanted),
            title);
        await look('the form');
        await fill('kari@example');
        await page.waitForId('enig.newsletter.problem');
        await look('a wrong address');
        await fill(`${engineName}.${options.colorScheme}@example.org`);
        await titled('Se i e-posten din');
        await look('sent');
        const letter = await server.sink.letter();
        await page.goto(linkIn(letter, 'confirm'));
        await look('asked to confirm');
        await page.click('enig.newsletter.send');
        await titled('Takk. Du står på listen.');
        await look('confirmed');
        await page.goto(linkIn(letter, 'leave'));
        await look('asked to leave');
        await page.click('enig.newsletter.send');
        await titled('Du er meldt av.');
        await look('left');
        await page.goto(linkIn(letter, 'leave'));
        await titled('Denne lenken virker ikke lenger.');
        await look('gone');
        const errors = await page.errors();
        assert.deepEqual(errors.filter((error) => !/status of (404|422)/.test(error)), []);
        await page.close();
      });
    }
  });
}

test('in the app: offered after the answer, sent apart from it, kept nowhere', async () => {
  const page = await chromium.open(server.url + 'baerum/naering/');
  await waitForApp(page);
  await byId(page, 'enig.topic.agree').click();
  await byId(page, 'enig.topic.consent.yes').click();
  const posts = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') posts.push(request);
  });
  await byId(page, 'enig.newsletter.address').fill('kari@example');
  await byId(page, 'enig.newsletter.address').press('Enter');
  await byId(page, 'enig.newsletter.problem').waitFor();
  assert.equal(await byId(page, 'enig.newsletter.address').getAttribute('aria-invalid'), 'true');
  await byId(page, 'enig.newsletter.address').fill('i.appen@example.org');
  await byId(page, 'enig.newsletter.send').click();
  await byId(page, 'enig.newsletter.sent').waitFor();
  // The pressed button has gone; who pressed it is still where it was.
  assert.equal(await page.evaluate(() => document.activeElement.id), 'enig.newsletter');
  assert.equal((await server.sink.letter()).field('To'), 'i.appen@example.org');

  const signUps = posts.filter((each) => each.url().endsWith('/newsletter'));
  assert.deepEqual(
      signUps.map((each) => each.postDataJSON()),
      [{address: 'i.appen@example.org', language: 'nb'}], 'and a wrong address is not sent at all');
  for (const each of posts.filter((other) => !signUps.includes(other))) {
    assert.equal((each.postData() ?? '').includes('i.appen'), false, each.url());
  }
  const kept = await page.evaluate(
      () => JSON.stringify([{...localStorage}, {...sessionStorage}, history.state]));
  assert.equal(kept.includes('i.appen'), false);
  await page.context().close();
});

test('without script: offered after the answer, in a form of its own', async () => {
  const page = await chromium.open(server.url + 'baerum/naering/', {script: false});
  await byId(page, 'enig.topic.agree').click();
  await byId(page, 'enig.topic.consent.yes').click();
  await byId(page, 'enig.topic.agree').click();
  const form = page.locator('[id="enig.newsletter.form"]');
  const names = await form.locator('input').evaluateAll((all) => all.map(({name}) => name));
  assert.equal(names.includes('ballot'), false);
  await byId(page, 'enig.newsletter.address').fill('uten.skript@example.org');
  await byId(page, 'enig.newsletter.send').click();
  await page.getByRole('heading', {name: 'Se i e-posten din'}).waitFor();
  assert.equal((await server.sink.letter()).field('To'), 'uten.skript@example.org');
  await byId(page, 'enig.newsletter.back').click();
  await page.waitForURL('**/baerum/naering/');
  await page.context().close();
});
