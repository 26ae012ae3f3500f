// The place in the page that is being read, while the program brings back what a page that is
// loaded again does not have: the results of earlier answers make it longer. Called from main.cpp.
addToLibrary({
  $place__deps: ['$page', '$memory'],
  $place: {
    anchor: null,    // the element that is read, and how far below the window's top it stands
    isMoved: false,  // by the person, since the page was loaded
    heldMs: 2_000,
    heldUntil: 0,
    timer: 0,
    stillMs: 200,  // after so long without scrolling, a place is being read

    // What stands a third down the window, or what the address names where that is in sight.
    seen: () => {
      if (scrollY < 1) return null;
      let named = null;
      try {
        named = page.element(decodeURIComponent(location.hash.slice(1)));
      } catch (_) { /* no name */
      }
      const isInSight = (top) => top > -1 && top < innerHeight;
      if (named && isInSight(named.getBoundingClientRect().top)) return place.of(named);
      const found =
          document.elementsFromPoint(innerWidth / 2, innerHeight / 3)
              .map((element) => element.closest('fieldset[id],h1[id],h2[id],h3[id],p[id]'))
              .find((element) => element?.closest('.page'));
      return found ? place.of(found) : null;
    },

    of: (element) => ({id: element.id, top: element.getBoundingClientRect().top}),

    // In a page that is loaded again, where its reader was. The browser has put the window where it
    // was, but the page was longer then.
    last: () => {
      const type = performance.getEntriesByType('navigation')[0]?.type;
      const kept = history.state?.place;
      const isAgain = type === 'reload' || type === 'back_forward';
      return isAgain && page.element(kept?.id ?? '') ? kept : null;
    },

    // Only where answers are kept: without them the page is as it was, and nothing is written.
    keep: () => {
      if (memory.kept !== '') memory.setInEntry({place: place.seen() ?? undefined});
    },

    restore: () => {
      const element = page.element(place.anchor?.id ?? '');
      if (!element || place.isMoved || performance.now() > place.heldUntil) return;
      const by = element.getBoundingClientRect().top - place.anchor.top;
      if (Math.abs(by) > 1) scrollBy({top: by, behavior: 'instant'});
    },
  },

  // Before anything changes the page: what early presses have unfolded is folded here. Who has
  // pressed or moved since the page was loaded is read from where they are now.
  enig_place_mark__deps: ['$place'],
  enig_place_mark: () => {
    const seen = place.seen();
    const early = Module['early'];
    place.anchor = early['hasMoved']() ? seen : place.last() ?? seen;
    early['fold']();
    const move = () => {
      place.isMoved = true;
    };
    for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      addEventListener(name, move, {once: true, passive: true, capture: true});
    }
  },

  // After it has, which gets what it has missed. Other tabs are heard a little later, and a browser
  // that has not loaded everything yet puts the window back once more: for as long, and until the
  // person moves, the place is held.
  enig_place_restore__deps: ['$place', '$memory', '$page'],
  enig_place_restore: () => {
    Module['early']['replay']();
    place.heldUntil = performance.now() + place.heldMs;
    place.restore();
    new ResizeObserver(place.restore).observe(page.root);
    addEventListener('load', place.restore, {once: true});
    addEventListener('scroll', () => {
      place.restore();
      clearTimeout(place.timer);
      // A page that goes away can no longer write it.
      if (memory.kept !== '') place.timer = setTimeout(place.keep, place.stillMs);
    }, {passive: true});
  },
});
