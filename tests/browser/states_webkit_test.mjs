// Every state in WebKitGTK, on a phone.

import {phone} from './browser.mjs';
import {appStates, plainPages} from './states.mjs';
import {testStates} from './states_shared.mjs';

testStates('webkit', [
  {name: 'the app on a phone', states: appStates, options: {viewport: phone}},
  {name: 'pages without a program', states: plainPages, isApp: false, options: {viewport: phone}},
]);
