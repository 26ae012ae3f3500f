// Every state in Firefox, on a laptop.

import {laptop} from './browser.mjs';
import {appStates, plainPages} from './states.mjs';
import {testStates} from './states_shared.mjs';

testStates('firefox', [
  {name: 'the app on a laptop', states: appStates, options: {viewport: laptop}},
  {name: 'pages without a program', states: plainPages, isApp: false, options: {viewport: laptop}},
]);
