// Starts Enig's program where it can do its work; everywhere else the page stays the HTML that it is.
const publication = document.getElementById('enig.publication');
const canPaint = 'WebAssembly' in window && 'WebGL2RenderingContext' in window;
const root = new URL('.', import.meta.url);

async function start() {
  const {default: enig} = await import('./enig.js');
  await enig({root});
}

if (canPaint && publication?.textContent.trim()) {
  start().catch((error) => console.error('Enig stays plain HTML:', error));
}
