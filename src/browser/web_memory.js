// Where answers stay between two pages: the tab's own memory, the device's, and the other tabs that
// are open. Called from keeper.cpp; calls the functions that main.cpp exports. Nothing here is
// called with an answer before consent.
addToLibrary({
  $memory__deps: ['$page', '$stringToNewUTF8'],
  $memory: {
    name: '',       // of what is kept, and of the channel between the tabs
    channel: null,  // to the other tabs of this browser
    entry: '',      // what is kept in the history entry, where the tab has no other memory
    kept: '',       // what was kept last
    heard: {asked: 0, kept: 1, keptOnDevice: 2, forgotten: 3, deleted: 4},

    // A browser may refuse its storage at any call, with an exception.
    attempt: (work) => {
      try {
        return work();
      } catch (_) {
        return undefined;
      }
    },

    // The tab's memory: its session's storage, or, where that is refused, its history entry.
    keepInTab: (text) => {
      memory.entry =
          memory.attempt(() => (sessionStorage.setItem(memory.name, text), true)) ? '' : text;
      memory.keepInEntry();
    },

    // Each step in the history has an entry of its own.
    keepInEntry: () => {
      if (memory.entry === '') return;
      const state = {...history.state, [memory.name]: memory.entry};
      memory.attempt(() => history.replaceState(state, ''));
    },

    recallFromTab: () => {
      const text = memory.attempt(() => sessionStorage.getItem(memory.name));
      const entry = history.state?.[memory.name];
      return text ?? (typeof entry === 'string' ? entry : null);
    },

    forgetInTab: () => {
      memory.entry = '';
      memory.attempt(() => sessionStorage.removeItem(memory.name));
      if (history.state?.[memory.name] === undefined) return;
      const state = {...history.state};
      delete state[memory.name];
      memory.attempt(() => history.replaceState(state, ''));
    },

    // A program that has failed can send nothing more: its form goes on with the same ballot. What
    // has been answered is seen on the page, and the loader carries it along.
    rescue: () => {
      const form = page.element('enig.form');
      if (!form || memory.kept === '') return;
      const fields = {consent: 'yes', ballot: JSON.parse(memory.kept).id};
      for (const [name, value] of Object.entries(fields)) {
        const field = form.elements.namedItem(name) ?? document.createElement('input');
        Object.assign(field, {type: 'hidden', name, value});
        form.append(field);
      }
    },

    tell: (what, text) => memory.attempt(() => memory.channel?.postMessage({what, text})),

    // A tab that is left has no channel: a browser could not keep it as it is for a way back.
    openChannel: () => {
      if (memory.channel || !('BroadcastChannel' in window)) return;
      memory.channel = memory.attempt(() => new BroadcastChannel(memory.name)) ?? null;
      memory.channel?.addEventListener('message', ({data}) => {
        const {what, text} = data ?? {};
        if (typeof text !== 'string') return;
        page.act(() => _enig_heard(what | 0, stringToNewUTF8(text)));
      });
      memory.tell(memory.heard.asked, '');
    },

    closeChannel: () => {
      memory.channel?.close();
      memory.channel = null;
    },
  },

  // Asks the other tabs what they know. True where the device's storage can be had.
  enig_memory_open__deps: ['$memory'],
  enig_memory_open: (name) => {
    memory.name = UTF8ToString(name);
    page.rescue = memory.rescue;
    memory.openChannel();
    addEventListener('pagehide', memory.closeChannel);
    addEventListener('popstate', memory.keepInEntry);
    addEventListener('pageshow', ({persisted}) => {
      if (!persisted) return;
      memory.openChannel();
      page.act(() => _enig_return());
    });
    return memory.attempt(() => localStorage.length >= 0) ? 1 : 0;
  },

  // Keeps the text in the tab, and on the device where that is asked for. False where the device
  // refuses.
  enig_memory_keep__deps: ['$memory'],
  enig_memory_keep: (text, onDevice, isTold) => {
    const kept = UTF8ToString(text);
    memory.kept = kept;
    memory.keepInTab(kept);
    const isKept =
        !onDevice || memory.attempt(() => (localStorage.setItem(memory.name, kept), true));
    const {heard} = memory;
    if (isTold) memory.tell(onDevice && isKept ? heard.keptOnDevice : heard.kept, kept);
    return isKept ? 1 : 0;
  },

  // What has been kept, as a C string of the caller's to free; 0 where there is nothing.
  enig_memory_recall__deps: ['$memory'],
  enig_memory_recall: (onDevice) => {
    const text =
        onDevice ? memory.attempt(() => localStorage.getItem(memory.name)) : memory.recallFromTab();
    return text ? stringToNewUTF8(text) : 0;
  },

  // Whether somebody else has taken away what this page has kept in its tab. Where the tab has no
  // memory, nobody can.
  enig_memory_is_gone__deps: ['$memory'],
  enig_memory_is_gone: () => {
    const wasKept = memory.kept !== '' && memory.entry === '';
    return wasKept && memory.attempt(() => sessionStorage.getItem(memory.name)) === null ? 1 : 0;
  },

  // The names of all that this device and this tab have kept, one a line.
  enig_memory_names__deps: ['$memory'],
  enig_memory_names: () => {
    const names = [() => localStorage, () => sessionStorage].flatMap(
        (storage) => memory.attempt(() => Object.keys(storage())) ?? []);
    return stringToNewUTF8(names.join('\n'));
  },

  // A key that says no more than its name, on the device where the answers are kept there, else in
  // the tab; or away with it, wherever it is.
  enig_memory_mark__deps: ['$memory'],
  enig_memory_mark: (name, isThere) => {
    const key = UTF8ToString(name);
    const storages = [() => localStorage, () => sessionStorage];
    if (!isThere) {
      for (const storage of storages) memory.attempt(() => storage().removeItem(key));
      return;
    }
    const isOnDevice = memory.attempt(() => memory.name in localStorage);
    memory.attempt(() => storages[isOnDevice ? 0 : 1]().setItem(key, ''));
  },

  // Takes away what the device has kept; `all`: what the tab has kept as well.
  enig_memory_forget__deps: ['$memory'],
  enig_memory_forget: (all) => {
    const names = () => [localStorage, sessionStorage].some((it) => memory.name in it);
    const hadAny = memory.attempt(names) ?? memory.entry !== '';
    memory.attempt(() => localStorage.removeItem(memory.name));
    if (all) memory.forgetInTab();
    if (all) memory.kept = '';
    // Who has heard of it from another tab has nothing to tell.
    if (hadAny) memory.tell(all ? memory.heard.deleted : memory.heard.forgotten, '');
  },
});
