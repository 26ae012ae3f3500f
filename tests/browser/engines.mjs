// One way to use a page in Chromium, Firefox and WebKitGTK, so that a journey is written once and
// made in each.
//
//     const engine = await startEngine('firefox');
//     const page = await engine.open(server.url + 'baerum/naering/', {viewport: phone});
//     await page.waitForApp();
//     await page.click('naeringsplan.agree');
//     await page.close();
//     await engine.stop();

import {launchBrowser, openPage} from './browser.mjs';
import {EnginePage} from './engine_page.mjs';
import {firefoxEngine, webKitEngine} from './webdriver_engines.mjs';

export const engineNames = ['chromium', 'firefox', 'webkit'];

// ENIG_ENGINES="chromium firefox" leaves the others out, for a quick look while working.
export const chosenEngines = engineNames.filter(
    (name) => (process.env.ENIG_ENGINES ?? engineNames.join(' ')).split(' ').includes(name));

export async function startEngine(name) {
  return {chromium: chromiumEngine, firefox: firefoxEngine, webkit: webKitEngine}[name]();
}

class ChromiumPage extends EnginePage {
  name = 'chromium';

  constructor(page) {
    super();
    this.playwright = page;
  }

  evaluate(work, ...args) { return this.playwright.evaluate(work, ...args); }

  async click(id) { await this.playwright.locator(`[id="${id}"]`).click(); }

  // Runs a script as it is, whatever the page's policy on scripts.
  inject(source) { return this.playwright.evaluate(source); }

  async press(key) { await this.playwright.keyboard.press(key); }

  async type(id, words) {
    await this.click(id);
    await this.playwright.keyboard.type(words);
  }

  // What the window shows, as a PNG.
  screenshot() { return this.playwright.screenshot({scale: 'device'}); }

  setViewport(viewport) { return this.playwright.setViewportSize(viewport); }

  async errors() { return this.playwright.errors; }

  goto(url) { return this.playwright.goto(url); }

  back() { return this.playwright.goBack(); }

  reload() { return this.playwright.reload(); }

  close() { return this.playwright.context().close(); }
}

async function chromiumEngine() {
  const browser = await launchBrowser();
  return {
    name: 'chromium',
    // Options: those of browser.mjs's openPage.
    async open(
        url, options = {}) { return new ChromiumPage(await openPage(browser, url, options)); },
    stop: () => browser.close(),
  };
}
