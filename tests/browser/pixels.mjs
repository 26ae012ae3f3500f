// Screenshots, read by the page that they show: a browser can decode a PNG.
//
//     const shot = await screenshotIn(page);
//     await page.evaluate(async (base64) => {
//       const {width, height, ratio, pen} = await pixels.read(base64);
//       pixels.contrast([0, 0, 0], [255, 255, 255]);  // 21
//     }, shot);

const inPage = () => {
  const light = (rgb) => {
    const [r, g, b] = rgb.map((channel) => {
      const value = channel / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  window.pixels = {
    async read(base64) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
      const {width, height} = picture;
      const pen = new OffscreenCanvas(width, height).getContext('2d');
      pen.drawImage(picture, 0, 0);
      return {width, height, ratio: width / innerWidth, pen};
    },
    // WCAG 2.2, "contrast ratio".
    contrast(one, other) {
      const [a, b] = [light(one), light(other)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    },
    // The colour that most of these pixels have.
    ground(data) {
      const counts = new Map();
      for (let at = 0; at < data.length; at += 4) {
        const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      const [most] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
      return [most >> 16, (most >> 8) & 255, most & 255];
    },
  };
};

// What the window shows, as base64; `pixels` is then there in the page. Takes the pages of
// browser.mjs and of engines.mjs.
export async function screenshotIn(page) {
  const shot = await page.screenshot({scale: 'device'});
  await page.evaluate(inPage);
  return shot.toString('base64');
}
