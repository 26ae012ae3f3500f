// Firefox and WebKitGTK for tests, by the commands of W3C WebDriver: Firefox takes them on its own
// port (Marionette), WebKitGTK through WebKitWebDriver. Both draw WebGL2 in software, on a screen
// of their own that nobody sees. Tests use them through engines.mjs.
//
//     const firefox = await launchFirefox();
//     await firefox.command('Navigate', {url});
//     await firefox.close();

import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';

import {atEnd} from './server.mjs';

const startDeadlineMs = 30_000;
const pause = (ms) => new Promise((resolve) => {
  setTimeout(resolve, ms);
});

// Asks until there is an answer; fails with `what` when the deadline has passed.
async function eventually(ask, what) {
  const deadline = Date.now() + startDeadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} within ${startDeadlineMs} ms`);
    await pause(50);
  }
}

// A program of its own process group, so that ending it ends its helpers too.
function start(program, args, options) {
  const child = spawn(program, args, {detached: true, stdio: 'ignore', ...options});
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  const forget = atEnd(() => kill('SIGKILL'));
  return {
    child,
    async stop() {
      kill('SIGTERM');
      await Promise.race([ended, pause(3_000)]);
      kill('SIGKILL');
      forget();
    },
  };
}

// What is true of Firefox here beside its defaults: WebGL2 in software, no first-run pages, nothing
// sent to anybody.
const firefoxPreferences = {
  'webgl.force-enabled': true,
  'gfx.webrender.software': true,
  'marionette.port': 0,
  'remote.active-protocols': 1,
  'intl.accept_languages': 'nb-NO, nb',
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'browser.tabs.warnOnClose': false,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.disabledForTesting': true,
  'app.normandy.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'browser.safebrowsing.update.enabled': false,
  'dom.disable_open_during_load': false,
  // Tab goes to links as well, as it does on every system but one.
  'accessibility.tabfocus': 7,
};

const firefoxProgram = process.env.ENIG_FIREFOX ?? '/usr/bin/firefox-esr';

// { command(name, parameters), close() }. Names are those of WebDriver's commands.
export async function launchFirefox() {
  const profile = await mkdtemp(path.join(tmpdir(), 'enig-firefox-'));
  const lines = Object.entries(firefoxPreferences)
                    .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  await writeFile(path.join(profile, 'user.js'), lines.join('\n') + '\n');
  // Without windows, but with a screen: the graphics driver wants one.
  const screen = await startScreen();
  const args = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access'];
  const running = start(firefoxProgram, [...args, '--profile', profile], {
    env: {
      PATH: process.env.PATH,
      HOME: profile,
      DISPLAY: screen.display,
      LIBGL_ALWAYS_SOFTWARE: '1'
    },
  });
  const port = await eventually(async () => {
    const text = await readFile(path.join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '');
    return Number(text) || undefined;
  }, 'Firefox opened no port');
  const connection = await connect(port);
  const command = (name, parameters = {}) => connection.send(name, parameters);
  await command('WebDriver:NewSession', {strictFileInteractability: false});
  return {
    command: (name, parameters) =>
        command(name.includes(':') ? name : `WebDriver:${name}`, parameters),
    async close() {
      connection.close();
      await running.stop();
      await screen.stop();
      await rm(profile, {recursive: true, force: true, maxRetries: 5});
    },
  };
}

// Marionette's wire: "<bytes>:[0, id, command, parameters]", replied to by
// "<bytes>:[1, id, error, result]".
async function connect(port) {
  const socket = await eventually(
      () => new Promise((resolve) => {
        const attempt = net.connect(port, '127.0.0.1');
        attempt.once('connect', () => resolve(attempt));
        attempt.once('error', () => resolve(undefined));
      }),
      'Firefox took no connection');
  const waiting = new Map();
  let lastId = 0;
  let pending = Buffer.alloc(0);
  let greeted;
  const greeting = new Promise((resolve) => {
    greeted = resolve;
  });
  const take = (message) => {
    if (!Array.isArray(message)) return greeted();
    const [, id, error, result] = message;
    const {resolve, reject} = waiting.get(id);
    waiting.delete(id);
    if (error) return reject(new Error(`${error.error}: ${error.message}`));
    resolve(
        result !== null && typeof result === 'object' && 'value' in result ? result.value : result);
  };
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const colon = pending.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(pending.subarray(0, colon));
      if (pending.length < end) return;
      const message = JSON.parse(pending.subarray(colon + 1, end));
      pending = pending.subarray(end);
      take(message);
    }
  });
  const fail = () => {
    for (const {reject} of waiting.values()) reject(new Error('Firefox has ended'));
    waiting.clear();
  };
  socket.on('close', fail);
  socket.on('error', fail);
  await greeting;
  return {
    send(name, parameters) {
      const id = ++lastId;
      const text = Buffer.from(JSON.stringify([0, id, name, parameters]));
      return new Promise((resolve, reject) => {
        waiting.set(id, {resolve, reject});
        socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
      });
    },
    close: () => socket.destroy(),
  };
}

const webKitDriver = process.env.ENIG_WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';
const miniBrowsers = ['4.1', '4.0', '6.0'].map(
    (version) => `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/` +
        `webkit${version === '6.0' ? '' : '2'}gtk-${version}/MiniBrowser`);

// WebDriver's commands as WebKitWebDriver's addresses.
const addresses = {
  Navigate: ['POST', '/url'],
  Back: ['POST', '/back'],
  Forward: ['POST', '/forward'],
  Refresh: ['POST', '/refresh'],
  ExecuteScript: ['POST', '/execute/sync'],
  TakeScreenshot: ['GET', '/screenshot'],
  PerformActions: ['POST', '/actions'],
  ReleaseActions: ['DELETE', '/actions'],
  GetWindowRect: ['GET', '/window/rect'],
  SetWindowRect: ['POST', '/window/rect'],
};

// MiniBrowser's own toolbar would keep its window wider than a phone.
const narrowToolbar =
    '* { font-size: 1px; padding: 0; margin: 0; min-width: 0; border-width: 0; }\n';

// { command(name, parameters), close() }. Options: isDark, whether its desktop wants dark colours.
export async function launchWebKit({isDark = false} = {}) {
  const miniBrowser = process.env.ENIG_WEBKIT ?? miniBrowsers.find((file) => existsSync(file));
  const home = await mkdtemp(path.join(tmpdir(), 'enig-webkit-'));
  await mkdir(path.join(home, '.config/gtk-3.0'), {recursive: true});
  await writeFile(path.join(home, '.config/gtk-3.0/gtk.css'), narrowToolbar);
  const screen = await startScreen();
  const port = await freePort();
  const running = start(webKitDriver, ['--host=127.0.0.1', `--port=${port}`], {
    env: {
      PATH: process.env.PATH,
      DISPLAY: screen.display,
      // A home of its own, so that no run sees what another has kept.
      HOME: home,
      XDG_RUNTIME_DIR: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      LANGUAGE: 'nb',
      LIBGL_ALWAYS_SOFTWARE: '1',
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      ...(isDark ? {GTK_THEME: 'Adwaita:dark'} : {}),
    },
  });
  const base = `http://127.0.0.1:${port}`;
  const call = async (method, address, body) => {
    const reply = await fetch(base + address, {
      method,
      ...(method === 'POST' ? {body: JSON.stringify(body ?? {})} : {}),
      headers: {'content-type': 'application/json'},
    });
    const {value} = await reply.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await eventually(
      () => call('GET', '/status').then(() => true, () => undefined), 'WebKitWebDriver was not up');
  const {sessionId} = await call('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions':
            {binary: miniBrowser, args: ['--automation', '--ignore-tls-errors']},
      },
    },
  });
  return {
    command(name, parameters) {
      const [method, address] = addresses[name];
      return call(method, `/session/${sessionId}${address}`, parameters);
    },
    async close() {
      await call('DELETE', `/session/${sessionId}`).catch(() => {});
      await running.stop();
      await screen.stop();
      await rm(home, {recursive: true, force: true, maxRetries: 5});
    },
  };
}

// A screen that nobody sees, with a number that Xvfb finds free by itself. The pointer stands in
// its middle, and where there is no window manager the window under the pointer has the keyboard:
// the screen is small, so that this is every window of the tests.
async function startScreen() {
  const running = start(
      'Xvfb', ['-displayfd', '3', '-screen', '0', '600x400x24', '-nolisten', 'tcp'],
      {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
  const number = await new Promise((resolve, reject) => {
    running.child.stdio[3].once('data', (chunk) => resolve(String(chunk).trim()));
    running.child.once('error', reject);
    running.child.once('exit', () => reject(new Error('Xvfb ended before it was ready')));
  });
  return {display: `:${number}`, stop: running.stop};
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}
