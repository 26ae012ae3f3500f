// Every state in Chromium: the running app on a phone, and on a laptop in the dark; the HTML alone.

import {laptop, phone} from './browser.mjs';
import {appStates, htmlStates, plainPages} from './states.mjs';
import {testStates} from './states_shared.mjs';

testStates('chromium', [
  {name: 'the app on a phone', states: appStates, options: {viewport: phone}},
  {
    name: 'the app on a laptop in the dark',
    states: appStates,
    options: {viewport: laptop, colorScheme: 'dark'},
  },
  {
    name: 'the HTML alone on a phone',
    states: htmlStates,
    isApp: false,
    isPlain: true,
    options: {viewport: phone},
  },
  {name: 'pages without a program', states: plainPages, isApp: false, options: {viewport: phone}},
]);
