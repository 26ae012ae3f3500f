// What is painted, against what the document says. Used by the paint tests.
//
//     const found = await overlayAgainstPaint(page, 1);   // { lines, off: [{ id, text, by }] }
//     const { lines, margins } = await inkIn(page);       // share of inked pixels of each visible
//     line

import {screenshotIn} from './pixels.mjs';

const contrastLeast = 4.5;
const faintTriesMax = 10;

// Every line of the overlay against the painted line that it lies over.
export function overlayAgainstPaint(page, offMaxPx) {
  return page.evaluate((most) => {
    const off = [];
    let lines = 0;
    const withWords =
        new Set([...document.querySelectorAll('.page .line')].map((line) => line.parentElement.id));
    const laidOut = enig.lines();
    // Sections far from the window are laid out when something in them is asked for; the first
    // answer may still be that of before.
    for (const line of document.querySelectorAll('.page .line')) line.getClientRects();
    for (const {id, lines: painted} of laidOut) {
      withWords.delete(id);
      const spans = [...document.getElementById(id).querySelectorAll('.line')];
      if (spans.length !== painted.length)
        off.push({id, by: `${spans.length} lines over ${painted.length}`});
      painted.forEach((line, i) => {
        // A line that holds a mark has a rectangle for each part, side by side.
        const rects = [...(spans[i]?.getClientRects() ?? [])];
        if (rects.length === 0 || rects.some(({top}) => Math.abs(top - rects[0].top) > most))
          return off.push({id, text: line.text, by: `${rects.length} rectangles`});
        const rect = spans[i].getBoundingClientRect();
        const by = [
          rect.left - line.x,
          rect.right - (line.x + line.width),
          // A span's box is as high as its font; it stands in the middle of the line.
          (rect.top + rect.bottom) / 2 + scrollY - (line.y + line.height / 2),
        ];
        if (by.some((px) => Math.abs(px) > most)) off.push({id, text: line.text, by});
        ++lines;
      });
    }
    for (const id of withWords) {
      // Beside the column the contents are plain HTML, whatever lines they had before.
      const contents = document.getElementById(id).closest('details.contents');
      const isRail = contents && getComputedStyle(contents).position === 'sticky';
      if (!isRail) off.push({id, by: 'not painted'});
    }
    return {lines, off};
  }, offMaxPx);
}

// x, y, width and height in the document of every element with an id.
export function pageRects(page) {
  return page.evaluate(
      () =>
          Object.fromEntries([...document.querySelectorAll('.page, .page [id]')].map((element) => {
            const {x, y, width, height} = element.getBoundingClientRect();
            return [element.id, [x, y + scrollY, width, height]];
          })));
}

// The share of pixels of every visible line of the overlay that differ from the line's ground, the
// box around them, and how many pixels beside the column differ from the paper; all read from a
// screenshot.
export async function inkIn(page) {
  const shot = await screenshotIn(page);
  return page.evaluate(async (base64) => {
    const {ratio, pen} = await pixels.read(base64);
    // Pixels that are far from the colour that most of them have, and the box around them, in CSS
    // px.
    const ink = (x, y, width, height) => {
      const across = Math.max(1, Math.round(width * ratio));
      const {data} = pen.getImageData(
          Math.round(x * ratio), Math.round(y * ratio), across,
          Math.max(1, Math.round(height * ratio)));
      const channels = pixels.ground(data);
      let count = 0;
      const box = {left: 1e9, top: 1e9, right: -1, bottom: -1};
      for (let at = 0; at < data.length; at += 4) {
        if (channels.every((channel, i) => Math.abs(channel - data[at + i]) < 64)) continue;
        ++count;
        const column = (at / 4) % across / ratio;
        const row = Math.floor(at / 4 / across) / ratio;
        box.left = Math.min(box.left, column);
        box.right = Math.max(box.right, column);
        box.top = Math.min(box.top, row);
        box.bottom = Math.max(box.bottom, row);
      }
      return {count, all: data.length / 4, box};
    };
    const lines = [];
    for (const span of document.querySelectorAll('.page .line')) {
      const {left, top, width, height} = span.getBoundingClientRect();
      if (top < 0 || top + height > innerHeight) continue;
      const {count, all, box} = ink(left, top, width, height);
      lines.push({text: span.textContent, share: count / all, box});
    }
    const margins = ink(0, 0, 14, innerHeight).count +
        ink(document.documentElement.clientWidth - 14, 0, 14, innerHeight).count;
    return {lines, margins};
  }, shot);
}

// What is drawn behind and under words, as a screenshot shows it, in device pixels: of each visible
// mark the box of its ground; of each visible underlined line the rows that are inked from end to
// end, and their colour.
export async function strokesIn(page) {
  const shot = await screenshotIn(page);
  return page.evaluate(async (base64) => {
    const {ratio, pen} = await pixels.read(base64);
    const isSeen = ({top, bottom, width}) => width > 0 && top > 8 && bottom < innerHeight - 8;
    // Calls `each(x, y, rgb)` for the pixels of a box that is `more` px larger on all sides.
    const scan = ({left, top, width, height}, more, each) => {
      const x0 = Math.round((left - more) * ratio);
      const y0 = Math.round((top - more) * ratio);
      const across = Math.round((width + 2 * more) * ratio);
      const {data} = pen.getImageData(x0, y0, across, Math.round((height + 2 * more) * ratio));
      for (let at = 0; at < data.length; at += 4) {
        const place = at / 4;
        each(x0 + place % across, y0 + Math.floor(place / across), [...data.slice(at, at + 3)]);
      }
      return across;
    };
    const wanted = getComputedStyle(document.documentElement).getPropertyValue('--mark').trim();
    const hex = (rgb) => `#${rgb.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
    const marks = [];
    for (const mark of document.querySelectorAll('.page mark')) {
      for (const rect of [...mark.getClientRects()].filter(isSeen)) {
        const box = {left: 1e9, top: 1e9, right: -1, bottom: -1};
        scan(rect, 4, (x, y, rgb) => {
          if (hex(rgb) !== wanted) return;
          box.left = Math.min(box.left, x);
          box.right = Math.max(box.right, x);
          box.top = Math.min(box.top, y);
          box.bottom = Math.max(box.bottom, y);
        });
        marks.push({text: mark.textContent, box});
      }
    }
    const underlines = [];
    for (const line of document.querySelectorAll('.page .line')) {
      const words = line.parentElement;
      const rect = line.getBoundingClientRect();
      if (getComputedStyle(words).textDecorationLine !== 'underline' || !isSeen(rect)) continue;
      const rows = new Map();
      const across = scan(rect, 0, (x, y, rgb) => {
        const row = rows.get(y) ?? new Map();
        rows.set(y, row.set(hex(rgb), (row.get(hex(rgb)) ?? 0) + 1));
      });
      const underline = {text: line.textContent, rows: [], colour: ''};
      for (const [y, row] of rows) {
        const [colour, count] = [...row].reduce((best, one) => (one[1] > best[1] ? one : best));
        const ground = [...rows.values().next().value.keys()][0];
        if (colour === ground || count < across - 2 * Math.ceil(ratio)) continue;
        underline.rows.push(y);
        underline.colour = colour;
      }
      underlines.push(underline);
    }
    return {marks, underlines};
  }, shot);
}

// Visible lines whose painted words do not stand out from their ground as WCAG 2.2, success
// criterion 1.4.3, wants it. The edges of letters are mixed with the ground: what counts is the
// pixel that stands out most.
export async function faintLines(page) {
  // What a press has changed fades in: where something is faint it is looked at again.
  for (let tries = 1;; ++tries) {
    const found = await faintNow(page);
    if (found.faint.length === 0 || tries === faintTriesMax) return found;
    await page.evaluate(() => new Promise((resolve) => {
                          setTimeout(resolve, 300);
                        }));
  }
}

async function faintNow(page) {
  const shot = await screenshotIn(page);
  return page.evaluate(async ([base64, least]) => {
    const {ratio, pen} = await pixels.read(base64);
    const faint = [];
    let lines = 0;
    for (const span of document.querySelectorAll('.page .line')) {
      const {left, top, width, height} = span.getBoundingClientRect();
      const isSeen = top >= 0 && top + height <= innerHeight && width > 0 &&
          span.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      if (!isSeen || !/[\p{L}\p{N}]/u.test(span.textContent)) continue;
      const {data} = pen.getImageData(
          Math.round(left * ratio), Math.round(top * ratio), Math.ceil(width * ratio),
          Math.ceil(height * ratio));
      const ground = pixels.ground(data);
      let best = 1;
      for (let at = 0; at < data.length; at += 4) {
        best = Math.max(best, pixels.contrast([data[at], data[at + 1], data[at + 2]], ground));
      }
      ++lines;
      if (best < least) faint.push(`${best.toFixed(2)}: ${span.textContent}`);
    }
    return {lines, faint};
  }, [shot, contrastLeast]);
}
