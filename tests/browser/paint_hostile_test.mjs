// Texts that are hard to set: nothing leaves the column, and what is seen is right, painted or as
// the document itself.

import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {after, before, test} from 'node:test';

import {byId, launchBrowser, openPage} from './browser.mjs';
import {hostilePolicies, hostileTopic, writePolicies} from './hostile.mjs';
import {overlayAgainstPaint} from './paint.mjs';
import {startServer} from './server.mjs';

const offMaxPx = 1;
const sizes = [{width: 320, height: 640}, {width: 1280, height: 800}];

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
});

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

for (const [name, isPainted] of Object.entries(painted)) {
  test(`hostile text keeps within the page and can be answered: ${name}`, async () => {
    const policies = await writePolicies(hostilePolicies[name]());
    const server = await startServer({policies});
    try {
      for (const viewport of sizes) {
        const page = await openPage(browser, server.url + hostileTopic, {viewport});
        await page.waitForFunction(() => window.enig !== undefined);
        const isLive = () =>
            page.evaluate(() => document.documentElement.classList.contains('enig-live'));
        assert.equal(await isLive(), isPainted, `${viewport.width} px: painted`);
        assert.deepEqual(await outside(page), [], `${viewport.width} px: fresh`);
        await byId(page, 'point-1.agree').click();
        await byId(page, 'point-1.consent.yes').click();
        await byId(page, 'point-1.bar').waitFor();
        assert.deepEqual(await outside(page), [], `${viewport.width} px: answered`);
        if (isPainted) {
          assert.deepEqual((await overlayAgainstPaint(page, offMaxPx)).off, []);
          assert.ok(await isLive(), `${viewport.width} px: still painted`);
        }
        assert.deepEqual(page.errors, []);
        await page.context().close();
      }
    } finally {
      await server.stop();
      await rm(policies, {recursive: true});
    }
  });
}

test(
    'a soft hyphen breaks alike on the canvas and in the document, and is found as one word',
    async () => {
      const policy = hostilePolicies['words of 60 letters without a break']();
      const word = 'Nærings\u00ADutviklings\u00ADstrategi\u00ADsamordnings\u00ADutvalg';
      policy.sections[0].points[0].text = `${word} i ${word} for ${word}.`;
      const policies = await writePolicies(policy);
      const server = await startServer({policies});
      try {
        const page = await openPage(
            browser, server.url + hostileTopic, {viewport: {width: 320, height: 640}});
        await page.waitForSelector('html.enig-live');
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
        await page.context().close();
      } finally {
        await server.stop();
        await rm(policies, {recursive: true});
      }
    });
