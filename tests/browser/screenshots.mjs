// What tools/screenshots does: a picture of every state in every look, and README's three.
//
//     node tests/browser/screenshots.mjs --readme

import {mkdir, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';

import {laptop, phone} from './browser.mjs';
import {startEngine} from './engines.mjs';
import {root} from './server.mjs';
import {appStates, plainPages, startServers} from './states.mjs';

const ballots = 214;
const pictureBytesMax = 150_000;

const looks = {
  phone: {viewport: phone, pixelRatio: 3},
  laptop: {viewport: laptop},
  dark: {viewport: phone, pixelRatio: 3, colorScheme: 'dark'},
  'dark-laptop': {viewport: laptop, colorScheme: 'dark'},
  'large-text': {viewport: phone, pixelRatio: 3, isLarge: true},
};

// README's pictures: of a state, in a look.
const readmePictures = [
  {file: 'phone.png', state: 'answered', options: {viewport: phone, pixelRatio: 2}},
  {file: 'laptop.png', state: 'answered', options: {viewport: laptop}},
  {
    file: 'dark.png',
    state: 'agreed on the topic',
    options: {viewport: phone, pixelRatio: 2, colorScheme: 'dark'},
  },
];

// Brings the page into the state, puts what the state is about into view, and gives the picture.
async function pictureOf(engine, servers, state, {isLarge = false, ...options}) {
  const page = await engine.open(servers.of(state).url + state.path, options);
  if (state.hasProgram) await page.waitForApp();
  if (isLarge) {
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
  }
  await state.reach(page);
  // The focus and the pointer are where the last press was; a picture is of a page at rest.
  await page.playwright.mouse.move(1, 1);
  await page.evaluate((id) => {
    document.activeElement?.blur();
    const element = id && document.getElementById(id);
    if (element) scrollTo(0, element.getBoundingClientRect().top + scrollY - 72);
  }, state.at);
  await page.playwright.waitForTimeout(400);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

const onlyReadme = process.argv.includes('--readme');
const engine = await startEngine('chromium');
const servers = await startServers({ballots});
const failures = [];
try {
  if (onlyReadme) {
    const folder = path.join(root, 'assets/pictures');
    await mkdir(folder, {recursive: true});
    for (const {file, state: name, options} of readmePictures) {
      const state = appStates.find((one) => one.name === name);
      await writeFile(path.join(folder, file), await pictureOf(engine, servers, state, options));
      const {size} = await stat(path.join(folder, file));
      console.log(`assets/pictures/${file}: ${Math.round(size / 1_000)} kB`);
      if (size > pictureBytesMax) failures.push(`${file} is over ${pictureBytesMax / 1_000} kB`);
    }
  } else {
    const folder = path.join(root, 'build/screenshots');
    await rm(folder, {recursive: true, force: true});
    for (const [look, options] of Object.entries(looks)) {
      await mkdir(path.join(folder, look), {recursive: true});
      for (const state of [...appStates, ...plainPages]) {
        const file = path.join(folder, look, `${state.name.replaceAll(' ', '-')}.png`);
        try {
          await writeFile(file, await pictureOf(engine, servers, state, options));
        } catch (error) {
          failures.push(`${look}, ${state.name}: ${error.message.split('\n')[0]}`);
        }
      }
      console.log(`build/screenshots/${look}`);
    }
  }
} finally {
  await engine.stop();
  await servers.stop();
}
for (const failure of failures) console.error(`screenshots: ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
