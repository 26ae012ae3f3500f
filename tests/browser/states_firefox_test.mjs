// Every state in Firefox, on a laptop; and its colours in the dark, on a phone.

import {laptop, phone} from './browser.mjs';
import {lightAndDark, testStates} from './states_shared.mjs';

testStates('firefox', lightAndDark({light: laptop, dark: phone}));
