// A first visit on a slow phone: when the words are there, when an answer is possible, when the
// program has taken over, and whether anything moved.
//
//     await measureLoading(table, browser, url);

import {median} from './table.mjs';
import {openSlow, slowdown, waitForLive} from './slow.mjs';

const visits = 5;
const settleMs = 500;

// Presses an answer from the moment it is there, until the page shows it as pressed. A press that
// only the form would have taken is held back.
function pressEarly() {
  window.early = {shownMs: NaN};
  let button;
  window.addEventListener('click', (event) => {
    if (!event.defaultPrevented) event.preventDefault();
  });
  const look = () => {
    if (isNaN(window.early.shownMs) && button.ariaPressed === 'true') {
      window.early.shownMs = performance.now();
      clearInterval(timer);
    }
  };
  const timer = setInterval(() => {
    button ??= document.querySelector('button.agree');
    if (!button) return;
    if (window.early.observer === undefined) {
      window.early.observer = new MutationObserver(look);
      window.early.observer.observe(button, {attributes: true});
    }
    button.click();
  }, 20);
}

export async function measureLoading(table, browser, url) {
  const figures = {lcpMs: [], liveMs: [], shifts: [], earlyMs: []};
  let isKept = true;
  for (let visit = 0; visit < visits; ++visit) {
    const {page, close} = await openSlow(browser, url, {cpu: slowdown, network: true});
    await waitForLive(page);
    await page.waitForTimeout(settleMs);
    const seen = await page.evaluate(() => bench);
    figures.lcpMs.push(seen.lcpMs);
    figures.liveMs.push(seen.liveMs);
    figures.shifts.push(seen.shifts);
    await close();
  }
  for (let visit = 0; visit < visits; ++visit) {
    const {page, close} =
        await openSlow(browser, url, {cpu: slowdown, network: true, script: pressEarly});
    await waitForLive(page);
    await page.waitForTimeout(settleMs);
    figures.earlyMs.push(await page.evaluate(() => early.shownMs));
    isKept &&=
        await page.evaluate(() => document.querySelector('button.agree').ariaPressed === 'true');
    await close();
  }
  const slow = `median of ${visits} first visits, ${slowdown}x slower, 1.6 Mbit/s, 150 ms`;
  const live = median(figures.liveMs);
  table.add({
    name: 'largest contentful paint',
    value: median(figures.lcpMs),
    unit: 'ms',
    most: 1_000,
    peer: 'good: 2,500',
    detail: slow,
  });
  table.add({
    name: 'an answer can be given and is shown',
    value: median(figures.earlyMs),
    unit: 'ms',
    most: live,
    detail: 'from the start of the visit; limit: before the program takes over',
  });
  table.add({
    name: 'answers given early that are lost',
    value: isKept ? 0 : 1,
    unit: '',
    most: 0,
    detail: 'whether it is still pressed when the program has taken over',
  });
  table.add({name: 'the program takes over', value: live, unit: 'ms', most: 2_000, detail: slow});
  table.add({
    name: 'layout shift (CLS)',
    value: Math.max(...figures.shifts),
    unit: '',
    most: 0.02,
    peer: 'good: 0.1',
    detail: 'the worst visit, take-over included',
  });
}
