// Starts Enig's program where there is one to start; everywhere else the page stays the HTML that
// it is.
const publication = document.getElementById('enig.publication');
const root = new URL('.', import.meta.url);

// The program's two files are fetched side by side: enig.js finds this one already under way.
function fetchAhead(file) {
  const link = document.createElement('link');
  Object.assign(
      link, {rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: new URL(file, root)});
  document.head.append(link);
}

async function start() {
  fetchAhead('enig.wasm');
  const {default: enig} = await import('./enig.js');
  await enig({root});
}

if ('WebAssembly' in window && publication?.textContent.trim()) {
  start().catch((error) => console.error('Enig stays plain HTML:', error));
}
