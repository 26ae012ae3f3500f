// The page's face and its events: whether the canvas or the document itself is seen, and what a
// press or a changed window means. Called from main.cpp and program.cpp; calls the functions that
// main.cpp exports.
addToLibrary({
  $page__deps:
      ['$canvas', '$far', '$frames', '$stackSave', '$stackRestore', '$stringToUTF8OnStack'],
  $page: {
    root: null,
    isLive: false,
    mayBeLive: false,  // the page's text and the graphics context allow painting
    isForeign: false,  // somebody else has changed the page's words
    others: null,      // the observer of their changes
    depth: 0,          // of calls to the program: it calls back
    setsText: true,
    hasFailed: false,
    rescue: () => {},  // gives the form what only the program knew
    lastSurroundings: '',
    hovered: '',
    held: '',

    element: (id) => document.getElementById(id),

    media: null,

    // Tells the program what the page is shown in; it lays out anew only where that is something
    // new.
    look: () => {
      const {dark, wide, railed, still} = page.media;
      const root = document.documentElement;
      if (root.clientWidth === 0) return;  // in a frame that is not shown
      const style = getComputedStyle(root);
      const now = [
        root.clientWidth, parseFloat(style.fontSize), devicePixelRatio,
        railed.matches   ? 2 :
            wide.matches ? 1 :
                           0,
        dark.matches ? 1 : 0, still.matches ? 1 : 0
      ];
      const text = now.join() + getComputedStyle(page.root).fontFamily;
      if (text === page.lastSurroundings) return;
      page.lastSurroundings = text;
      page.settleContents();
      page.call(() => _enig_surroundings(...now));
      page.watchRatio();
      frames.ask();
    },

    // A media query for a pixel ratio only says when it is left.
    watchRatio: () => {
      matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', page.look, {
        once: true
      });
    },

    // False where the person's own style sheet or a tool spaces the text in another way than the
    // theme: then the document shows the page as they want it.
    isSpacedPlainly: () => {
      const {letterSpacing, wordSpacing} = getComputedStyle(page.root);
      const isPlain = (spacing) => !parseFloat(spacing);  // "normal", or "0px"
      return isPlain(letterSpacing) && isPlain(wordSpacing);
    },

    isAsHigh: () => Math.abs(page.root.offsetHeight - _enig_height()) < 2,

    // Lines far from the window are broken by the browser itself until they come near: where one
    // of them has come out otherwise, all are broken as they are painted.
    agrees: () => page.isSpacedPlainly() &&
        (page.isAsHigh() || (page.call(() => _enig_overlay_all()), page.isAsHigh())),

    mayBe: () => page.mayBeLive && page.setsText && !page.isForeign && !page.media.forced.matches &&
        frames.canCover(),

    // Live, the text is transparent over the canvas; else the page is plain HTML.
    decideLive: () => {
      const mayBe = page.mayBe();
      document.documentElement.classList.toggle('enig-live', mayBe);
      const isLive = mayBe && page.agrees();
      if (mayBe && page.isLive && !isLive) {
        page.doubt();
      } else {
        page.setLive(isLive);
      }
    },

    // Chromium may tell the height of a section that has just come into its layout as it was when
    // it was left out, until the next frame: nobody sees that, so what was painted is judged then.
    isDoubting: false,
    doubt: () => {
      if (page.isDoubting) return;
      page.isDoubting = true;
      requestAnimationFrame(() => {
        page.isDoubting = false;
        page.setLive(page.mayBe() && page.agrees());
      });
    },

    setLive: (isLive) => {
      if (!isLive) document.documentElement.classList.remove('enig-live');
      if (isLive === page.isLive) return;
      page.isLive = isLive;
      if (!isLive) page.call(() => _enig_settle());
      frames.ask();
    },

    // Somebody else has changed the page's words, to translate them for example: the canvas does
    // not know theirs, and the document does.
    noticeOthers: (changes) => {
      if (changes.length === 0 || page.isForeign) return;
      page.isForeign = true;
      page.decideLive();
    },

    allowLive: (mayBeLive) => {
      page.mayBeLive = mayBeLive;
      page.decideLive();
    },

    // Calls the program. Where it fails, by a mistake of ours, the document is the page's face from
    // then on, and its form does what the program no longer can.
    call: (work) => {
      if (page.hasFailed) return 0;
      // Within a call, what has changed is the program's own.
      if (page.depth === 0 && page.others) page.noticeOthers(page.others.takeRecords());
      ++page.depth;
      try {
        return work();
      } catch (error) {
        page.hasFailed = true;
        page.allowLive(false);
        page.giveButtons();
        page.rescue();
        throw error;
      } finally {
        --page.depth;
        page.others?.takeRecords();  // what the program itself has changed
      }
    },

    // The same for what may change the page under the focus, and shows it.
    act: (work) => {
      const result = page.call(() => page.keepFocus(work));
      // What kept the page from being painted may be gone.
      if (!page.isLive) page.decideLive();
      frames.ask();
      return result;
    },

    withText: (text, call) => {
      const stack = stackSave();
      const result = call(stringToUTF8OnStack(text));
      stackRestore(stack);
      return result;
    },

    // The nearest button, link or summary with an id.
    pressable: (event) => event.target.closest?.('button[id],a[id],summary[id]'),
    target: (event) => page.pressable(event)?.id ?? '',

    point: (hovered, held) => {
      if (hovered === page.hovered && held === page.held) return;
      page.hovered = hovered;
      page.held = held;
      page.call(() => page.withText(hovered, (a) => page.withText(held, (b) => _enig_point(a, b))));
      frames.ask();
    },

    // Where the focused element goes away, the nearest thing that can be pressed takes the focus,
    // so that a person at the keyboard or with a screen reader stays where they were.
    keepFocus: (change) => {
      const ancestors = [];
      for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) {
        ancestors.push(at);
      }
      const result = change();
      if (ancestors.length === 0 || ancestors[0].isConnected) return result;
      const home = ancestors.find((ancestor) => ancestor.isConnected);
      if (!home) return result;
      page.focus(
          page.answerAt(home) ?? home.querySelector('button[aria-pressed=true]') ??
          home.querySelector('button,a') ?? home);
      const {top, bottom} = home.getBoundingClientRect();
      if (bottom < 0 || top > innerHeight) home.scrollIntoView({block: 'center'});
      return result;
    },

    // In a card: what has been pressed there, or else its first answer. Not that of a card in it.
    answerAt: (home) => {
      const card = home.closest('.reply')?.parentElement ?? home;
      const own = (path) => card.querySelector(`:scope > ${path}`);
      return own('.answer [aria-pressed=true]') ?? own('.reply > .tools [aria-pressed=true]') ??
          own('.answer button');
    },

    // Also on what cannot have the focus by nature; then for as long as it stays there.
    focus: (element) => {
      if (!element.matches('a,button,input,summary,[tabindex]')) {
        element.tabIndex = -1;
        element.addEventListener('blur', () => element.removeAttribute('tabindex'), {once: true});
      }
      element.focus({preventScroll: true});
    },

    // Takes the form's buttons over: while they would submit it, a browser goes through the whole
    // form whenever one of them comes or goes. From the last to the first, for the same reason.
    takeButtons: () => {
      const buttons = page.root.querySelectorAll('button[type=submit]:not([form])');
      for (const button of [...buttons].reverse()) button.type = 'button';
      // The program takes the answers to another language by itself.
      for (const button of page.root.querySelectorAll('button[id^="enig.language."]')) {
        const link = document.createElement('a');
        Object.assign(link, {
          id: button.id,
          className: button.className,
          lang: button.lang,
          href: button.formAction,
          textContent: button.textContent
        });
        button.replaceWith(link);
      }
    },

    // A program that has failed gives them back: the form does what it no longer can.
    giveButtons: () => {
      for (const button of page.root.querySelectorAll('button[type=button][value]')) {
        button.type = 'submit';
      }
    },

    // A button's press, or a link that the program follows itself.
    click: (event) => {
      const target = page.pressable(event);
      if (!target) return;
      // The contents in the rail are plain HTML, and fold by themselves.
      if (target.localName === 'summary' && page.media.railed.matches) return;
      // The second click of a double click would take back what the first has done.
      if (event.detail > 1) return event.preventDefault();
      const isLink = target.localName === 'a';
      // Into another tab or window, or onto the disk: the browser's own.
      if (isLink && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) return;
      const act = isLink ? _enig_follow : _enig_press;
      if (page.hasFailed) return;
      // Where the program fails it may have done half of it: the form must not do that once more.
      let isHandled = true;
      try {
        isHandled = page.act(() => page.withText(target.id, (id) => act(id)));
      } finally {
        if (isHandled) event.preventDefault();
      }
    },

    // Where there is a rail the contents in it are unfolded, for there is room. In the column the
    // program follows what the document shows: a browser unfolds them itself where something in
    // them is searched for, and so does a press before the program runs.
    settleContents: () => {
      for (const contents of page.root.querySelectorAll('details')) {
        if (page.media.railed.matches && contents.classList.contains('contents')) {
          contents.open = true;
        } else {
          page.withText(contents.id, (id) => {
            page.call(() => _enig_unfolded(id, contents.open ? 1 : 0));
          });
        }
      }
    },

    listen: () => {
      const passive = {passive: true};
      page.root.addEventListener('click', page.click);
      page.root.addEventListener('pointerover', (event) => {
        if (event.pointerType !== 'touch') page.point(page.target(event), page.held);
      }, passive);
      page.root.addEventListener('pointerleave', () => page.point('', ''), passive);
      page.root.addEventListener('pointerdown', (event) => {
        page.point(page.hovered, page.target(event));
      }, passive);
      for (const end of ['pointerup', 'pointercancel', 'dragend']) {
        addEventListener(end, () => page.point(page.hovered, ''), passive);
      }
      addEventListener('scroll', frames.scrolled, passive);
      addEventListener('resize', () => {
        frames.measure();
        page.look();
        page.decideLive();
        frames.scrolled();
      }, passive);
      visualViewport?.addEventListener('resize', page.decideLive, passive);
      const {dark, wide, railed, forced, still} = page.media;
      for (const query of [dark, wide, railed, still]) query.addEventListener('change', page.look);
      forced.addEventListener('change', page.decideLive);
      page.root.addEventListener('contentvisibilityautostatechange', far.tellLeftOut, passive);
      page.root.addEventListener('toggle', page.settleContents, {capture: true, passive: true});
      new ResizeObserver(() => {
        frames.measure();
        page.look();
        page.decideLive();
      }).observe(page.root);
      page.others = new MutationObserver(page.noticeOthers);
      page.others.observe(page.root, {childList: true, characterData: true, subtree: true});
      document.fonts?.addEventListener('loadingdone', () => {
        page.lastSurroundings = '';
        page.look();
        page.decideLive();
      });
      // On paper is the whole programme, whatever is filtered or looked for.
      addEventListener('beforeprint', () => page.act(() => _enig_reveal()));
      canvas.element.addEventListener('webglcontextlost', (event) => {
        event.preventDefault();
        page.allowLive(false);
      });
      canvas.element.addEventListener('webglcontextrestored', () => {
        if (page.call(() => _enig_restore())) page.allowLive(true);
      });
    },
  },

  // From here on presses are the program's and, where it can paint, the canvas is the page's face.
  // `window.enig` is for tests and for the curious: how many frames have been drawn, how much
  // memory the program has, and which lines lie where.
  enig_page_start__deps: ['$page', '$canvas'],
  enig_page_start: (canPaint, wideRem, railedRem) => {
    page.media = {
      dark: matchMedia('(prefers-color-scheme: dark)'),
      wide: matchMedia(`(min-width: ${wideRem}rem)`),
      railed: matchMedia(`(min-width: ${railedRem}rem)`),
      forced: matchMedia('(forced-colors: active)'),
      still: matchMedia('(prefers-reduced-motion: reduce)'),
    };
    page.root.parentNode.insertBefore(canvas.element, page.root);
    far.start();
    frames.measure();
    page.look();
    page.takeButtons();
    page.listen();
    page.allowLive(!!canPaint);
    window.enig = {
      get frames() { return frames.count; },
      get memoryBytes() { return HEAPU8.length; },
      lines: () => {
        page.call(() => _enig_overlay_all());
        const text = _enig_lines();
        const lines = JSON.parse(UTF8ToString(text));
        _free(text);
        return lines;
      },
    };
  },

  // Whether all words can be set letter by letter: those of a search can be in any script.
  enig_page_sets_text__deps: ['$page'],
  enig_page_sets_text: (setsText) => {
    if (page.setsText === !!setsText) return;
    page.setsText = !!setsText;
    page.decideLive();
  },
});
