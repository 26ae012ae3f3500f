// Using the page: how soon a press is seen, what a frame costs, what an answer changes in the
// document, and whether scrolling stays smooth.
//
//     await measureUse(table, browser, {'Bærum': url});

import {startPlain} from '../plain_server.mjs';
import {openSlow, slowdown, waitForLive} from './slow.mjs';
import {median, quantile} from './table.mjs';

const frameBudgetMs = 16;
const pause = (page) => page.waitForTimeout(250);

async function press(page, id) {
  const element = page.locator(`[id="${id}"]`);
  await element.scrollIntoViewIfNeeded();
  await element.click();
  await pause(page);
}

const points = (page) =>
    page.evaluate(() => [...document.querySelectorAll('.card')].map(({id}) => id));

// Answers, consents, changes, undoes, searches, filters: what a person does in a minute.
async function journey(page) {
  const ids = await points(page);
  await press(page, `${ids[0]}.agree`);
  await press(page, `${ids[0]}.consent.yes`);
  for (const [i, stance] of ['disagree', 'unsure', 'agree', 'agree', 'disagree'].entries()) {
    await press(page, `${ids[i + 1]}.${stance}`);
  }
  await press(page, `${ids[2]}.agree`);
  const has = (id) => page.locator(`[id="${id}"]`).count();
  if (await has('enig.search')) {
    await page.locator('[id="enig.search"]').click();
    for (const letter of 'skoler') {
      await page.keyboard.press(letter);
      await pause(page);
    }
    for (let i = 0; i < 6; ++i) await page.keyboard.press('Backspace');
    await pause(page);
  }
  for (const filter of ['unanswered', 'agreed', 'all']) {
    if (await has(`enig.filter.${filter}`)) await press(page, `enig.filter.${filter}`);
  }
  await press(page, 'enig.topic.agree');
}

// What one answer changes in the document: `meant`, from the press to the end of its frame, is what
// the page says; `others` only tell the browser where lines break and how high sections are;
// `later` is what the page says after the frame (html/postpone.h).
async function mutations(page, id) {
  await page.locator(`[id="${id}"]`).scrollIntoViewIfNeeded();
  await pause(page);
  return page.evaluate(
      (wanted) => new Promise((resolve) => {
        const words = (nodes) => [...nodes].map((node) => node.textContent).join('');
        const says = (record) => record.attributeName !== 'style' &&
            (record.type !== 'childList' ||
             words(record.addedNodes) !== words(record.removedNodes));
        const records = [];
        const observer = new MutationObserver((list) => records.push(...list));
        const take = () => {
          const taken = records.splice(0).concat(observer.takeRecords());
          return {meant: taken.filter(says).length, all: taken.length};
        };
        observer.observe(document.querySelector('.page'), {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
        const button = document.getElementById(wanted);
        button.focus({preventScroll: true});
        button.click();
        // After the page's own, which the click has asked for.
        requestAnimationFrame(() => {
          const now = take();
          setTimeout(() => {
            const later = take();
            observer.disconnect();
            const others = now.all - now.meant + later.all - later.meant;
            resolve({meant: now.meant, later: later.meant, others});
          }, 500);
        });
      }),
      id);
}

// Scrolls as a thumb does, slowly enough to read a word here and there. By a wheel: in this browser
// a thumb's gesture moves nothing.
async function scroll(page, session, distancePx, speedPxPerSecond) {
  const before = await page.evaluate(() => scrollY);
  await session.send('Input.synthesizeScrollGesture', {
    x: 180,
    y: 600,
    yDistance: -distancePx,
    speed: speedPxPerSecond,
    gestureSourceType: 'mouse',
    preventFling: true,
  });
  const moved = await page.evaluate(() => scrollY) - before;
  if (moved <= 0) throw new Error('the page has not been scrolled');
  return moved;
}

// The browser's own trace of the page's thread while `work` runs: events with `dur` and, in
// processor time, `tdur`, both in µs.
async function trace(session, work) {
  const events = [];
  const take = ({value}) => events.push(...value);
  session.on('Tracing.dataCollected', take);
  const ended = new Promise((resolve) => {
    session.once('Tracing.tracingComplete', resolve);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {includedCategories: ['toplevel', 'devtools.timeline']},
  });
  await work();
  await session.send('Tracing.end');
  await ended;
  session.off('Tracing.dataCollected', take);
  const threads = new Set(
      events.filter(({name, args}) => name === 'thread_name' && args?.name === 'CrRendererMain')
          .map(({pid, tid}) => `${pid} ${tid}`));
  if (threads.size === 0) throw new Error('the trace names no thread of the page');
  return events.filter(({ph, pid, tid}) => ph === 'X' && threads.has(`${pid} ${tid}`));
}

// How long the browser alone takes to show a press: the median in the same page without the
// program, where a press only changes the button's state.
async function bareInteraction(browser, url) {
  const plain = await startPlain({url});
  const {page, close} = await openSlow(browser, plain.url + new URL(url).pathname.slice(1), {
    cpu: slowdown,
    script: () => addEventListener(
        'click',
        (event) => {
          const button = event.target.closest?.('button[aria-pressed]');
          if (!button) return;
          event.preventDefault();
          button.setAttribute('aria-pressed', 'true');
        }),
  });
  await page.waitForLoadState('load');
  await pause(page);
  for (const id of (await points(page)).slice(0, 9)) await press(page, `${id}.agree`);
  const presses = await page.evaluate(() => bench.presses);
  await close();
  await plain.stop();
  return median(presses.filter(({name}) => name === 'click').map(({ms}) => ms));
}

// Processor time of the page's animation callbacks while it is scrolled and answered, in ms of the
// slowed processor: the time at full speed, times the slow-down. Chromium slows a thread down by
// stopping it now and then for a while, and so a single frame of some 0.3 ms by anything from once
// to ten times.
async function frameCosts(browser, url) {
  const {page, session, close} = await openSlow(browser, url);
  await waitForLive(page);
  const ids = await points(page);
  // Consent, and the letters that the page is drawn with, come before.
  await press(page, `${ids[0]}.agree`);
  await press(page, `${ids[0]}.consent.yes`);
  const events = await trace(session, async () => {
    await scroll(page, session, 20_000, 2_500);
    for (const id of ids.slice(1, 4)) await press(page, `${id}.agree`);
  });
  await close();
  const frames = events.filter(({name}) => name === 'FireAnimationFrame')
                     .map(({tdur}) => slowdown * tdur / 1_000);
  if (frames.length === 0) throw new Error('the trace holds no animation frame');
  return frames;
}

// The tasks of the page's thread while it is scrolled: `ms` by the clock, `cpuMs` of the processor.
async function tasksWhileScrolling(browser, url) {
  const {page, session, close} = await openSlow(browser, url);
  await waitForLive(page);
  await page.waitForTimeout(500);
  const events = await trace(session, () => scroll(page, session, 30_000, 3_000));
  await close();
  return events.filter(({name}) => /RunTask/.test(name))
      .map(({dur, tdur}) => ({ms: dur / 1_000, cpuMs: (tdur ?? dur) / 1_000}));
}

export async function measureUse(table, browser, pages) {
  for (const [name, url] of Object.entries(pages)) {
    const {page, close} = await openSlow(browser, url, {cpu: slowdown});
    await waitForLive(page);
    await pause(page);
    await journey(page);
    const presses = await page.evaluate(() => bench.presses);
    const worst = presses.reduce((most, one) => one.ms > most.ms ? one : most, {ms: 0});
    const bareMs = await bareInteraction(browser, url);
    table.add({
      name: `interaction to next paint, ${name}`,
      value: worst.ms,
      unit: 'ms',
      most: 100,
      peer: 'good: 200',
      detail: `the worst (${worst.name} on ${worst.id}) of a journey, ${
          slowdown}x slower; median of the ${presses.length} over 16 ms: ${
          median(presses.map(
              ({ms}) => ms))}; the browser alone, which composes by software here: ${bareMs}`,
    });
    const ids = await points(page);
    const counts = [];
    for (const id of ids.slice(8, 13)) counts.push(await mutations(page, `${id}.disagree`));
    table.add({
      name: `changes in the document for an answer, ${name}`,
      value: Math.max(...counts.map(({meant}) => meant)),
      unit: '',
      most: 5,
      detail: `the most of ${counts.length} answers, in its frame; after it at most ${
          Math.max(...counts.map(({later}) => later))}, and line breaks and heights told: ${
          Math.max(...counts.map(({others}) => others))}`,
    });
    await close();
    const frames = await frameCosts(browser, url);
    table.add({
      name: `processor time of a frame, ${name}`,
      value: quantile(frames, 0.95),
      unit: 'ms',
      most: 2,
      detail: `95 of 100 of ${frames.length} frames, ${slowdown}x slower; median ${
          median(frames).toFixed(2)}, most ${Math.max(...frames).toFixed(1)}`,
    });
  }
  const [name, url] = Object.entries(pages).at(-1);
  const tasks = await tasksWhileScrolling(browser, url);
  const [costs, times] = [tasks.map(({cpuMs}) => cpuMs), tasks.map(({ms}) => ms)];
  const long = (all) => all.filter((ms) => ms > frameBudgetMs).length;
  const longest = (all) => Math.max(...all).toFixed(1);
  table.add({
    name: `frames over ${frameBudgetMs} ms while scrolling, ${name}`,
    value: long(costs),
    unit: '',
    most: 0,
    detail: `of the processor, of ${tasks.length} tasks of the page's thread, not slowed; ` +
        `the longest ${longest(costs)} ms; by the clock, while this machine's processors also ` +
        `draw what a graphics card would: ${long(times)}, the longest ${longest(times)} ms`,
  });
}
