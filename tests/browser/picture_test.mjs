// The summary as a picture: only when it is asked for, after a warning, and a real one.

import assert from 'node:assert/strict';
import {readFile, writeFile} from 'node:fs/promises';
import {test} from 'node:test';

import {atRest, byId} from './browser.mjs';
import {startServer} from './server.mjs';
import {duringTests, useChromium} from './visits.mjs';

const chromium = useChromium();
const server = duringTests(startServer);

// A visit on which pictures are counted.
const visit = (work) => chromium.visit(work, {
  server,
  acceptDownloads: true,
  prepare: () => {
    window.blobs = 0;
    const original = HTMLCanvasElement.prototype.toBlob;
    HTMLCanvasElement.prototype.toBlob = function(...rest) {
      ++window.blobs;
      return original.apply(this, rest);
    };
  },
});

async function answerSome(page) {
  await byId(page, 'naeringsplan.agree').click();
  await byId(page, 'naeringsplan.consent.no').click();
  for (const id
           of ['rammevilkar.agree', 'naeringsarealer.disagree', 'laereplasser.unsure',
               'sone-1.agree', 'dulting.disagree', 'anbudsprosesser.agree']) {
    await byId(page, id).click();
  }
  await byId(page, 'enig.mine.toggle').click();
}

// How many pixels of the picture are not the colour of its lower right corner, and how large it is.
const seen = (page, bytes) => page.evaluate(async (base64) => {
  const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([data], {type: 'image/png'}));
  const {width, height} = picture;
  const pen = Object.assign(document.createElement('canvas'), {width, height}).getContext('2d');
  pen.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const paper = pixels.at(-1);
  return {
    width,
    height,
    ink: pixels.filter((pixel) => pixel !== paper).length,
    colours: new Set(pixels).size
  };
}, bytes.toString('base64'));

test(
    'the picture is drawn when it is asked for, never before, and holds what was answered',
    () => visit(async (page) => {
      await answerSome(page);
      assert.equal(await byId(page, 'enig.mine.share.save').count(), 0);
      await byId(page, 'enig.mine.share').click();
      await byId(page, 'enig.mine.share.warning').waitFor();
      assert.equal(await page.evaluate(() => window.blobs), 0);
      const download = page.waitForEvent('download');
      await byId(page, 'enig.mine.share.save').click();
      const file = await download;
      assert.equal(file.suggestedFilename(), 'enig-baerum-naering.png');
      const bytes = await readFile(await file.path());
      assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
      const picture = await seen(page, bytes);
      assert.equal(picture.width, 1080);
      assert.ok(picture.height > 1_000 && picture.height <= 1_350, `${picture.height} px high`);
      assert.ok(picture.ink > 30_000, `${picture.ink} pixels of ink`);
      assert.ok(picture.ink < 700_000, `${picture.ink} pixels of ink`);
      assert.ok(picture.colours > 20);
      if (process.env.ENIG_PICTURE) await writeFile(process.env.ENIG_PICTURE, bytes);
      await byId(page, 'enig.status').filter({hasText: 'Bildet er klart'}).waitFor();
      assert.equal(await page.evaluate(() => window.blobs), 1);
      assert.deepEqual(page.errors, []);
    }));

test(
    'the picture of a few answers is lower, not half empty',
    () => visit(async (page) => {
      await byId(page, 'naeringsplan.agree').click();
      await byId(page, 'naeringsplan.consent.no').click();
      await byId(page, 'enig.mine.toggle').click();
      await byId(page, 'enig.mine.share').click();
      const download = page.waitForEvent('download');
      await byId(page, 'enig.mine.share.save').click();
      const picture = await seen(page, await readFile(await (await download).path()));
      assert.equal(picture.width, 1_080);
      assert.ok(picture.height >= 608 && picture.height < 800, `${picture.height} px high`);
    }));

test(
    'the same answers give the same picture, and another answer another',
    () => visit(async (page) => {
      await answerSome(page);
      await byId(page, 'enig.mine.share').click();
      const save = async () => {
        const download = page.waitForEvent('download');
        await byId(page, 'enig.mine.share.save').click();
        return readFile(await (await download).path());
      };
      const first = await save();
      assert.ok(first.equals(await save()), 'the same answers gave two pictures');
      await byId(page, 'fagskole.agree').click();
      assert.ok(!first.equals(await save()));
    }));

test(
    'where the device can share, the picture is handed over; a changed mind is no failure',
    () => chromium.visit(async (page) => {
      await answerSome(page);
      await byId(page, 'enig.mine.share').click();
      await byId(page, 'enig.mine.share.send').click();
      await page.waitForFunction(() => window.shared.length === 1);
      const [[name, type, size]] = await page.evaluate(() => window.shared);
      assert.equal(name, 'enig-baerum-naering.png');
      assert.equal(type, 'image/png');
      assert.ok(size > 5_000);
      await byId(page, 'enig.mine.share.send').click();
      await page.waitForFunction(() => window.shared.length === 2);
      await atRest(page);
      assert.doesNotMatch(await byId(page, 'enig.status').textContent(), /kunne ikke/);
      assert.deepEqual(page.errors, []);
    }, {
      server,
      prepare: () => {
        window.shared = [];
        navigator.canShare = ({files}) => files?.[0]?.type === 'image/png';
        navigator.share = async ({files}) => {
          window.shared.push([files[0].name, files[0].type, files[0].size]);
          if (window.shared.length > 1) throw new DOMException('no', 'AbortError');
        };
      },
    }));

test(
    'a picture that cannot be made is told of',
    () => visit(async (page) => {
      await page.evaluate(() => {
        HTMLCanvasElement.prototype.toBlob = (done) => done(null);
      });
      await answerSome(page);
      await byId(page, 'enig.mine.share').click();
      await byId(page, 'enig.mine.share.save').click();
      await byId(page, 'enig.status').filter({hasText: 'kunne ikke lages'}).waitFor();
      assert.deepEqual(page.errors, []);
    }));
