// What is far from the window: the browser may leave it out of its layout, and what changes in it
// may wait. Heights are CSS px. Called from document.cpp and web_page.js.
addToLibrary({
  $far__deps: ['$page', '$frames'],
  $far: {
    leavesOut: false,  // the browser may leave out of its layout what is far from the window
    leftOut: null,     // elements that it leaves out
    heights: null,     // of elements that it may leave out
    buried: [],        // elements that are hidden, and go when there is time

    start: () => {
      far.leftOut = new WeakSet();
      far.heights = new WeakMap();
      far.leavesOut = getComputedStyle(page.root).getPropertyValue('--leaves-out').trim() === 'yes';
    },

    // How much of an element's height is padding and border: the same for all of a class in one
    // window.
    frameHeights: {},
    frameHeight: (element) => {
      const key = `${element.className} ${page.lastSurroundings}`;
      if (!(key in far.frameHeights)) {
        const style = getComputedStyle(element);
        const edges = ['paddingTop', 'paddingBottom', 'borderTopWidth', 'borderBottomWidth'];
        far.frameHeights[key] = edges.reduce((sum, edge) => sum + parseFloat(style[edge]), 0);
      }
      return far.frameHeights[key];
    },

    // What the browser leaves out of its layout keeps the height that it last had there, whatever
    // it is told (CSS Box Sizing 4, "last remembered size"): until it is laid out again, the height
    // is the program's.
    tellLeftOut: ({target, skipped}) => {
      if (!far.heights.has(target)) return;
      if (skipped) {
        far.leftOut.add(target);
        target.style.setProperty('--high', `${far.heights.get(target)}px`);
      } else {
        far.leftOut.delete(target);
        target.style.removeProperty('--high');
      }
    },
  },

  // How high an element is while the browser leaves out what is in it, or while that has yet to
  // come. The browser may leave it out from the time that it has been far from the window: what is
  // in view must not go and come back. style.css says when. Returns whether it may.
  enig_page_height__deps: ['$far', '$isFarFromWindow'],
  enig_page_height: (id, top, height, isWaiting) => {
    const element = page.element(UTF8ToString(id));
    if (!element) return 0;
    const {style} = element;
    style.containIntrinsicHeight = `${height - far.frameHeight(element)}px`;
    far.heights.set(element, height);
    if (isWaiting || far.leftOut.has(element)) {
      style.setProperty('--high', `${height}px`);
    } else {
      style.removeProperty('--high');
    }
    if (isFarFromWindow(top, height)) style.setProperty('--far', 'auto');
    return style.getPropertyValue('--far') ? 1 : 0;
  },

  // Whether something at this place of the page is in the window.
  enig_page_is_seen__deps: ['$frames'],
  enig_page_is_seen: (top, height) => {
    const window = frames.visible();
    return top < window.bottom && top + height > window.top ? 1 : 0;
  },

  // Whether this element, at this place, is so far from the window that what is in it may wait:
  // nobody sees that it has another height for a moment. What has the focus is laid out wherever it
  // is.
  enig_page_may_wait__deps: ['$far', '$isFarFromWindow'],
  enig_page_may_wait: (id, top, height) => {
    const isFar = page.isLive && far.leavesOut && isFarFromWindow(top, height);
    return isFar && !page.element(UTF8ToString(id))?.contains(document.activeElement) ? 1 : 0;
  },

  // From now on the browser may leave out this element, where it is far from the window.
  enig_page_leave_out__deps: ['$page', '$isFarFromWindow'],
  enig_page_leave_out: (id, top, height) => {
    if (!isFarFromWindow(top, height)) return 0;
    page.element(UTF8ToString(id))?.style.setProperty('--far', 'auto');
    return 1;
  },

  $isFarFromWindow__deps: ['$frames'],
  $isFarFromWindow: (top, height) => {
    const window = frames.visible();
    const more = frames.view.height;
    return top > window.bottom + more || top + height < window.top - more;
  },

  // What `mayBury` says is hidden at once, and removed a section at a time: to remove thousands of
  // elements takes a slow phone longer than a person waits for a press.
  enig_page_remove__deps: ['$far'],
  enig_page_remove: (id, mayBury) => {
    const element = page.element(UTF8ToString(id));
    if (!element) return;
    if (!mayBury || !page.isLive || element.contains(document.activeElement)) {
      element.remove();
      return;
    }
    // A section keeps what the browser knows of it until it goes: to forget all of them at once
    // takes as long as to remove them.
    element.style.cssText = far.leavesOut && element.style.getPropertyValue('--far') ?
        'position:absolute;visibility:hidden;content-visibility:hidden;height:0' :
        'display:none';
    far.buried.push(element);
  },

  // 0 where it was the last one.
  enig_page_clear_one_buried__deps: ['$far'],
  enig_page_clear_one_buried: () => {
    far.buried.pop()?.remove();
    return far.buried.length > 0 ? 1 : 0;
  },

  enig_page_clear_buried__deps: ['$far'],
  enig_page_clear_buried: () => {
    for (const element of far.buried.splice(0)) element.remove();
  },
});
