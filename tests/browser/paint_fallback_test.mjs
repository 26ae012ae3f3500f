// Where the canvas cannot be the page's face, the document is; and it comes back when it can.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId, phone, waitForApp, waitForProgram} from './browser.mjs';
import {inkIn, overlayAgainstPaint} from './paint.mjs';
import {agree, counted, focusedId, isPressed} from './resident.mjs';
import {startServer, totalsOf, waitForTotals} from './server.mjs';
import {duringTests, useChromium} from './visits.mjs';

const chromium = useChromium();
const server = duringTests(startServer);

const visit = (work, options) => chromium.visit(work, {server, ...options});

const isLive = (page) =>
    page.evaluate(() => document.documentElement.classList.contains('enig-live'));

// True where the document's own words can be seen.
const showsItself = (page) => page.evaluate(() => {
  const {color} = getComputedStyle(document.getElementById('enig.title'));
  const canvas = document.querySelector('.enig-canvas');
  const isPainted = canvas !== null && getComputedStyle(canvas).display !== 'none';
  return color !== 'rgba(0, 0, 0, 0)' && !isPainted;
});

// Until the document is the page's face.
const untilPlain = (page) =>
    page.waitForFunction(() => !document.documentElement.classList.contains('enig-live'));

test(
    'forced colours show the document, and the canvas comes back after them',
    () => visit(async (page) => {
      await page.emulateMedia({forcedColors: 'active'});
      await untilPlain(page);
      assert.ok(await showsItself(page));
      await page.emulateMedia({forcedColors: 'none'});
      await waitForApp(page);
      assert.equal(await showsItself(page), false);
    }));

test('print shows the document', () => visit(async (page) => {
                                   assert.equal(await showsItself(page), false);
                                   await page.emulateMedia({media: 'print'});
                                   assert.ok(await showsItself(page));
                                 }));

test(
    'a lost graphics context shows the document, which still answers; a restored one paints again',
    () => visit(async (page) => {
      await page.evaluate(() => {
        const gl = document.querySelector('.enig-canvas').getContext('webgl2');
        window.card = gl.getExtension('WEBGL_lose_context');
        window.card.loseContext();
      });
      await untilPlain(page);
      assert.ok(await showsItself(page));
      await byId(page, 'rammevilkar.agree').click();
      assert.ok(await isPressed(page, 'rammevilkar.agree'));
      await page.evaluate(() => window.card.restoreContext());
      await waitForApp(page);
      await page.waitForTimeout(200);
      const {lines} = await inkIn(page);
      assert.ok(
          lines.length > 5 && lines.every(({share}) => share > 0.03),
          'nothing is painted after the restore');
      assert.deepEqual((await overlayAgainstPaint(page, 1)).off, []);
    }));

test(
    'forced colours show which answer is pressed, and where a card ends',
    () => visit(async (page) => {
      assert.equal(await isLive(page), false);
      const look = (id) => byId(page, id).evaluate((element) => {
        const {backgroundColor, color, borderTopColor, borderTopWidth} = getComputedStyle(element);
        return {backgroundColor, color, borderTopColor, borderTopWidth};
      });
      for (const stance of ['agree', 'disagree', 'unsure']) {
        const resting = await look(`naeringsplan.${stance}`);
        await byId(page, `naeringsplan.${stance}`).click();
        await page.mouse.move(2, 2);
        const pressed = await look(`naeringsplan.${stance}`);
        assert.notEqual(pressed.backgroundColor, resting.backgroundColor, stance);
        assert.notEqual(pressed.color, pressed.backgroundColor, stance);
      }
      for (const id of ['naeringsplan', 'naeringsplan.consent', 'enig.topic']) {
        const {borderTopWidth, borderTopColor} = await look(id);
        assert.equal(borderTopWidth, '1px', id);
        assert.notEqual(borderTopColor, (await look('enig.page')).backgroundColor, id);
      }
    }, {forcedColors: 'active', ready: waitForProgram}));

// What browsers and their extensions answer in place of a canvas's pixels, against tracking.
const disguises = {
  'blank': (data) => data.fill(0),
  'full': (data) => data.fill(255),
  'one colour': (data) => data.fill(113),
  'noise': (data) => data.forEach((_, i) => {
    data[i] = Math.random() * 256;
  }),
  'the same noise each time': (data) => data.forEach((_, i) => {
    data[i] = (i * 7919) % 251;
  }),
};

for (const [name, disguise] of Object.entries(disguises)) {
  test(
      `where a canvas's pixels are not told the document is the face: ${name}`,
      () => visit(async (page) => {
        assert.equal(await isLive(page), false);
        assert.ok(await showsItself(page));
        await byId(page, 'naeringsplan.unsure').click();
        await byId(page, 'naeringsplan.consent.yes').waitFor();
        assert.equal(await page.evaluate(() => enig.frames), 0);
      }, {
        ready: waitForProgram,
        prepare: `{
          const original = CanvasRenderingContext2D.prototype.getImageData;
          CanvasRenderingContext2D.prototype.getImageData = function(...rest) {
            const image = original.apply(this, rest);
            (${disguise})(image.data);
            return image;
          };
        }`,
      }));
}

test(
    'pixels that are told a little wrong, each time alike, are painted',
    () => visit(async (page) => assert.ok(await isLive(page)), {
      prepare: () => {
        const original = CanvasRenderingContext2D.prototype.getImageData;
        CanvasRenderingContext2D.prototype.getImageData = function(...rest) {
          const image = original.apply(this, rest);
          for (let i = 3; i < image.data.length; i += 28) image.data[i] ^= 1;
          return image;
        };
      },
    }));

test(
    'without WebGL2 the document is the face of the same program',
    () => visit(async (page) => {
      assert.equal(await isLive(page), false);
      assert.ok(await showsItself(page));
      await byId(page, 'naeringsplan.unsure').click();
      await byId(page, 'naeringsplan.consent.yes').waitFor();
      assert.ok(await isPressed(page, 'naeringsplan.unsure'));
      assert.equal(await page.evaluate(() => enig.frames), 0);
    }, {
      ready: waitForProgram,
      prepare: () => {
        const original = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function(
            kind,
            ...rest) { return kind === 'webgl2' ? null : original.call(this, kind, ...rest); };
      },
    }));

test(
    'where the program cannot be loaded the document is as it was, and its form posts',
    () => visit(async (page) => {
      await page.waitForTimeout(300);
      assert.equal(await isLive(page), false);
      assert.ok(await showsItself(page));
      // Nothing leaves before consent: it is asked for here, and then the form posts.
      await byId(page, 'naeringsplan.agree').click();
      const consent = byId(page, 'naeringsplan.consent.yes');
      await Promise.all([page.waitForNavigation(), consent.click()]);
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
    }, {
      ready: async () => {},
      arrange: (page) => page.route('**/*.wasm', (route) => route.abort()),
    }));

test(
    'the program goes on with a page that a post has answered: consent, answer and ballot',
    () => visit(async (page) => {
      const {ballots} = await totalsOf(server);
      await Promise.all([page.waitForNavigation(), byId(page, 'naeringsplan.agree').click()]);
      await page.unroute('**/loader.js');
      // The reply to this post, consent asked and given, is the first page with a program.
      await Promise.all([page.waitForNavigation(), byId(page, 'naeringsplan.consent.yes').click()]);
      await waitForApp(page);
      await byId(page, 'naeringsplan.agree').click();
      await counted(page, 'naeringsplan');
      assert.ok(await isPressed(page, 'naeringsplan.agree'));
      await waitForTotals(server, (totals) => totals.ballots === ballots + 1);
      assert.deepEqual((await overlayAgainstPaint(page, 1)).off, []);
    }, {
      ready: async () => {},
      arrange: (page) => page.route('**/loader.js', (route) => route.abort()),
    }));

test(
    'dark colours are painted as soon as they are wanted',
    () => visit(async (page) => {
      const frames = await page.evaluate(() => enig.frames);
      await page.emulateMedia({colorScheme: 'dark'});
      await page.waitForFunction((before) => enig.frames > before, frames);
      const ground = await page.evaluate(() => {
        const gl = document.querySelector('.enig-canvas').getContext('webgl2');
        return new Promise((resolve) => {
          requestAnimationFrame(() => resolve(gl.getParameter(gl.COLOR_CLEAR_VALUE)));
        });
      });
      assert.ok(
          Object.values(ground).slice(0, 3).every((channel) => channel < 0.15),
          `the ground is ${Object.values(ground)}`);
      const {lines} = await inkIn(page);
      assert.ok(lines.every(({share}) => share > 0.03), 'words cannot be seen on the dark ground');
    }, {colorScheme: 'light'}));

test(
    'another pixel ratio is painted in its own pixels',
    () => visit(async (page) => {
      const session = await page.context().newCDPSession(page);
      for (const ratio of [1.25, 2.5]) {
        const frames = await page.evaluate(() => enig.frames);
        // As a browser's own zoom does it: the window becomes narrower in CSS px.
        await session.send('Emulation.setDeviceMetricsOverride', {
          width: Math.round(phone.width / ratio),
          height: phone.height,
          deviceScaleFactor: ratio,
          mobile: false
        });
        await page.waitForFunction((before) => enig.frames > before, frames);
        const {device, css} =
            await page.evaluate(() => ({
                                  device: document.querySelector('.enig-canvas').width,
                                  css: document.documentElement.clientWidth
                                }));
        assert.equal(device, Math.round(css * ratio));
        assert.deepEqual((await overlayAgainstPaint(page, 1)).off, []);
      }
    }, {pixelRatio: 1}));

test(
    'a window that is too high for a canvas shows the document',
    () => visit(async (page) => {
      await page.setViewportSize({width: 360, height: 9_000});
      await untilPlain(page);
      assert.ok(await showsItself(page));
      await page.setViewportSize(phone);
      await waitForApp(page);
    }));

test(
    'after a press that the program fails at the form posts the next one',
    () => visit(async (page) => {
      await page.evaluate(() => {
        Element.prototype.insertAdjacentHTML = () => {
          throw new Error('made by the test');
        };
      });
      await byId(page, 'naeringsplan.agree').click();
      await untilPlain(page);
      await byId(page, 'naeringsplan.agree').click();
      await page.waitForURL(/#naeringsplan/);
      await byId(page, 'naeringsplan.consent.yes').waitFor();
      assert.match(page.errors.join(), /made by the test/);
    }));

test(
    'a frame that the program fails at leaves the document as the face',
    () => visit(async (page) => {
      await page.evaluate(() => {
        WebGL2RenderingContext.prototype.drawElements = () => {
          throw new Error('made by the test');
        };
        scrollTo(0, 5_000);
      });
      await untilPlain(page);
      assert.ok(await showsItself(page));
      assert.match(page.errors.join(), /made by the test/);
    }));

test(
    'words that somebody else has changed are shown: a translation',
    () => visit(async (page) => {
      await page.evaluate(() => {
        document.getElementById('naeringsplan.text').textContent = 'Make a new plan';
      });
      await untilPlain(page);
      assert.ok(await showsItself(page));
      await byId(page, 'naeringsplan.agree').click();
      await byId(page, 'naeringsplan.consent.yes').waitFor();
      assert.equal(await isLive(page), false);
    }));

test(
    'the program\'s own changes are not taken for somebody else\'s',
    () => visit(async (page) => {
      await agree(page, 'naeringsplan');
      await byId(page, 'naeringsplan.undo').click();
      await page.setViewportSize({width: 500, height: 700});
      await page.waitForFunction(() => document.querySelector('.enig-canvas').width === 500);
      assert.ok(await isLive(page));
    }));

test(
    'text spaced by the person themselves is shown as they space it',
    () => visit(async (page) => {
      // What WCAG 2.2, success criterion 1.4.12, names.
      const [sheet] = await page.$$('link[href$="style.css"]');
      await sheet.evaluate((link) => {
        const rules = link.sheet;
        rules.insertRule(
            '.page * { line-height: 1.5 !important; letter-spacing: .12em !important; }',
            rules.cssRules.length);
        rules.insertRule('.page { word-spacing: .16em !important; }', rules.cssRules.length);
      });
      await untilPlain(page);
      assert.ok(await showsItself(page));
    }));

test(
    'the first press of Tab shows a link to the content, which leads there',
    () => visit(async (page) => {
      const skip = byId(page, 'enig.skip');
      const isSeen = () => skip.evaluate((link) => {
        const {left, top, width, height} = link.getBoundingClientRect();
        const at = document.elementFromPoint(left + width / 2, top + height / 2);
        return at === link && height >= 44 && getComputedStyle(link).color !== 'rgba(0, 0, 0, 0)';
      });
      assert.equal(await isSeen(), false);
      await page.keyboard.press('Tab');
      assert.equal(await focusedId(page), 'enig.skip');
      assert.ok(await isSeen());
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(
          () => document.getElementById('enig.main').contains(document.activeElement)));
    }));
