// Policies that no editor would write (hostile.mjs), in every browser: every word is there and can
// be read, the points can be answered, and nothing is wider than the window.

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {phone} from './browser.mjs';
import {axeFindings, misfits, smallTargets, widerThanWindow, wrongNames} from './checks.mjs';
import {chosenEngines, startEngine} from './engines.mjs';
import {hostileId, hostilePolicies, hostileTopic, startHostile} from './hostile.mjs';
import {overlayAgainstPaint} from './paint.mjs';
import {waitForTotals} from './server.mjs';
import {duringTests} from './visits.mjs';

const offMaxPx = 1;
const many = '2,000 points';

// Where letters must be shaped, the document is the face.
const isPainted = {
  'every string 4,000 characters long': true,
  'words of 60 letters without a break': true,
  'emoji and combining marks': false,
  'right-to-left text': false,
  [many]: true,
};

// Every string of the policy that the page shows before anything is answered.
function wordsOf(policy) {
  const section = (one) =>
      [one.title,
       one.intro,
       one.lead,
       ...(one.points ?? [])
           .flatMap((point) => [point.text, ...(point.points ?? []).map((below) => below.text)]),
       ...(one.sections ?? []).flatMap(section),
  ];
  return [policy.title, policy.intro, policy.question, ...policy.sections.flatMap(section)];
}

test('every hostile policy has its expectation', () => {
  assert.deepEqual(Object.keys(isPainted), Object.keys(hostilePolicies));
});

for (const name of chosenEngines) {
  describe(`${name}, hostile policies`, () => {
    const engine = duringTests(() => startEngine(name));

    for (const [kind, make] of Object.entries(hostilePolicies)) {
      test(kind, async () => {
        const policy = make();
        const server = await startHostile(policy);
        try {
          const page = await engine.open(server.url + hostileTopic, {viewport: phone});
          await page.waitFor(() => window.enig !== undefined);
          if (isPainted[kind]) await page.waitForApp();
          assert.equal(
              await page.evaluate(() => document.documentElement.classList.contains('enig-live')),
              isPainted[kind]);
          await page.click('point-1.agree');
          await page.waitForId('point-1.consent.yes');
          await page.click('point-1.consent.yes');
          await page.waitForId('point-1.bar');
          await page.click('enig.topic.disagree');
          await page.waitForId('enig.follow');
          await waitForTotals(server, ({topic}) => topic.disagree === 1, hostileId);

          const shown = await page.evaluate(() => document.body.textContent.replace(/\s+/g, ' '));
          const lost = wordsOf(policy).filter((text) => !shown.includes(text));
          assert.deepEqual(lost, []);
          // What looks at every pair of words takes minutes for a topic of many.
          if (kind === many) {
            assert.equal(await widerThanWindow(page), 0);
          } else {
            assert.deepEqual(await misfits(page), []);
            assert.deepEqual(await axeFindings(page), []);
          }
          assert.deepEqual(await smallTargets(page), []);
          assert.deepEqual(await wrongNames(page), []);
          if (isPainted[kind]) {
            assert.deepEqual((await overlayAgainstPaint(page, offMaxPx)).off, []);
          }
          assert.deepEqual(await page.errors(), []);
          await page.close();
        } finally {
          await server.stop();
        }
      });
    }
  });
}
