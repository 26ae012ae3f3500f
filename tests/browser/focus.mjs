// What the keyboard meets: where Tab goes, and whether the eye can follow it.
//
//     const stops = await walk(page);                  // every stop of Tab, from the page's start
//     const {share} = await focusInk(page);            // of the focused element, from pixels

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
  const withFocus = await page.screenshot();
  await page.evaluate(() => {
    window.lastFocused = document.activeElement;
    window.lastFocused.blur();
  });
  const without = await page.screenshot();
  await page.evaluate(() => window.lastFocused.focus({focusVisible: true, preventScroll: true}));
  return page.evaluate(async ([first, second, least]) => {
    const pixelsOf = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
      const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
      pen.drawImage(picture, 0, 0);
      return {picture, data: pen.getImageData(0, 0, picture.width, picture.height).data};
    };
    const [one, other] = [await pixelsOf(first), await pixelsOf(second)];
    const {picture} = one;
    const ratio = picture.width / innerWidth;
    const rect = window.lastFocused.getBoundingClientRect();
    const around = 8;
    const clamp = (value, most) => Math.max(0, Math.min(most, Math.round(value * ratio)));
    const [left, right] =
        [rect.left - around, rect.right + around].map((value) => clamp(value, picture.width));
    const [top, bottom] =
        [rect.top - around, rect.bottom + around].map((value) => clamp(value, picture.height));
    const light = (data, at) => {
      const [r, g, b] = [0, 1, 2].map((channel) => {
        const value = data[at + channel] / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let pixels = 0;
    for (let y = top; y < bottom; ++y) {
      for (let x = left; x < right; ++x) {
        const at = (y * picture.width + x) * 4;
        const [a, b] = [light(one.data, at), light(other.data, at)];
        if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= least) ++pixels;
      }
    }
    const visible = (from, to, most) => Math.max(0, Math.min(to, most) - Math.max(from, 0));
    return {
      pixels: pixels / ratio ** 2,
      perimeter: 2 *
          (visible(rect.left, rect.right, innerWidth) +
           visible(rect.top, rect.bottom, innerHeight)),
    };
  }, [withFocus.toString('base64'), without.toString('base64'), contrastLeast]);
}
