// The place in the page that is being read, while the program brings back what a page that is
// loaded again does not have: the results of earlier answers make it longer. Called from main.cpp.
addToLibrary({
  $place__deps: ['$page'],
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
              .find((element) => element && page.root.contains(element));
      return found ? place.of(found) : null;
    },

    of: (element) => ({id: element.id, top: element.getBoundingClientRect().top}),

    // In a page that is loaded again, where its reader was. The browser has put the window where it
    // was, but the page was longer then.
    last: () => {
      const type = performance.getEntriesByType('navigation')[0]?.type;
      const kept = history.state?.place;
      const isAgain = type === 'reload' || type === 'back_forward';
      return isAgain && !place.isMoved && page.element(kept?.id ?? '') ? kept : null;
    },

    // Only where answers are kept: without them the page is as it was, and nothing is written.
    keep: () => {
      try {
        history.replaceState({...history.state, place: place.seen()}, '');
      } catch (_) { /* too often, or not allowed here: the page is shown from where the window is */
      }
    },

    restore: () => {
      const element = page.element(place.anchor?.id ?? '');
      if (!element || place.isMoved || performance.now() > place.heldUntil) return;
      const by = element.getBoundingClientRect().top - place.anchor.top;
      if (Math.abs(by) > 1) scrollBy({top: by, behavior: 'instant'});
    },
  },

  // Before the program changes the page.
  enig_place_mark__deps: ['$place'],
  enig_place_mark: () => {
    const move = () => {
      place.isMoved = true;
    };
    for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      addEventListener(name, move, {once: true, passive: true, capture: true});
    }
    place.anchor = place.last() ?? place.seen();
  },

  // After it has. Other tabs are heard a little later, and a browser that has not loaded everything
  // yet puts the window back once more: for as long, and until the person moves, the place is held.
  enig_place_restore__deps: ['$place', '$memory', '$page'],
  enig_place_restore: () => {
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
