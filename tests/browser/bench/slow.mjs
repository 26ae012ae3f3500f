// A page on a slow phone, and what is watched in it from its first script on.
//
//     const {page, session} = await openSlow(browser, url, {cpu: 4, network: true});
//     (await page.evaluate(() => bench)).lcpMs

export const slowdown = 4;

const slowNetwork = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};

// Everything that the browser itself can tell, kept in window.bench.
function watch() {
  window.bench = {lcpMs: NaN, shifts: 0, liveMs: NaN, presses: []};
  const observe = (type, work, options = {}) =>
      new PerformanceObserver((list) => list.getEntries().forEach(work))
          .observe({type, buffered: true, ...options});
  observe('largest-contentful-paint', (entry) => {
    bench.lcpMs = entry.startTime;
  });
  observe('layout-shift', (entry) => {
    if (!entry.hadRecentInput) bench.shifts += entry.value;
  });
  observe('event', (entry) => {
    if (entry.interactionId > 0) {
      bench.presses.push(
          {name: entry.name, ms: entry.duration, id: entry.target?.closest('[id]')?.id ?? '?'});
    }
  }, {durationThreshold: 16});
  new MutationObserver(() => {
    if (document.documentElement?.classList.contains('enig-live') && isNaN(bench.liveMs)) {
      bench.liveMs = performance.now();
    }
  }).observe(document, {subtree: true, attributes: true, attributeFilter: ['class']});
  // The program's memory, which only grows.
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...rest) => {
      const result = await instantiate.apply(WebAssembly, rest);
      const {exports} = result.instance ?? result;
      const memory = Object.values(exports).find((one) => one instanceof WebAssembly.Memory);
      if (memory) window.benchMemory = memory;
      return result;
    };
  }
}

// Options: cpu (1: as fast as this machine), network (false), script (run before the page's own).
export async function openSlow(browser, url, {cpu = 1, network = false, script} = {}) {
  const context = await browser.newContext({
    viewport: {width: 360, height: 740},
    deviceScaleFactor: 3,
    locale: 'nb-NO',
  });
  const page = await context.newPage();
  await page.addInitScript(watch);
  if (script) await page.addInitScript(script);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  if (network) await session.send('Network.emulateNetworkConditions', slowNetwork);
  if (cpu !== 1) await session.send('Emulation.setCPUThrottlingRate', {rate: cpu});
  await page.goto(url, {waitUntil: 'commit'});
  return {page, session, close: () => context.close()};
}

export const waitForLive = (page) => page.waitForFunction(
    () => !isNaN(bench.liveMs) && window.enig?.frames > 0, undefined, {timeout: 60_000});
