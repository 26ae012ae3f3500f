// A visit to the page: places that are gone to, addresses that are copied, words that are looked
// for, and whether there is a network. Called from program_effects.cpp; calls the functions that
// main.cpp exports.
addToLibrary({
  $visit__deps: ['$page'],
  $visit: {
    timer: 0,
    keeping: 0,       // the timer after which the page is kept
    quietMs: 150,     // as long as this nothing is typed, before it is looked for
    lettersMax: 200,  // more is not looked for, and would not fit the program's stack

    // Brings the element into view and gives it the focus, so that a keyboard or a screen reader
    // goes on from there.
    show: (element) => {
      page.focus(element);
      const behavior = page.media?.still.matches ? 'instant' : 'smooth';
      element.scrollIntoView({block: 'start', behavior});
    },

    // The element that the page's address names may be one that a filter hides.
    followAddress: () => {
      let id = location.hash.slice(1);
      try {
        id = decodeURIComponent(id);
      } catch (_) { /* it stays as it is written */
      }
      if (id === '' || page.element(id)) return;
      page.act(() => _enig_reveal());
      const element = page.element(id);
      if (element) visit.show(element);
    },

    // The old way, for pages that the browser gives no clipboard.
    copyByHand: (text) => {
      const field = document.createElement('textarea');
      const focused = document.activeElement;
      field.value = text;
      field.readOnly = true;
      Object.assign(field.style, {position: 'fixed', top: '0', opacity: '0'});
      document.body.append(field);
      field.select();
      let isCopied = false;
      try {
        isCopied = document.execCommand('copy');
      } catch (_) { /* refused */
      }
      field.remove();
      focused?.focus?.({preventScroll: true});
      return isCopied;
    },

    search: (words) => {
      clearTimeout(visit.timer);
      const some = words.slice(0, visit.lettersMax);
      page.act(() => page.withText(some, (text) => _enig_search(text)));
    },

    typed: (event) => {
      const field = event.target;
      if (field.id !== 'enig.search' || event.isComposing) return;
      clearTimeout(visit.timer);
      visit.timer = setTimeout(() => visit.search(field.value), visit.quietMs);
    },

    keyInSearch: (event) => {
      const field = event.target;
      if (event.key === 'Escape' && field.value !== '') {
        field.value = '';
      } else if (event.key !== 'Enter') {
        return;
      }
      event.preventDefault();
      visit.search(field.value);
    },

    // Escape leads out of the question whether to delete, takes back the answer that consent is
    // asked for, and folds a card's tools and the warning before a picture, by the button that
    // does so. It never says no to consent.
    escape: (event) => {
      const part = (ids) => event.target.closest(ids);
      const asking = part('.consent:has(.decline)')?.closest('fieldset,section:not(.consent)');
      const button = part('[id="enig.mine.deletion"]')?.querySelector('.decline') ??
          asking?.querySelector('.choice>[aria-pressed=true],.tool[aria-pressed=true]') ??
          part('[id="enig.mine.summary"],fieldset')?.querySelector('button[aria-expanded=true]');
      if (!button) return;
      event.preventDefault();
      page.focus(button);
      button.click();
    },

    // As in any form: what stands beside the field is pressed.
    keyInAddress: (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      event.target.parentElement.closest('[id]')?.querySelector('button')?.click();
    },

    key: (event) => {
      if (event.isComposing) return;
      if (event.target.type === 'email') return visit.keyInAddress(event);
      if (event.target.id === 'enig.search') return visit.keyInSearch(event);
      if (event.key === 'Escape') visit.escape(event);
    },
  },

  enig_visit_start__deps: ['$page', '$visit'],
  enig_visit_start: () => {
    const parent = page.root.parentNode;
    parent.addEventListener('input', visit.typed);
    parent.addEventListener('compositionend', visit.typed);
    parent.addEventListener('keydown', visit.key);
    addEventListener('hashchange', visit.followAddress);
    addEventListener('online', () => page.act(() => _enig_connection(1)));
    addEventListener('offline', () => page.act(() => _enig_connection(0)));
    if (navigator.onLine === false) page.act(() => _enig_connection(0));
    // Typed before the program ran, or put back by the browser.
    const field = page.element('enig.search');
    if (field && field.value !== field.defaultValue) visit.search(field.value);
    visit.followAddress();
  },

  // What stands in a field, as a C string of the caller's to free.
  enig_visit_value__deps: ['$page', '$stringToNewUTF8'],
  enig_visit_value: (id) => stringToNewUTF8(page.element(UTF8ToString(id))?.value ?? ''),

  enig_visit_set_value__deps: ['$page', '$visit'],
  enig_visit_set_value: (id, value) => {
    clearTimeout(visit.timer);
    const field = page.element(UTF8ToString(id));
    const text = UTF8ToString(value);
    if (field && field.value !== text) field.value = text;
  },

  enig_visit_go__deps: ['$page', '$visit'],
  enig_visit_go: (id) => {
    const name = UTF8ToString(id);
    const element = page.element(name);
    if (!element) return;
    const hash = `#${encodeURIComponent(name)}`;
    try {
      if (location.hash !== hash) history.pushState(history.state, '', hash);
    } catch (_) { /* too many steps, or none allowed here: it is gone to all the same */
    }
    visit.show(element);
  },

  // A page that is come back to, or loaded again, is asked for and not posted for once more.
  enig_visit_forget_post: () => {
    try {
      history.replaceState(history.state, '');
    } catch (_) { /* not allowed here: the browser asks first */
    }
  },

  enig_visit_copy__deps: ['$page', '$visit'],
  enig_visit_copy: (id) => {
    const hash = `#${encodeURIComponent(UTF8ToString(id))}`;
    const address = location.origin + location.pathname + hash;
    const done = (isCopied) => page.act(() => _enig_copied(isCopied ? 1 : 0));
    const byClipboard = navigator.clipboard?.writeText?.(address) ?? Promise.reject();
    byClipboard.then(() => done(true), () => done(visit.copyByHand(address)));
  },

  enig_visit_can_copy: () =>
      navigator.clipboard?.writeText || document.queryCommandSupported?.('copy') ? 1 : 0,

  // For a visit without network: the loader knows which files the page is made of. What cannot be
  // kept is not missed.
  // A little later: it holds up the answer to the press, which is seen first.
  enig_visit_keep_page__deps: ['$visit'],
  enig_visit_keep_page: () => {
    clearTimeout(visit.keeping);
    visit.keeping = setTimeout(() => Module['offline']?.keep().catch(() => {}), 200);
  },
  enig_visit_forget_page__deps: ['$visit'],
  enig_visit_forget_page: () => {
    clearTimeout(visit.keeping);
    Module['offline']?.forget().catch(() => {});
  },
});
