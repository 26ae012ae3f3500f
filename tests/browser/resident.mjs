// What a resident does on a page, and what they see of it.
//
//     await agree(page, 'naeringsplan');
//     await counted(page, 'naeringsplan');

import {byId} from './browser.mjs';
import {policy} from './visits.mjs';

// Answers, and says yes where consent is asked for.
export async function agree(page, point) {
  await byId(page, `${point}.agree`).click();
  const consent = byId(page, `${point}.consent.yes`);
  if (await consent.count()) await consent.click();
}

// Until numbers are shown: they are only once the own answer has been counted.
export const counted = (page, point) =>
    byId(page, `${point}.result`).filter({hasText: '%'}).waitFor();

export const isPressed = async (page, id) =>
    (await byId(page, id).getAttribute('aria-pressed')) === 'true';

export const focusedId = (page) => page.evaluate(() => document.activeElement.id);

// Until the button is pressed, or no longer is.
export const untilPressed = (page, id, pressed = true) =>
    page.waitForSelector(`[id="${id}"][aria-pressed=${pressed}]`);

// Has the device remember the answers.
export async function remember(page) {
  if (!await byId(page, 'enig.mine.remember').isVisible()) {
    await byId(page, 'enig.mine.toggle').click();
  }
  await byId(page, 'enig.mine.remember').click();
  await page.waitForFunction((name) => localStorage.getItem(name) !== null, await keptName(page));
}

// Under which the page's answers are kept: the path of the site, the topic, its revision.
export const keptName = (page) => page.evaluate(() => {
  const {policy} = JSON.parse(document.getElementById('enig.publication').textContent);
  const {pathname} = new URL('../../', document.querySelector('script[src$="/loader.js"]').src);
  return `enig${pathname}${policy.id}.${policy.revision}`;
});

// Everything that a browser can keep of a page.
export async function keptBy(page) {
  const kept = await page.evaluate(
      async () => ({
        local: {...localStorage},
        session: {...sessionStorage},
        entry: history.state,
        databases: (await indexedDB.databases()).map(({name}) => name),
        caches: await caches.keys(),
        workers: (await navigator.serviceWorker.getRegistrations()).map(({scope}) => scope),
      }));
  return {...kept, cookies: await page.context().cookies()};
}

export const nothingKept = {
  local: {},
  session: {},
  entry: null,
  databases: [],
  caches: [],
  workers: [],
  cookies: [],
};
