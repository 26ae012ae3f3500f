// Every state in WebKitGTK, on a phone; and its colours in the dark.

import {laptop, phone} from './browser.mjs';
import {appStates, colouredStates, plainPages} from './states.mjs';
import {testStates} from './states_shared.mjs';

testStates('webkit', [
  {name: 'the app on a phone', states: appStates, options: {viewport: phone}},
  {name: 'pages without a program', states: plainPages, isApp: false, options: {viewport: phone}},
  {
    name: 'the app on a laptop in the dark',
    states: colouredStates,
    options: {viewport: laptop, colorScheme: 'dark'},
  },
  {
    name: 'pages without a program in the dark',
    states: plainPages,
    isApp: false,
    options: {viewport: laptop, colorScheme: 'dark'},
  },
]);
