// A headless Chromium for tests, with WebGL2 drawn in software.
//
//     const browser = await launchBrowser();
//     const page = await openPage(browser, server.url + 'baerum/naering/', { viewport: phone });
//     await waitForApp(page);

import {chromium} from 'playwright-core';

import {clockAt} from './clock.mjs';

export const phone = {
  width: 360,
  height: 740
};
export const oldPhone = {
  width: 320,
  height: 640
};
export const laptop = {
  width: 1280,
  height: 800
};

// Runs in the page before its own scripts: counts what it has yet to do, and which streams it has.
function countWork() {
  const work = window.work = {count: 0, streams: [], release: 0};
  const later = (name, cancel) => {
    const own = window[name];
    const pending = new Set();
    const done = (id) => pending.delete(id) && --work.count;
    window[name] = (act, ...rest) => {
      const id = own.call(window, (...given) => {
        done(id);
        return act(...given);
      }, ...rest);
      pending.add(id);
      ++work.count;
      return id;
    };
    const ownCancel = window[cancel];
    window[cancel] = (id) => {
      done(id);
      ownCancel.call(window, id);
    };
  };
  work.frame = window.requestAnimationFrame.bind(window);
  later('setTimeout', 'clearTimeout');
  later('requestAnimationFrame', 'cancelAnimationFrame');
  if (window.requestIdleCallback) later('requestIdleCallback', 'cancelIdleCallback');
  const {fetch} = window;
  window.fetch = (...given) => {
    ++work.count;
    return fetch(...given).finally(() => --work.count);
  };
  window.EventSource = class extends EventSource {
    constructor(...given) {
      super(...given);
      work.streams.push(this);
      this.addEventListener('release', ({lastEventId}) => work.release = Number(lastEventId));
    }
  };
}

// Until the page has no timer, frame or request left, three frames long: what has not happened by
// then does not happen by itself.
export const atRest = (page) => page.evaluate(async () => {
  for (let calm = 0; calm < 3; calm = work.count === 0 ? calm + 1 : 0) {
    await new Promise((resolve) => work.frame(resolve));
  }
});

// Options: clock ("2099-01-01"; the machine's own if none is given).
export function launchBrowser({clock} = {}) {
  return chromium.launch({
    env: {...process.env, ...clockAt(clock)},
    executablePath: process.env.ENIG_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// Options: viewport, pixelRatio, script (true), app (true; false keeps the app from loading, so
// that the page stays its HTML while the test's own script can run in it), prepare (a script that
// runs before any of the page's own), arrange (is given the page before it is opened), and any
// other of Playwright's context options.
//
// `page.errors` are what the browser has called an error, `page.sent` the requests of this page and
// of those that are opened beside it: {method, path, body, type}.
export async function openPage(browser, url, options = {}) {
  const {viewport = phone, pixelRatio = 1, script = true, app = true, prepare, arrange, ...rest} =
      options;
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: pixelRatio,
    javaScriptEnabled: script,
    locale: 'nb-NO',
    ...rest,
  });
  if (!app)
    await context.route(
        /\/loader[^/]*\.js$/, (route) => route.fulfill({contentType: 'text/javascript', body: ''}));
  await context.addInitScript(countWork);
  if (prepare) await context.addInitScript(prepare);
  const page = await context.newPage();
  page.sent = [];
  context.on('request', (request) => {
    const {pathname, search} = new URL(request.url());
    page.sent.push({
      method: request.method(),
      path: pathname + search,
      body: request.postData() ?? '',
      type: request.resourceType(),
    });
  });
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.errors.push(message.text());
  });
  await arrange?.(page);
  await page.goto(url);
  return page;
}

// Until the app has taken the page over and painted its first frame.
export async function waitForApp(page) {
  await page.waitForFunction(
      () => document.documentElement.classList.contains('enig-live') && window.enig?.frames > 0,
      undefined, {timeout: 20_000});
}

// Until the app has taken the page over, whoever shows it: the canvas or the document itself.
export async function waitForProgram(page) {
  await page.waitForFunction(() => window.enig, undefined, {timeout: 20_000});
}

// An element by its id; ids hold dots, which CSS would read as classes.
export function byId(page, id) { return page.locator(`[id="${id}"]`); }
