// The page for a visit without network: kept by a service worker, web/worker.js.
//
//     keep(root)      registers the worker for the site's folder and has it keep this page
//     forget(root)    takes away the worker and all that it has kept
//
// Where the browser has no such thing, or denies it, nothing happens.
export async function keep(root) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  try {
    const registration = await workers.register(new URL('worker.js', root), {scope: root});
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    worker.postMessage({keep: location.origin + location.pathname});
  } catch (error) {
    console.warn('Enig is not kept for a visit without network:', error);
  }
}

export async function forget(root) {
  try {
    const registration = await navigator.serviceWorker?.getRegistration(root);
    // A site in a folder above may have one of its own.
    if (registration?.scope === root.href) {
      registration.active?.postMessage({forget: true});
      await registration.unregister();
    }
    // The worker does the same; it may have ended already.
    for (const name of await caches.keys()) {
      if (name.startsWith('enig ') && name.endsWith(` ${root.href}`)) await caches.delete(name);
    }
  } catch (error) {
    console.warn('Enig has found nothing to forget:', error);
  }
}
