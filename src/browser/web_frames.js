// The window over the page, the band of the page that the canvas paints, and when that is done. All
// sizes are CSS px. Called from web_page.js; calls the functions that main.cpp exports.
addToLibrary({
  $frames__deps: ['$page', '$canvas'],
  $frames: {
    band: {top: 0, bottom: 0},  // of the page: what the canvas shows
    isAsked: false,
    count: 0,

    // The window as it was last measured: where the root starts in the document, how far it is
    // scrolled, its size and that of its text column. Measured when one of them has changed, and
    // not for every frame: to measure, the browser must lay out what the program has just changed.
    view: {origin: 0, scroll: 0, height: 0, width: 0},

    measure: () => {
      frames.view = {
        origin: page.root.getBoundingClientRect().top + scrollY,
        scroll: scrollY,
        height: innerHeight,
        width: document.documentElement.clientWidth,
      };
    },

    // What is visible of the page.
    visible: () => {
      const {origin, scroll, height} = frames.view;
      const top = scroll - origin;
      return {top, bottom: top + height};
    },

    // Device pixels of a canvas: a phone's memory is small, and graphics cards have a longest side.
    pixelsMax: 16_000_000,
    sideMax: 8192,

    // How much more than the window is painted above and below it: a third of its height, or what
    // memory allows. More would delay the answer to a press, for every painted pixel is composed
    // anew; and a canvas that grows for a fast scroll only is made anew in the middle of it.
    overscan: () => {
      const pixels = frames.pixelsMax / devicePixelRatio ** 2;
      const window = frames.view.height;
      const height = Math.min(frames.sideMax / devicePixelRatio, pixels / frames.view.width);
      // Whole px: a canvas of half a px is stretched, and its letters are blurred.
      return Math.max(0, Math.floor(Math.min(window / 3, (height - window) / 2)));
    },

    // The band to paint: as high wherever the window is, for a canvas that changes its size is made
    // anew. Never below the page's end: where the page has become shorter, a canvas down there
    // would keep the browser from putting the window back.
    bandNow: () => {
      const {top, bottom} = frames.visible();
      const more = frames.overscan();
      const last = _enig_height();
      const height = Math.min(last, bottom - top + 2 * more);
      const start = Math.max(0, Math.min(top - more, last - height));
      const snap = (y) => Math.round(y * devicePixelRatio) / devicePixelRatio;
      return {top: snap(start), bottom: snap(start + Math.max(1, height))};
    },

    // False for a window that no canvas can cover, such as a frame as high as its whole page, and
    // where a pinch has magnified the page: the canvas would be blurred, and the document itself is
    // not.
    canCover: () => innerHeight * devicePixelRatio <= frames.sideMax &&
        innerWidth * devicePixelRatio <= frames.sideMax && (visualViewport?.scale ?? 1) < 1.01,

    ask: () => {
      if (frames.isAsked || !page.isLive) return;
      frames.isAsked = true;
      requestAnimationFrame(frames.draw);
    },

    // What a frame has left for later, a little at a time: between two of them the browser does
    // what is more urgent. A message to oneself is not held up as a timer is, and wakes nothing
    // after.
    later: null,
    laterAsked: false,

    askLater: () => {
      if (frames.laterAsked || !page.isLive) return;
      frames.laterAsked = true;
      if (!frames.later) {
        frames.later = new MessageChannel();
        frames.later.port1.onmessage = () => {
          frames.laterAsked = false;
          if (page.isLive && !page.call(() => _enig_catch_up())) frames.askLater();
        };
      }
      frames.later.port2.postMessage(0);
    },

    draw: (now) => {
      frames.isAsked = false;
      if (!page.isLive) return;
      const ratio = devicePixelRatio;
      const {top, bottom} = frames.band = frames.bandNow();
      const width = Math.round(frames.view.width * ratio);
      const height = Math.max(1, Math.round((bottom - top) * ratio));
      const {style} = canvas.element;
      // A transform: what is moved by `top` counts as a page that shifts under the reader.
      style.transform = `translateY(${top + frames.view.origin}px)`;
      style.width = `${width / ratio}px`;
      style.height = `${height / ratio}px`;
      ++frames.count;
      page.call(() => _enig_draw(now, top, width / ratio, height / ratio));
    },

    // Draws only where the window has come near the band's edge.
    scrolled: () => {
      frames.view.scroll = scrollY;
      const {top, bottom} = frames.visible();
      const margin = (bottom - top) / 6;
      const isNearTop = frames.band.top > 0 && top < frames.band.top + margin;
      const isNearBottom =
          frames.band.bottom < _enig_height() && bottom > frames.band.bottom - margin;
      if (isNearTop || isNearBottom) frames.ask();
    },
  },

  enig_page_ask_later__deps: ['$frames'],
  enig_page_ask_later: () => frames.askLater(),

  enig_page_ask_frame__deps: ['$frames'],
  enig_page_ask_frame: () => frames.ask(),
});
