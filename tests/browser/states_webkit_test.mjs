// Every state in WebKitGTK, on a phone; and its colours in the dark, on a laptop.

import {laptop, phone} from './browser.mjs';
import {lightAndDark, testStates} from './states_shared.mjs';

testStates('webkit', lightAndDark({light: phone, dark: laptop}));
