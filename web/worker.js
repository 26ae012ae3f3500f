// Keeps pages and their files for a visit without network. Registered after consent only, by
// web/offline.js. It never sees an answer: ballots and forms go past it.
//
// Pages come from the network where it answers in time. Files carry what they hold in their names,
// so a kept one is as good as new; those that no kept page needs any more are taken away.
const root = registration.scope;
const pagesName = `enig pages ${root}`;
const filesName = `enig files ${root}`;
const networkDeadlineMs = 3000;  // then a kept page is shown, if there is one
let hasForgotten = false;

const filePattern = /^(?:program\/[0-9a-f]{16}\/[\w.-]+|theme\.[0-9a-f]{16}\.css)$/;

// The path in the site, or nothing for what is somebody else's.
function pathOf(url) {
  const {origin, pathname} = new URL(url);
  const place = origin + pathname;
  return place.startsWith(root) ? place.slice(root.length) : undefined;
}

const isFile = (url) => filePattern.test(pathOf(url) ?? '');

// Pages as everybody gets them: no query, nothing of the API, nothing that asks not to be kept.
function isPage(url) {
  const path = pathOf(url);
  return path !== undefined && !new URL(url).search &&
      !/^(?:(?:api|newsletter)(?:\/|$)|healthz$)/.test(path) && !isFile(url);
}

function mayBeKept(response) {
  return response.status === 200 && !response.redirected &&
      /^text\/html\b/.test(response.headers.get('content-type') ?? '') &&
      !/\bno-store\b/.test(response.headers.get('cache-control') ?? '');
}

// The files that a page needs. The loader names the program's two.
function filesOf(html, page) {
  const files = new Set();
  for (const [, name] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
    const url = new URL(name, page);
    if (isFile(url)) files.add(url.href);
    if (isFile(url) && url.pathname.endsWith('/loader.js')) {
      for (const other of ['enig.js', 'enig.wasm', 'offline.js'])
        files.add(new URL(other, url).href);
    }
  }
  return files;
}

async function keepPage(url, response) {
  if (hasForgotten || !isPage(url) || !mayBeKept(response)) return;
  const pages = await caches.open(pagesName);
  const files = await caches.open(filesName);
  const html = await response.clone().text();
  // The files first: a page that is kept can be shown.
  for (const file of filesOf(html, url)) {
    if (!await files.match(file, {ignoreVary: true})) await files.add(file);
  }
  await pages.put(url, response);
  await tidy(pages, files);
  if (hasForgotten) await forget();
}

async function tidy(pages, files) {
  const needed = new Set();
  for (const request of await pages.keys()) {
    const html = await (await pages.match(request)).text();
    for (const file of filesOf(html, request.url)) needed.add(file);
  }
  for (const request of await files.keys()) {
    if (!needed.has(request.url)) await files.delete(request);
  }
}

async function forget() {
  hasForgotten = true;
  await Promise.all([caches.delete(pagesName), caches.delete(filesName)]);
}

async function kept(name, url) {
  return (await caches.has(name)) ? (await caches.open(name)).match(url, {ignoreVary: true}) : null;
}

async function pageFor(request, fresh) {
  const deadline = new Promise((resolve) => setTimeout(resolve, networkDeadlineMs));
  const [url] = request.url.split('#');
  try {
    const response = await Promise.race([fresh, deadline]);
    if (response && response.status < 500) return response;
    return (await kept(pagesName, url)) ?? await fresh;
  } catch (error) {
    const page = await kept(pagesName, url);
    if (page) return page;
    throw error;
  }
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

addEventListener('fetch', (event) => {
  const {request} = event;
  if (request.method !== 'GET') return;
  if (isFile(request.url)) {
    event.respondWith(kept(filesName, request.url).then((file) => file ?? fetch(request)));
  } else if (request.mode === 'navigate' && isPage(request.url)) {
    const fresh = fetch(request);
    event.respondWith(pageFor(request, fresh));
    const [url] = request.url.split('#');
    event.waitUntil(
        fresh.then((response) => keepPage(url, response.clone())).catch(() => undefined));
  }
});

addEventListener('message', (event) => {
  const {keep, forget: isForgetting} = event.data ?? {};
  if (isForgetting) event.waitUntil(forget());
  if (!keep || !isPage(keep)) return;
  hasForgotten = false;
  event.waitUntil(fetch(keep, {credentials: 'omit'})
                      .then((response) => keepPage(keep, response))
                      .catch(() => undefined));
});
