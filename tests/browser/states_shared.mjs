// The states of states.mjs, each a test, in one browser and look.
//
//     testStates('chromium', [{name: 'on a phone', states: appStates, options: {viewport:
//     phone}}]); testStates('firefox', lightAndDark({light: laptop, dark: phone}));

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {allFindings} from './checks.mjs';
import {chosenEngines, startEngine} from './engines.mjs';
import {faintLines, overlayAgainstPaint} from './paint.mjs';
import {appStates, colouredStates, htmlStates, plainPages, startServers} from './states.mjs';
import {duringTests} from './visits.mjs';

const offMaxPx = 1;

// Every state in a window of the one size, and its colours in the dark in one of the other.
export function lightAndDark({light, dark}) {
  const inLight = {viewport: light};
  const inDark = {viewport: dark, colorScheme: 'dark'};
  return [
    {name: 'the app', states: appStates, options: inLight},
    {name: 'the HTML alone', states: htmlStates, isApp: false, isPlain: true, options: inLight},
    {name: 'pages without a program', states: plainPages, isApp: false, options: inLight},
    {name: 'the app in the dark', states: colouredStates, options: inDark},
    {
      name: 'pages without a program in the dark',
      states: plainPages,
      isApp: false,
      options: inDark,
    },
  ];
}

// `looks`: {name, states, options, isApp, isPlain}. `options` are those of the engine's `open`;
// where `isPlain`, the pages come without their program.
export function testStates(engineName, looks) {
  if (!chosenEngines.includes(engineName)) return;
  const engine = duringTests(() => startEngine(engineName));
  const servers = duringTests(startServers);

  for (const {name, states, options, isApp = true, isPlain = false} of looks) {
    describe(`${engineName}, ${name}`, () => {
      for (const state of states) {
        test(`nothing is wrong in the state "${state.name}"`, async () => {
          const server = isPlain ? servers.plainOf(state) : servers.of(state);
          const page = await engine.open(server.url + state.path, options);
          if (isApp && state.hasProgram) await page.waitForApp();
          await state.reach(page);
          await page.waitFor(() => document.readyState === 'complete');
          assert.equal(
              await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches),
              options.colorScheme === 'dark');
          if (isApp && state.hasProgram) {
            assert.deepEqual((await overlayAgainstPaint(page, offMaxPx)).off, []);
            const {lines, faint} = await faintLines(page);
            assert.ok(lines > 3, `only ${lines} lines could be seen`);
            assert.deepEqual(faint, [], 'painted words do not stand out from their ground');
            assert.notEqual(
                await page.focused(), state.name === 'fresh' ? '' : 'body',
                'the focus has been lost on the way');
          }
          // Last: it takes the painted page away for a while.
          assert.deepEqual(await allFindings(page), []);
          const errors = await page.errors();
          assert.deepEqual(errors.filter((error) => !state.says?.test(error)), []);
          await page.close();
        });
      }
    });
  }
}
