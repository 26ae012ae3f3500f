// Firefox and WebKitGTK, driven as a person drives them: what they are told goes by webdriver.mjs.
//
//     const engine = await webKitEngine();
//     const page = await engine.open(url, {viewport: phone});

import {phone} from './browser.mjs';
import {EnginePage} from './engine_page.mjs';
import {launchFirefox, launchWebKit} from './webdriver.mjs';

// Names of keys as in Playwright, to WebDriver's code points.
const keys = {
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  Space: ' ',
  Backspace: '\uE003',
  Shift: '\uE008',
  Control: '\uE009',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};
const keyOf = (name) => keys[name] ?? name;

let presses = 0;

class WebDriverPage extends EnginePage {
  constructor(name, command) {
    super();
    this.name = name;
    this.command = command;
  }

  // The same function as in Chromium, with the one argument that Playwright allows.
  evaluate(work, ...args) {
    return this.command('ExecuteScript', {
      script: `return (${work}).apply(null, arguments[0])`,
      args: [args],
    });
  }

  inject(source) { return this.command('ExecuteScript', {script: source, args: []}); }

  // Where the middle of the element is, once it can be pressed there and has stopped moving. Until
  // `hasHit`, a press of anything else is kept from the page.
  pressable(id) {
    return this.waitFor(async (wanted) => {
      const element = document.getElementById(wanted);
      if (element === null) return null;
      const {top, bottom} = element.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) {
        element.scrollIntoView({block: 'center', behavior: 'instant'});
      }
      const before = element.getBoundingClientRect();
      await new Promise((resolve) => {
        setTimeout(resolve, 30);
      });
      const now = element.getBoundingClientRect();
      if (now.top !== before.top || now.left !== before.left || now.width === 0) return null;
      const x = Math.round(now.left + now.width / 2);
      const y = Math.round(now.top + now.height / 2);
      if (!element.contains(document.elementFromPoint(x, y))) return null;
      const guard = new AbortController();
      window.press = {guard, hasHit: false, hasMissed: false};
      for (const name of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
        addEventListener(name, (event) => {
          const isHit = element.contains(event.target);
          if (isHit && name === 'click') window.press.hasHit = true;
          if (isHit) return;
          window.press.hasMissed = true;
          event.preventDefault();
          event.stopImmediatePropagation();
        }, {capture: true, signal: guard.signal});
      }
      return {x, y};
    }, id);
  }

  // Whether the press went where it was meant to go: the page may have moved under it, and a
  // browser that has much to do may lose it.
  hasHit() {
    return this
        .evaluate(async () => {
          const {press} = window;
          if (!press) return true;  // another page
          const deadline = performance.now() + 2000;
          while (!press.hasHit && !press.hasMissed && performance.now() < deadline) {
            await new Promise((resolve) => {
              setTimeout(resolve, 10);
            });
          }
          press.guard.abort();
          delete window.press;
          return press.hasHit;
        })
        // A page that the press leaves answers nothing, or null.
        .then((hasHit) => hasHit !== false, () => true);
  }

  async click(id) {
    do {
      const {x, y} = await this.pressable(id);
      // A second press at the very same place, soon after the first, is a double click to
      // WebKitGTK.
      await this.pressAt(x + ++presses % 2, y);
    } while (!await this.hasHit());
  }

  pressAt(x, y) {
    return this.act({
      type: 'pointer',
      id: 'mouse',
      parameters: {pointerType: 'mouse'},
      actions: [
        {type: 'pointerMove', duration: 0, x, y},
        {type: 'pointerDown', button: 0},
        {type: 'pointerUp', button: 0},
      ],
    });
  }

  // "Tab", "Shift+Tab", "Enter", "a".
  async press(key) {
    const parts = key.split('+').map(keyOf);
    await this.act({
      type: 'key',
      id: 'keyboard',
      actions: [
        ...parts.map((value) => ({type: 'keyDown', value})),
        ...parts.reverse().map((value) => ({type: 'keyUp', value})),
      ],
    });
  }

  async type(id, words) {
    await this.click(id);
    for (const letter of words) {
      // At a letter that the screen's keyboard has not, WebKitGTK goes down now and then.
      if (this.name !== 'webkit' || letter <= '~') {
        await this.press(letter);
      } else {
        await this.evaluate((text) => document.execCommand('insertText', false, text), letter);
      }
    }
  }

  async act(source) { await this.command('PerformActions', {actions: [source]}); }

  async screenshot() {
    // What has just been changed must have been drawn.
    await this.evaluate(() => new Promise((resolve) => {
                          requestAnimationFrame(
                              () => requestAnimationFrame(() => setTimeout(resolve, 20)));
                        }));
    return Buffer.from(await this.command('TakeScreenshot', {full: false}), 'base64');
  }

  // The window as a whole; its frame is measured and added.
  async setViewport({width, height}) {
    let [outerWidth, outerHeight] = [width, height];
    for (let tries = 0; tries < 4; ++tries) {
      await this.command('SetWindowRect', {width: outerWidth, height: outerHeight});
      const inner = await this.settledSize();
      if (inner.width === width && inner.height === height) return;
      outerWidth += width - inner.width;
      outerHeight += height - inner.height;
    }
    throw new Error(`${this.name} gives no window of ${width} x ${height}`);
  }

  // The window's inner size once it has been the same for a tenth of a second.
  settledSize() {
    return this.evaluate(async () => {
      for (let last = ''; last !== `${innerWidth} ${innerHeight}`;) {
        last = `${innerWidth} ${innerHeight}`;
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
      }
      return {width: innerWidth, height: innerHeight};
    });
  }

  async errors() { return []; }

  goto(url) { return this.command('Navigate', {url}); }

  back() { return this.command('Back'); }

  reload() { return this.command('Refresh'); }

  // Leaves the page; what it has kept goes with the next `forget`.
  close() { return this.goto('about:blank'); }

  // Takes away what pages of the same server have kept on this device and in this tab, from a page
  // on which no program runs. WebKitGTK, where it has much to do, may never answer: then it is
  // asked once more, from a new page.
  async forget(url) { await this.tryToForget(url).catch(() => this.tryToForget(url)); }

  async tryToForget(url) {
    await this.goto(new URL('/there/is/no/such/page', url).href);
    await this.evaluate(async () => {
      localStorage.clear();
      sessionStorage.clear();
      for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) {
        await worker.unregister();
      }
      for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
    });
  }
}

class FirefoxPage extends WebDriverPage {
  // Runs in the browser's own window, with its rights.
  async inBrowser(work, ...args) {
    await this.command('Marionette:SetContext', {value: 'chrome'});
    try {
      return await this.evaluate(work, ...args);
    } finally {
      await this.command('Marionette:SetContext', {value: 'content'});
    }
  }

  // Firefox's own window is at least 500 px wide; the page in it need not be.
  async setViewport({width, height}) {
    await this.inBrowser((size) => {
      const {style} = gBrowser.selectedBrowser;
      for (const [side, px] of Object.entries(size)) {
        for (const name of [side, `min-${side}`, `max-${side}`]) {
          style.setProperty(name, `${px}px`, 'important');
        }
      }
    }, {width, height});
    await this.waitFor(
        (size) => innerWidth === size.width && innerHeight === size.height, {width, height});
  }

  async errors() {
    return this.inBrowser(
        () => Services.console.getMessageArray()
                  .filter(
                      (message) => message instanceof Ci.nsIScriptError &&
                          !(message.flags & Ci.nsIScriptError.warningFlag) &&
                          message.category.startsWith('content javascript'))
                  .map((message) => message.errorMessage));
  }

  // 'light' or 'dark'.
  setColourScheme(scheme) {
    return this.inBrowser(
        (dark) => Services.prefs.setIntPref(
            'layout.css.prefers-color-scheme.content-override', dark ? 0 : 1),
        scheme === 'dark');
  }
}

export async function firefoxEngine() {
  const browser = await launchFirefox();
  // A window that Firefox never makes smaller than what tests ask for.
  await browser.command('SetWindowRect', {width: 1500, height: 1300});
  return {
    name: 'firefox',
    // Options: viewport; colorScheme.
    async open(url, {viewport = phone, colorScheme = 'light'} = {}) {
      const page = new FirefoxPage('firefox', browser.command);
      await page.inBrowser(() => Services.console.reset());
      await page.setColourScheme(colorScheme);
      await page.setViewport(viewport);
      await page.forget(url);
      await page.goto(url);
      return page;
    },
    stop: () => browser.close(),
  };
}

export async function webKitEngine() {
  let browser = await launchWebKit();
  let isDark = false;
  const launchAgain = async (dark) => {
    await browser.close();
    isDark = dark;
    browser = await launchWebKit({isDark});
  };
  return {
    name: 'webkit',
    // Options: viewport; colorScheme, for which the browser must start anew.
    async open(url, {viewport = phone, colorScheme = 'light'} = {}) {
      if (isDark !== (colorScheme === 'dark')) await launchAgain(!isDark);
      // A browser that has gone down fails the test that it was in, and no other.
      if (!(await browser.command('GetWindowRect').catch(() => null))) await launchAgain(isDark);
      const page = new WebDriverPage('webkit', browser.command);
      await page.setViewport(viewport);
      await page.forget(url);
      await page.goto(url);
      return page;
    },
    stop: () => browser.close(),
  };
}
