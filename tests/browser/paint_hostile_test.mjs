// Texts that are hard to set: nothing leaves the column, and what is seen is right, painted or as
// the document itself.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId, laptop, oldPhone, waitForProgram} from './browser.mjs';
import {hostilePolicies, hostileTopic, startHostile} from './hostile.mjs';
import {overlayAgainstPaint} from './paint.mjs';
import {agree} from './resident.mjs';
import {useChromium} from './visits.mjs';

const offMaxPx = 1;
const sizes = [oldPhone, laptop];

const chromium = useChromium();

// Whether paint sets the text, or leaves it to the document.
const painted = {
  'every string 4,000 characters long': true,
  'words of 60 letters without a break': true,
  'emoji and combining marks': false,
  'right-to-left text': false,
};

// Elements that reach out of the page to either side.
const outside = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  for (const element of document.querySelectorAll('.page *')) {
    const {left, right, width: own} = element.getBoundingClientRect();
    if (own > 1 && (left < -0.5 || right > width + 0.5))
      found.push(element.id || element.className);
  }
  if (document.documentElement.scrollWidth > width) found.push('the page scrolls sideways');
  return found.slice(0, 5);
});

// A visit to the one topic of this policy, in a window of each of these sizes.
async function visitTo(policy, viewports, work, options) {
  const server = await startHostile(policy);
  try {
    for (const viewport of viewports) {
      await chromium.visit(
          (page) => work(page, viewport), {server, path: hostileTopic, viewport, ...options});
    }
  } finally {
    await server.stop();
  }
}

for (const [name, isPainted] of Object.entries(painted)) {
  test(
      `hostile text keeps within the page and can be answered: ${name}`,
      () => visitTo(hostilePolicies[name](), sizes, async (page, {width}) => {
        const isLive = () =>
            page.evaluate(() => document.documentElement.classList.contains('enig-live'));
        assert.equal(await isLive(), isPainted, `${width} px: painted`);
        assert.deepEqual(await outside(page), [], `${width} px: fresh`);
        await agree(page, 'point-1');
        await byId(page, 'point-1.bar').waitFor();
        assert.deepEqual(await outside(page), [], `${width} px: answered`);
        if (isPainted) {
          assert.deepEqual((await overlayAgainstPaint(page, offMaxPx)).off, []);
          assert.ok(await isLive(), `${width} px: still painted`);
        }
        assert.deepEqual(page.errors, []);
      }, {ready: waitForProgram}));
}

test(
    'a soft hyphen breaks alike on the canvas and in the document, and is found as one word',
    () => {
      const policy = hostilePolicies['words of 60 letters without a break']();
      const word = 'Nærings\u00ADutviklings\u00ADstrategi\u00ADsamordnings\u00ADutvalg';
      policy.sections[0].points[0].text = `${word} i ${word} for ${word}.`;
      return visitTo(policy, [oldPhone], async (page) => {
        const {off} = await overlayAgainstPaint(page, offMaxPx);
        assert.deepEqual(off, []);
        const hyphenated = await page.evaluate(
            () => [...document.getElementById('point-1.text').childNodes]
                      .filter(({data}) => data === '\u00AD')
                      .length);
        assert.ok(hyphenated >= 2, `${hyphenated} lines end at a soft hyphen`);
        assert.ok(await page.evaluate(
            (text) => document.getElementById('point-1.text').textContent === text,
            policy.sections[0].points[0].text));
      });
    });
