// What assistive technology meets: the same tree from the HTML alone and from the running app. What
// axe finds is looked for in every state: states_*_test.mjs.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {byId} from './browser.mjs';
import {startServer} from './server.mjs';
import {duringTests, pointsOf, topic, useChromium} from './visits.mjs';

const pages = [topic, 'en/' + topic, 'example/parks/', 'nb/example/parks/'];

const chromium = useChromium();
const server = duringTests(startServer);

// What `work` gives on the HTML alone, and on the running app.
async function onBoth(work, path = topic) {
  const html = await chromium.visit(work, {server, path, script: false, ready: async () => {}});
  return {html, app: await chromium.visit(work, {server, path})};
}

const treeOf = (page) => page.locator('body').ariaSnapshot();

for (const path of pages) {
  test(`the HTML of /${path} and the running app say the same`, async () => {
    const {html, app} = await onBoth(treeOf, path);
    assert.match(html, /heading/);
    assert.equal(app, html);
  });
}

test('both say the same when consent is asked', async () => {
  const [point] = await pointsOf(server);
  const {html, app} = await onBoth(async (page) => {
    await byId(page, `${point}.agree`).click();
    await byId(page, `${point}.consent.yes`).waitFor();
    return treeOf(page);
  });
  // The one difference there is to be: in the app the answer is already given. It is summed up, and
  // can be undone and marked as important.
  const ofAnswer = /button "Angre"|button "Viktig for meg"|Resultatet vises|Du er enig i 1 av 1/;
  const plain = (tree) => tree.replace(/ \[(pressed|active)\]/g, '').split('\n');
  const given =
      plain(app.replace('Innhold · 1 av', 'Innhold · 0 av')).filter((line) => !ofAnswer.test(line));
  assert.deepEqual(given, plain(html));
});
