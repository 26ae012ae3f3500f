// Every state in Firefox, on a laptop; and its colours in the dark.

import {laptop, phone} from './browser.mjs';
import {appStates, colouredStates, plainPages} from './states.mjs';
import {testStates} from './states_shared.mjs';

testStates('firefox', [
  {name: 'the app on a laptop', states: appStates, options: {viewport: laptop}},
  {name: 'pages without a program', states: plainPages, isApp: false, options: {viewport: laptop}},
  {
    name: 'the app on a phone in the dark',
    states: colouredStates,
    options: {viewport: phone, colorScheme: 'dark'},
  },
  {
    name: 'pages without a program in the dark',
    states: plainPages,
    isApp: false,
    options: {viewport: phone, colorScheme: 'dark'},
  },
]);
