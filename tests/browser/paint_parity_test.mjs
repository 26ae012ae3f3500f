// The painted page and the document over it are one: every line of the overlay lies on its painted
// line, ink is where the text is, taking over moves nothing, and every text is found.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId, laptop, oldPhone, phone} from './browser.mjs';
import {inkIn, overlayAgainstPaint, pageRects, strokesIn} from './paint.mjs';
import {agree, counted} from './resident.mjs';
import {startServer} from './server.mjs';
import {duringTests, useChromium} from './visits.mjs';

const offMaxPx = 1;

const chromium = useChromium();
const server = duringTests(startServer);

const visit = (work, options) => chromium.visit(work, {server, ...options});

// Answers two points and the topic, so that consent, bars, results and a follow-up are there.
async function answerSome(page) {
  await agree(page, 'rammevilkar');
  await byId(page, 'naeringsplan.disagree').click();
  await byId(page, 'enig.topic.agree').click();
  await counted(page, 'rammevilkar');
}

function assertNoneOff(found, what) {
  assert.deepEqual(found.off, [], `${what}: lines off by more than ${offMaxPx} px`);
  assert.ok(found.lines > 200, `${what}: only ${found.lines} lines were compared`);
}

for (const viewport of [oldPhone, phone, laptop]) {
  for (const pixelRatio of [1, 2, 3]) {
    const name = `${viewport.width} px at pixel ratio ${pixelRatio}`;
    test(
        `overlay lines lie on painted lines: ${name}`,
        () => visit(async (page) => {
          assertNoneOff(await overlayAgainstPaint(page, offMaxPx), 'fresh');
          await answerSome(page);
          assertNoneOff(await overlayAgainstPaint(page, offMaxPx), 'answered');
          assert.deepEqual(page.errors, []);
        }, {viewport, pixelRatio}));
  }
}

test(
    'overlay lines lie on painted lines after the window has changed its width',
    () => visit(async (page) => {
      await page.setViewportSize(laptop);
      await page.waitForFunction(() => enig.lines()[0].lines[0].x > 300);
      assertNoneOff(await overlayAgainstPaint(page, offMaxPx), 'wider');
      await page.setViewportSize(oldPhone);
      await page.waitForFunction(() => enig.lines()[0].lines[0].x < 300);
      assertNoneOff(await overlayAgainstPaint(page, offMaxPx), 'narrower');
    }, {viewport: phone}));

test(
    'overlay lines lie on painted lines in text of twice the size',
    () => visit(async (page) => {
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      await page.waitForFunction(() => enig.lines()[0].lines[0].height > 40);
      assertNoneOff(await overlayAgainstPaint(page, offMaxPx), 'large text');
      // Words that are longer than a line break between syllables; the plain way is for the rest.
      const [hyphens, others] = await page.evaluate(() => {
        const text = document.querySelector('.page').textContent;
        return [text.split('\u00AD').length - 1, document.querySelectorAll('.page wbr').length];
      });
      assert.ok(hyphens > 20, `only ${hyphens} hyphens`);
      assert.ok(others < 3, `${others} words without one`);
    }, {viewport: phone}));

for (const pixelRatio of [1, 2, 3]) {
  test(
      `ink is painted on every visible line, and only there: pixel ratio ${pixelRatio}`,
      () => visit(async (page) => {
        await byId(page, 'naeringsplan').scrollIntoViewIfNeeded();
        const {lines, margins} = await inkIn(page);
        assert.ok(lines.length > 5, `only ${lines.length} lines were visible`);
        for (const {text, share} of lines) {
          assert.ok(share > 0.03, `no ink on "${text}" (${share})`);
          assert.ok(share < 0.6, `a blot on "${text}" (${share})`);
        }
        assert.equal(margins, 0, 'there is ink beside the column');
      }, {viewport: phone, pixelRatio}));
}

for (const [viewport, pixelRatio] of [[phone, 1], [phone, 2], [phone, 3], [laptop, 1]]) {
  test(
      `painted letters stand where the browser itself would set them: ${viewport.width} px at ${
          pixelRatio}`,
      () => visit(async (page) => {
        const painted = (await inkIn(page)).lines;
        await page.evaluate(() => {
          document.documentElement.classList.remove('enig-live');
        });
        const set = (await inkIn(page)).lines;
        assert.ok(painted.length > 5);
        assert.deepEqual(painted.map(({text}) => text), set.map(({text}) => text));
        painted.forEach(({text, box}, i) => {
          for (const side of ['left', 'right', 'top', 'bottom']) {
            const off = Math.abs(box[side] - set[i].box[side]);
            assert.ok(off <= offMaxPx, `the ${side} of "${text}" is ${off} px off`);
          }
        });
      }, {viewport, pixelRatio}));
}

for (const pixelRatio of [1, 2, 3]) {
  for (const colorScheme of ['light', 'dark']) {
    test(
        `marks and underlines are the document's own: pixel ratio ${pixelRatio}, ${colorScheme}`,
        () => visit(async (page) => {
          const pictures = async () => {
            const painted = await strokesIn(page);
            await page.evaluate(() => document.documentElement.classList.remove('enig-live'));
            const set = await strokesIn(page);
            await page.evaluate(() => document.documentElement.classList.add('enig-live'));
            return {painted, set};
          };
          await byId(page, 'enig.search').fill('næring');
          await byId(page, 'enig.search').press('Enter');
          await byId(page, 'enig.hits').evaluate((hits) => hits.scrollIntoView());
          await page.waitForTimeout(300);
          const {painted: {marks}, set} = await pictures();
          assert.ok(marks.length > 2, `only ${marks.length} marks`);
          marks.forEach(({text, box}, i) => {
            for (const side of ['left', 'right', 'top', 'bottom']) {
              const off = Math.abs(box[side] - set.marks[i].box[side]);
              assert.ok(off <= 1, `the ${side} of the mark "${text}" is ${off} pixels off`);
            }
          });
          await page.evaluate(() => scrollTo(0, 0));
          await page.waitForTimeout(300);
          const {painted, set: own} = await pictures();
          assert.ok(painted.underlines.length > 1, `only ${painted.underlines.length} underlines`);
          painted.underlines.forEach(({text, rows, colour}, i) => {
            const other = own.underlines[i];
            assert.deepEqual([text, rows.length, colour], [text, pixelRatio, other.colour]);
            assert.equal(other.rows.length, pixelRatio, text);
            // A third of a CSS px at most: browsers round it in their own way.
            const off = Math.abs(rows[0] - other.rows[0]);
            assert.ok(off <= (pixelRatio === 3 ? 1 : 0), `"${text}" is ${off} pixels off`);
          });
        }, {viewport: phone, pixelRatio, colorScheme}));
  }
}

test(
    'text of the overlay is transparent: without the canvas there is no ink',
    () => visit(async (page) => {
      await page.evaluate(() => {
        document.querySelector('.enig-canvas').style.visibility = 'hidden';
      });
      const {lines} = await inkIn(page);
      assert.ok(lines.length > 5);
      for (const {text, share} of lines)
        assert.equal(share, 0, `the document itself shows "${text}"`);
    }, {viewport: phone}));

for (const viewport of [oldPhone, phone, laptop]) {
  test(`taking the page over moves nothing: ${viewport.width} px`, async () => {
    const beforehand = await visit(pageRects, {viewport, script: false, ready: async () => {}});
    const afterwards = await visit(pageRects, {viewport});
    assert.deepEqual(Object.keys(afterwards), Object.keys(beforehand));
    // Beside the column there is room for the whole contents: they unfold, and nothing lies below.
    const moved = Object.keys(beforehand)
                      .filter((id) => viewport !== laptop || id !== 'enig.contents')
                      .filter(
                          (id) => beforehand[id].some(
                              (value, i) => Math.abs(value - afterwards[id][i]) > offMaxPx));
    assert.deepEqual(moved, []);
  });
}

test(
    'find in page finds every point\'s full text, across its painted lines',
    () => visit(async (page) => {
      const policy = await (await fetch(`${server.url}api/v1/policies/baerum-naering`)).json();
      const texts = policy.sections.flatMap(textsOf);
      assert.ok(texts.length > 60, `only ${texts.length} texts`);
      const missed = await page.evaluate(
          (all) => all.filter((text) => {
            getSelection().removeAllRanges();
            return !window.find(text.replace(/\s+/g, ' ').trim(), true, false, true);
          }),
          texts);
      assert.deepEqual(missed, []);
      const nonsense =
          await page.evaluate(() => window.find('dette står ikke her', true, false, true));
      assert.equal(nonsense, false);
    }, {viewport: oldPhone}));

function textsOf(section) {
  const own = [section.title, section.intro].filter(Boolean);
  const points =
      (section.points ??
       []).flatMap((point) => [point.text, ...(point.points ?? []).map((below) => below.text)]);
  return [...own, ...points, ...(section.sections ?? []).flatMap(textsOf)];
}

test(
    'a selection copies the text with one space between its lines',
    () => visit(async (page) => {
      const [selected, spoken] = await page.evaluate(() => {
        const element = document.getElementById('naeringsplan.text');
        getSelection().selectAllChildren(element);
        return [getSelection().toString(), element.textContent];
      });
      assert.equal(selected.replace(/\s+/g, ' ').trim(), spoken);
      assert.equal(spoken.includes('  '), false);
    }, {viewport: oldPhone}));
