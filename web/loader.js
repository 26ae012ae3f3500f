// Starts Enig's program where there is one to start; everywhere else the page stays the HTML that
// it is.
const publication = document.getElementById('enig.publication');
const root = new URL('.', import.meta.url);

async function start() {
  const {default: enig} = await import('./enig.js');
  await enig({root});
}

if ('WebAssembly' in window && publication?.textContent.trim()) {
  start().catch((error) => console.error('Enig stays plain HTML:', error));
}
