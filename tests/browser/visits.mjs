// What a visit to the topic of Bærum begins and ends with: a server, a browser, a page.
//
//     const chromium = useChromium();
//     test('an answer is counted', () => chromium.visit(async (page, server) => {
//       await agree(page, 'naeringsplan');
//       await counted(page, 'naeringsplan');
//       await waitForTotals(server, ({ballots}) => ballots === 1);
//     }));

import {after, before} from 'node:test';

import {launchBrowser, openPage, waitForApp} from './browser.mjs';
import {startServer} from './server.mjs';

export const topic = 'baerum/naering/';
export const policy = 'baerum-naering';

// What `start` gives, from before the first test of this file, or of this `describe`, until after
// its last:
//
//     const server = duringTests(startServer);
//     const engine = duringTests(() => startEngine('firefox'));
export function duringTests(start) {
  const started = {};
  before(async () => Object.assign(started, await start()));
  after(() => started.stop?.());
  return started;
}

// A server of the test's own, so that counts are its own.
export async function withServer(work, options) {
  const server = await startServer(options);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

// The Chromium of a file's tests, or of a `describe`'s. Options: those of launchBrowser.
export function useChromium(options) {
  return duringTests(async () => {
    const browser = await launchBrowser(options);
    // `work` has a page that is closed after it. Options: those of openPage; `ready`, what is
    // waited for first.
    const withPage = async (url, work, {ready = waitForApp, ...options} = {}) => {
      const page = await openPage(browser, url, options);
      try {
        await ready(page);
        return await work(page);
      } finally {
        await page.context().close();
      }
    };
    return {
      withPage,
      open: (url, options) => openPage(browser, url, options),
      // A page of the topic, whose program runs, and its server: one of the test's own where none
      // is given. Options: those of `withPage`; `path`, what is opened; `server`.
      visit(work, {server, path = topic, ...options} = {}) {
        const visitTo = (host) => withPage(host.url + path, (page) => work(page, host), options);
        return server ? visitTo(server) : withServer(visitTo);
      },
      stop: () => browser.close(),
    };
  });
}

// The ids of a policy's points that stand in no other, in the order of the page.
export async function pointsOf(server, policyId = policy) {
  const reply = await fetch(`${server.url}api/v1/policies/${policyId}`);
  const {sections} = await reply.json();
  return sections.flatMap(({points = []}) => points.map(({id}) => id));
}

// The ballots that a page's requests have named.
export const ballotIds = (page) =>
    new Set(page.sent.flatMap(({path}) => path.match(/ballots\/([0-9a-f]{32})/)?.[1] ?? []));

// The same topic in another tab of the same browser.
export async function openTab(page, server) {
  const tab = await page.context().newPage();
  await tab.goto(server.url + topic);
  await waitForApp(tab);
  return tab;
}

// Keeps what the page asks for by this address back, until the function that is returned is called.
export async function hold(page, address) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

export const program = '**/enig.wasm';
