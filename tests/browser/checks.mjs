// What must hold in every state of every page, in every browser.
//
//     assert.deepEqual(await axeFindings(page), []);
//     assert.deepEqual(await smallTargets(page), []);
//     assert.deepEqual(await wrongNames(page), []);

import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';

const axeSource =
    await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const targetLeastPx = 44;

// What axe finds by the rules of WCAG 2.2 A and AA and its own best practices. Words of the running
// app are transparent over their own pixels; their colours are looked at with the page showing
// itself.
export async function axeFindings(page) {
  await page.inject(axeSource);
  const all = await runAxe(page, {off: ['color-contrast']});
  const wasLive = await page.evaluate(() => {
    const {classList} = document.documentElement;
    const was = classList.contains('enig-live');
    classList.remove('enig-live');
    return was;
  });
  const colours = await runAxe(page, {only: ['color-contrast']});
  if (wasLive) await page.evaluate(() => document.documentElement.classList.add('enig-live'));
  return [...all, ...colours];
}

function runAxe(page, which) {
  return page.evaluate(async ({off = [], only}) => {
    const on = {'target-size': {enabled: true}, 'label-content-name-mismatch': {enabled: true}};
    const tags =
        ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'];
    const options = only ? {runOnly: {type: 'rule', values: only}} : {
      runOnly: {type: 'tag', values: tags},
      rules: {...on, ...Object.fromEntries(off.map((rule) => [rule, {enabled: false}]))},
    };
    const {violations} = await globalThis.axe.run(document, options);
    return violations.map(
        ({id, help, nodes}) => `${id}: ${help}: ${
            nodes.slice(0, 3)
                .map(({target, any}) => `${target} ${any[0]?.message ?? ''}`)
                .join(' | ')}`);
  }, which);
}

// Everything that can be pressed and is smaller than a finger.
export function smallTargets(page) {
  return page.evaluate((least) => {
    const found = [];
    const all = 'a[href], button, summary, input:not([type=hidden]), select, textarea';
    for (const element of document.querySelectorAll(all)) {
      if (element.closest('.hidden, .skip:not(:focus)')) continue;
      const {width, height} = element.getBoundingClientRect();
      if (width === 0 && height === 0) continue;  // in something that is folded
      if (width >= least - 0.01 && height >= least - 0.01) continue;
      found.push(`${element.id || element.className || element.localName} "${
          element.textContent.slice(0, 30)}": ${width.toFixed(1)} x ${height.toFixed(1)}`);
    }
    return found;
  }, targetLeastPx);
}

// Groups that are not named by their words, buttons whose name is not what they show, fields
// without a label.
export function wrongNames(page) {
  return page.evaluate(() => {
    const found = [];
    const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
    for (const group of document.querySelectorAll('fieldset')) {
      const [first] = group.children;
      if (first?.localName !== 'legend' || plain(first.textContent) === '') {
        found.push(`the group ${group.id} has no name`);
      }
    }
    for (const button of document.querySelectorAll('.choice button')) {
      const group = button.closest('fieldset, section[aria-labelledby]');
      const name = group?.localName === 'section' ?
          document.getElementById(group.getAttribute('aria-labelledby')) :
          group?.firstElementChild;
      if (plain(name?.textContent) === '') found.push(`${button.id} is in no named group`);
    }
    const ids = new Set();
    for (const element of document.querySelectorAll('[id]')) {
      if (ids.has(element.id)) found.push(`the id ${element.id} is there twice`);
      ids.add(element.id);
    }
    const pressable = 'a[href], button, summary';
    for (const element of document.querySelectorAll(pressable)) {
      // Signs such as a star say nothing to who speaks to their computer.
      const words = (text) =>
          plain((text ?? '').replace(/[^\p{L}\p{M}\p{N}\p{P} ]/gu, '')).toLowerCase();
      const shown = words(element.innerText);
      const name = words(element.getAttribute('aria-label') ?? element.textContent);
      if (name === '') found.push(`${element.id || element.localName} has no name`);
      const isSign = !/[\p{L}\p{N}]/u.test(shown);
      if (!isSign && !name.includes(shown)) {
        found.push(`${element.id} is called "${name}", and shows "${shown}"`);
      }
    }
    for (const field of document.querySelectorAll('input:not([type=hidden])')) {
      if (field.labels.length === 0) found.push(`the field ${field.id} has no label`);
    }
    if (!document.documentElement.lang) found.push('the document has no language');
    return found;
  });
}

// How many px the page is wider than its window; 0 is right.
export function widerThanWindow(page) {
  return page.evaluate(() => {
    const {scrollWidth, clientWidth} = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}

// Words that end outside of the window, or are cut off by what they stand in.
export const cutWords = (page) => page.evaluate(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('.hidden, .skip:not(:focus), script, style, template'))
      continue;
    if (!element.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const {left, right} of range.getClientRects()) {
      if (left < -0.5 || right > innerWidth + 0.5)
        found.push(`outside of the window: ${node.data.slice(0, 40)}`);
    }
    for (let box = element; box !== document.body; box = box.parentElement) {
      const {overflowX, overflowY} = getComputedStyle(box);
      const cuts = (overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1) ||
          (overflowY !== 'visible' && box.scrollHeight > box.clientHeight + 1);
      if (cuts && overflowX !== 'auto' && overflowY !== 'auto') {
        found.push(`cut off by ${box.id}: ${node.data.slice(0, 40)}`);
      }
    }
  }
  return [...new Set(found)];
});

// Words that lie over other words.
export const overlaps = (page) => page.evaluate(() => {
  const boxes = [];
  for (const one of document.querySelectorAll('.page [id]')) {
    const isLeaf = one.childElementCount === 0 || one.matches(':has(> .line)');
    if (!isLeaf || !one.textContent.trim() || one.closest('.hidden, .skip:not(:focus)') ||
        !one.checkVisibility()) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(one);
    boxes.push({id: one.id, rect: range.getBoundingClientRect(), one});
  }
  const found = [];
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1, i + 12)) {
      if (a.one.contains(b.one) || b.one.contains(a.one)) continue;
      const across = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const down = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
      if (across > 1 && down > 1) found.push(`${a.id} over ${b.id}`);
    }
  });
  return found;
});

// Everything that keeps the page's words from being read in the window as it is.
export async function misfits(page) {
  const wider = await widerThanWindow(page);
  return [
    ...(wider > 0 ? [`the page is ${wider} px wider than its window`] : []),
    ...await cutWords(page),
    ...await overlaps(page),
  ];
}

// Everything that is wrong in a state.
export async function allFindings(page) {
  return [
    ...await misfits(page),
    ...await smallTargets(page),
    ...await wrongNames(page),
    ...await axeFindings(page),
  ];
}
