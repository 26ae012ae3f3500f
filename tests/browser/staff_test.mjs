// The staff's way in, by keyboard alone: from a link to a password, to one-time codes, to others'
// accounts and out again. There is no script on these pages.
//
//     tools/build && node --test tests/browser/staff_test.mjs
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {test} from 'node:test';
import {promisify} from 'node:util';

import {byId, laptop, oldPhone} from './browser.mjs';
import {allFindings} from './checks.mjs';
import {program, root, startServer} from './server.mjs';
import {duringTests, useChromium} from './visits.mjs';

const run = promisify(execFile);
const password = 'tre grønne elger';

const server = duringTests(startServer);
const chromium = useChromium();

// Adds an account beside the running server, and gives the address of its link.
async function add(name, role) {
  const {stdout} = await run(
      program,
      ['staff', 'add', name, '--role', role, '--public-url', server.url, '--data', server.data],
      {cwd: root});
  return stdout.match(/http\S+/)[0];
}

const staff = async (...args) =>
    (await run(program, ['staff', ...args, '--data', server.data], {cwd: root})).stdout;

// RFC 6238, as an app on the phone computes it.
function codeOf(secret, step = Math.floor(Date.now() / 30_000)) {
  const bits =
      [...secret]
          .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
          .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

// Tab until this element has the focus.
async function tabTo(page, id) {
  for (let presses = 0; presses < 80; ++presses) {
    if (await page.evaluate(() => document.activeElement.id) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never came to ${id}`);
}

async function type(page, id, text) {
  await tabTo(page, id);
  await page.keyboard.type(text);
}

async function press(page, id) {
  await tabTo(page, id);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

async function choose(page, link) {
  await page.goto(link);
  await type(page, 'enig.staff.new', password);
  await type(page, 'enig.staff.repeat', password);
  await press(page, 'enig.staff.use');
  assert.equal(
      await byId(page, 'enig.staff.said').innerText(), 'Passordet er valgt. Logg inn med det.');
}

async function logIn(page, name, code = '') {
  await page.goto(server.url + 'staff/login');
  await type(page, 'enig.staff.name', name);
  await type(page, 'enig.staff.password', password);
  if (code) await type(page, 'enig.staff.code', code);
  // Enter in a field is enough.
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

async function noFindings(page) {
  page.inject = (source) => page.evaluate(source);
  for (const viewport of [laptop, oldPhone]) {
    await page.setViewportSize({width: viewport.width, height: viewport.height});
    assert.deepEqual(await allFindings(page), [], `${page.url()} at ${viewport.width}`);
  }
}

test('a link, a password, codes, accounts and out, by keyboard', async () => {
  const link = await add('kari', 'admin');
  const page = await chromium.open(server.url + 'staff/', {viewport: laptop});
  const said = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  assert.equal(page.url(), server.url + 'staff/login');
  await noFindings(page);
  await page.goto(link);
  await noFindings(page);
  await type(page, 'enig.staff.new', 'passord12345');
  await type(page, 'enig.staff.repeat', 'passord12345');
  await press(page, 'enig.staff.use');
  assert.match(await byId(page, 'enig.staff.problem').innerText(), /ville mange gjettet/);
  await choose(page, link);

  await logIn(page, 'Kari');
  assert.equal(page.url(), server.url + 'staff/account');
  const [cookie] = await page.context().cookies();
  assert.equal(cookie.name, 'enig-staff');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  assert.equal(await page.evaluate(() => document.cookie), '');
  await noFindings(page);

  const picture = page.locator('svg.qr');
  const box = await picture.boundingBox();
  assert.ok(box.width > 150 && box.width === box.height, 'the QR code is seen, and square');
  const secret = (await byId(page, 'enig.staff.codes.key').innerText()).match(/[A-Z2-7]{32}/)[0];
  await type(page, 'enig.staff.codes.code', codeOf(secret));
  await press(page, 'enig.staff.codes.on');
  assert.match(await byId(page, 'enig.staff.said').innerText(), /^Engangskoder er på/);
  assert.equal(await byId(page, 'enig.staff.recovery.list').locator('li').count(), 10);
  await noFindings(page);
  const recovery = await byId(page, 'enig.staff.recovery.0.code').innerText();

  await page.goto(server.url + 'staff/accounts');
  await type(page, 'enig.staff.add.name', 'Ola');
  await press(page, 'enig.staff.add.viewer');
  const olas = await byId(page, 'enig.staff.link.address').getAttribute('href');
  assert.match(await staff('list'), /ola\tviewer\thas chosen no password/);
  await noFindings(page);
  await press(page, 'enig.staff.account.ola.editor');
  assert.match(await staff('list'), /ola\teditor/);

  await press(page, 'enig.staff.leave');
  assert.equal(await byId(page, 'enig.staff.said').innerText(), 'Du er logget ut.');
  assert.deepEqual(await page.context().cookies(), []);
  await logIn(page, 'kari');
  assert.match(await byId(page, 'enig.staff.problem').innerText(), /^Det gikk ikke\./);
  await noFindings(page);
  await logIn(page, 'kari', recovery);
  assert.equal(page.url(), server.url + 'staff/account');

  // Somebody else, elsewhere: who is no administrator sees no accounts.
  const other = await chromium.open(server.url + 'staff/', {viewport: laptop});
  await choose(other, new URL(olas, server.url + 'staff/accounts').href);
  await logIn(other, 'ola');
  assert.equal(await byId(other, 'enig.staff.nav.accounts').count(), 0);
  await other.goto(server.url + 'staff/accounts');
  assert.equal(await other.locator('h1').innerText(), 'Dette er det bare administratorer som kan');
  await noFindings(other);
  assert.match(await staff('revoke', 'ola'), /ended: 1/);
  await other.goto(server.url + 'staff/account');
  assert.equal(other.url(), server.url + 'staff/login');
  assert.match(await staff('log'), /\tkari\taccount added\tola viewer\n/);
  // But for what the browser itself says of a reply that is no success, there is nothing to say.
  assert.deepEqual(said.filter((text) => !text.startsWith('Failed to load resource')), []);
  await other.close();
  await page.close();
});

test('in the language that is asked for, and remembered while one is in', async () => {
  const link = await add('nils', 'viewer');
  const page = await chromium.open(link, {viewport: laptop});
  await choose(page, link);
  await page.goto(server.url + 'staff/login');
  await byId(page, 'enig.staff.language.en').click();
  await page.getByRole('heading', {name: 'Log in'}).waitFor();
  await type(page, 'enig.staff.name', 'nils');
  await type(page, 'enig.staff.password', password);
  await press(page, 'enig.staff.enter');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await press(page, 'enig.staff.language.nn');
  assert.equal(await page.locator('h1').innerText(), 'Kontoen din');
  await page.close();
});
