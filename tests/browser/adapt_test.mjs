// The page bends to the person: narrow windows, large text, zoom, their own spacing, print.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inflateSync} from 'node:zlib';

import {laptop, oldPhone, phone} from './browser.mjs';
import {misfits} from './checks.mjs';
import {startEngine} from './engines.mjs';
import {overlayAgainstPaint} from './paint.mjs';
import {answer, appStates, htmlStates, point, startServers} from './states.mjs';
import {duringTests, topic} from './visits.mjs';

const offMaxPx = 1;

const engine = duringTests(() => startEngine('chromium'));
const servers = duringTests(startServers);

// name: options of the window, and what is done to the page once it is there.
const bends = {
  '320 px': {options: {viewport: oldPhone}},
  'text of twice the size': {
    options: {viewport: phone},
    // The next frame is laid out anew.
    bend: (page) => page.evaluate(() => new Promise((resolve) => {
                                    document.documentElement.style.fontSize = '200%';
                                    requestAnimationFrame(() => requestAnimationFrame(resolve));
                                  })),
  },
  // A window of 1280 x 1024 at 400 %.
  'zoom of 400 %': {options: {viewport: {width: 320, height: 256}, pixelRatio: 4}},
};

for (const [name, {options, bend = async () => {}}] of Object.entries(bends)) {
  for (const state of appStates) {
    test(`${name}: everything can be read in the app's state "${state.name}"`, async () => {
      const page = await engine.open(servers.of(state).url + state.path, options);
      await page.waitForApp();
      await bend(page);
      await state.reach(page);
      assert.deepEqual(await misfits(page), []);
      assert.deepEqual((await overlayAgainstPaint(page, offMaxPx)).off, []);
      await page.close();
    });
  }
}

// What WCAG 2.2, success criterion 1.4.12, names.
const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`;

for (const state of htmlStates) {
  test(`a person's own spacing: everything can be read in the state "${state.name}"`, async () => {
    const page = await engine.open(
        servers.of(state).url + state.path, {viewport: phone, app: false, bypassCSP: true});
    await state.reach(page);
    await page.playwright.addStyleTag({content: spacing});
    assert.deepEqual(await misfits(page), []);
    await page.close();
  });
}

test('what does not fit is found: the checks of this file see it', async () => {
  const page = await engine.open(servers.trial.url + topic, {viewport: phone, app: false});
  const broken = async (id, style) => {
    await page.evaluate(([wanted, css]) => {
      document.getElementById(wanted).style.cssText = css;
    }, [id, style]);
    const found = await misfits(page);
    await page.evaluate((wanted) => {
      document.getElementById(wanted).style.cssText = '';
    }, id);
    return found.join();
  };
  const text = `${point}.text`;
  assert.match(await broken(text, 'white-space: nowrap'), /outside of the window/);
  assert.match(await broken(text, 'height: 20px; overflow: hidden'), /cut off/);
  assert.match(await broken(text, 'margin-bottom: -30px'), new RegExp(`${text} over`));
  assert.deepEqual(await misfits(page), []);
  await page.close();
});

// The words of a PDF that Chromium has written, by the tables of letters that it carries.
function wordsOf(pdf) {
  const text = pdf.toString('latin1');
  const objects = new Map();
  for (const [, number, body] of text.matchAll(/(?:^|\n)(\d+) 0 obj\n?([\s\S]*?)endobj/g)) {
    objects.set(number, body);
  }
  const streamOf = (number) => {
    const body = objects.get(number);
    const [, data] = body.match(/stream\r?\n([\s\S]*)endstream/);
    const bytes = Buffer.from(data, 'latin1');
    return /FlateDecode/.test(body) ? inflateSync(bytes).toString('latin1') : data;
  };
  const letter = (hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  const lettersOf = (number) => {
    const map = streamOf(objects.get(number).match(/\/ToUnicode (\d+) 0 R/)[1]);
    const letters = new Map();
    for (const [, block] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
      for (const [, from, to] of block.matchAll(/<(\w+)>\s*<(\w+)>/g)) {
        letters.set(parseInt(from, 16), letter(to));
      }
    }
    for (const [, block] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
      for (const [, from, to, first] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
        for (let i = parseInt(from, 16), k = 0; i <= parseInt(to, 16); ++i, ++k) {
          letters.set(i, letter((parseInt(first, 16) + k).toString(16).padStart(4, '0')));
        }
      }
    }
    return letters;
  };
  let words = '';
  for (const body of objects.values()) {
    if (!/\/Type \/Page\b/.test(body)) continue;
    const fonts = new Map();
    for (const [, name, number] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      fonts.set(name, lettersOf(number));
    }
    let letters;
    const content = streamOf(body.match(/\/Contents (\d+) 0 R/)[1]);
    for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<(\w+)> Tj|T[dm*]\b/g)) {
      if (font)
        letters = fonts.get(font);
      else if (shown) {
        for (const code of shown.match(/.{4}/g)) words += letters.get(parseInt(code, 16)) ?? '';
      } else
        words += ' ';
    }
  }
  return words;
}

test('print gives every point, and what one has answered oneself', async () => {
  const policy = await (await fetch(`${servers.trial.url}api/v1/policies/baerum-naering`)).json();
  const textsIn = (section) =>
      [section.title,
       ...(section.points ?? [])
           .flatMap(({text, points = []}) => [text, ...points.map((one) => one.text)]),
       ...(section.sections ?? []).flatMap(textsIn),
  ];
  const texts = policy.sections.flatMap(textsIn);
  assert.ok(texts.length > 60);
  const page = await engine.open(servers.trial.url + topic, {viewport: laptop});
  await page.waitForApp();
  await answer(page, point, 'disagree');
  await page.waitForId(`${point}.bar`);
  // On paper is everything, also where the screen shows a part.
  await page.click('enig.filter.agreed');
  const printed = wordsOf(await page.playwright.pdf({format: 'A4'})).replace(/\s+/g, '');
  const missing = texts.filter((text) => !printed.includes(text.replace(/\s+/g, '')));
  assert.deepEqual(missing, []);
  // The pressed button is filled, and its ground is printed.
  await page.playwright.emulateMedia({media: 'print'});
  // What can only be pressed is not there.
  const deeds = [
    'enig.filter.all', `${point}.undo`, `${point}.more`, 'enig.search.go',
    'enig.mine',  // the summary has not been asked for
  ];
  const shown = await page.evaluate(
      (ids) => [...ids.map((id) => document.getElementById(id)).filter((one) => one),
                ...document.querySelectorAll('[id$=".next"],[id$=".copy"],.mine button')]
                   .filter((one) => one.checkVisibility())
                   .map(({id}) => id),
      deeds);
  assert.deepEqual(shown, []);
  const look = (id) => page.evaluate((wanted) => {
    const {backgroundColor, printColorAdjust, display} =
        getComputedStyle(document.getElementById(wanted));
    return {backgroundColor, printColorAdjust, display};
  }, id);
  const own = await look(`${point}.disagree`);
  assert.notEqual(own.display, 'none');
  const isTold = own.printColorAdjust === 'exact' &&
      own.backgroundColor !== (await look(`${point}.agree`)).backgroundColor;
  assert.ok(isTold, 'on paper it cannot be seen what was answered');
  await page.close();
});
