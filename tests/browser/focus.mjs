// What the keyboard meets: where Tab goes, and whether the eye can follow it.
//
//     const stops = await walk(page);                  // every stop of Tab, from the page's start
//     const {share} = await focusInk(page);            // of the focused element, from pixels

import {screenshotIn} from './pixels.mjs';

const contrastLeast = 3;

// Every place that Tab stops at, from the start of the document until it leaves it: {id, order,
// top, left, bottom, isVisible}. `look` is called at each.
export async function walk(page, {most = 600, look = async () => {}} = {}) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
    // Where Tab starts from when nothing has the focus.
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  });
  const stops = [];
  for (let i = 0; i < most; ++i) {
    await page.press('Tab');
    const stop = await page.evaluate(() => {
      const {activeElement: element} = document;
      if (element === null || element === document.body || element === document.documentElement)
        return null;
      const {top, left, bottom, right} = element.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2];
      return {
        id: element.id || `${element.localName}.${element.className}`,
        order: [...document.querySelectorAll('*')].indexOf(element),
        top: top + scrollY,
        bottom: bottom + scrollY,
        left,
        // In the window, and with nothing over it.
        isVisible:
            bottom > 0 && top < innerHeight && element.contains(document.elementFromPoint(x, y)),
      };
    });
    if (stop === null || stop.id === stops[0]?.id) return stops;
    stops.push(stop);
    await look(stop);
  }
  throw new Error(`Tab stops at more than ${most} places`);
}

// How much ink the focus adds around the focused element: `pixels` of a contrast of at least 3 to
// what was there without it, in CSS px², and the element's `perimeter`, in CSS px.
export async function focusInk(page) {
  const withFocus = await screenshotIn(page);
  await page.evaluate(() => {
    window.lastFocused = document.activeElement;
    window.lastFocused.blur();
  });
  const without = await screenshotIn(page);
  await page.evaluate(() => window.lastFocused.focus({focusVisible: true, preventScroll: true}));
  return page.evaluate(async ([first, second, least]) => {
    const [one, other] = [await pixels.read(first), await pixels.read(second)];
    const {ratio} = one;
    const rect = window.lastFocused.getBoundingClientRect();
    const around = 8;
    const clamp = (value, most) => Math.max(0, Math.min(most, Math.round(value * ratio)));
    const [left, right] =
        [rect.left - around, rect.right + around].map((value) => clamp(value, one.width));
    const [top, bottom] =
        [rect.top - around, rect.bottom + around].map((value) => clamp(value, one.height));
    const [seen, unseen] =
        [one, other].map(({pen}) => pen.getImageData(left, top, right - left, bottom - top).data);
    const colour = (data, at) => [data[at], data[at + 1], data[at + 2]];
    let count = 0;
    for (let at = 0; at < seen.length; at += 4) {
      if (pixels.contrast(colour(seen, at), colour(unseen, at)) >= least) ++count;
    }
    const visible = (from, to, most) => Math.max(0, Math.min(to, most) - Math.max(from, 0));
    return {
      pixels: count / ratio ** 2,
      perimeter: 2 *
          (visible(rect.left, rect.right, innerWidth) +
           visible(rect.top, rect.bottom, innerHeight)),
    };
  }, [withFocus, without, contrastLeast]);
}
