// Where answers stay between two pages: the tab's own memory, the device's, and the other tabs that
// are open. Called from keeper.cpp; calls the functions that main.cpp exports. Nothing here is
// called with an answer before consent.
addToLibrary({
  $memory__deps: ['$page', '$stringToNewUTF8'],
  $memory: {
    site: '',       // begins the name of all that is kept: another site may have the same origin
    policy: '',     // the topic
    revision: '',   // of its words
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

    // Under which the answers to a revision's words are kept.
    name: (revision) => `${memory.site}${memory.policy}.${revision}`,
    ownName: () => memory.name(memory.revision),

    // Of this site, in a storage or a history entry; without what they all begin with.
    namesIn: (store) => {
      const names = Object.keys(store ?? {}).filter((name) => name.startsWith(memory.site));
      return names.map((name) => name.slice(memory.site.length)).filter((it) => !it.includes('/'));
    },

    // The names of what is kept of this topic's answers there.
    answersIn: (store) => memory.namesIn(store).filter(
        (name) => name.startsWith(`${memory.policy}.`) && !name.includes('.deleted.')),

    namesKept: (onDevice) => {
      const storage = () => onDevice ? localStorage : sessionStorage;
      const names = memory.attempt(() => memory.namesIn(storage())) ?? [];
      return onDevice ? names : [...names, ...memory.namesIn(history.state)];
    },

    // The tab's memory: its session's storage, or, where that is refused, its history entry.
    keepInTab: (text) => {
      memory.entry =
          memory.attempt(() => (sessionStorage.setItem(memory.ownName(), text), true)) ? '' : text;
      memory.keepInEntry();
    },

    // Each step in the history has an entry of its own.
    keepInEntry: () => {
      if (memory.entry === '') return;
      memory.setInEntry({[memory.ownName()]: memory.entry});
    },

    // What is undefined goes away; an entry that keeps nothing is null.
    setInEntry: (changes) => {
      const state = {...history.state, ...changes};
      for (const name of Object.keys(changes)) {
        if (changes[name] === undefined) delete state[name];
      }
      const isEmpty = Object.keys(state).length === 0;
      if (isEmpty && history.state === null) return;
      memory.attempt(() => history.replaceState(isEmpty ? null : state, ''));
    },

    // Removes by name, without what all begin with.
    remove: (storage, names) => {
      for (const name of names) memory.attempt(() => storage().removeItem(memory.site + name));
    },

    removeFromTab: (names) => {
      memory.remove(() => sessionStorage, names);
      const own = memory.ownName().slice(memory.site.length);
      if (names.includes(own)) memory.entry = memory.kept = '';
      const keys = [...names.map((name) => memory.site + name), 'place'];
      const known = keys.filter((key) => key in (history.state ?? {}));
      if (known.length === 0) return;
      memory.setInEntry(Object.fromEntries(known.map((key) => [key, undefined])));
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

    tell: (what, text) =>
        memory.attempt(() => memory.channel?.postMessage({what, text, revision: memory.revision})),

    // A tab that is left has no channel: a browser could not keep it as it is for a way back.
    openChannel: () => {
      if (memory.channel || !('BroadcastChannel' in window)) return;
      memory.channel =
          memory.attempt(() => new BroadcastChannel(memory.site + memory.policy)) ?? null;
      memory.channel?.addEventListener('message', ({data}) => {
        const {what, text, revision} = data ?? {};
        if (typeof text !== 'string' || typeof revision !== 'string') return;
        page.act(() => page.withText(revision, (its) => {
          _enig_heard(what | 0, its, stringToNewUTF8(text));
        }));
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
  enig_memory_open: (policy, revision) => {
    memory.site = `enig${new URL(Module['root']).pathname}`;
    memory.policy = UTF8ToString(policy);
    memory.revision = UTF8ToString(revision);
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
        !onDevice || memory.attempt(() => (localStorage.setItem(memory.ownName(), kept), true));
    const {heard} = memory;
    if (isTold) memory.tell(onDevice && isKept ? heard.keptOnDevice : heard.kept, kept);
    return isKept ? 1 : 0;
  },

  // The names of all that the device, or the tab, keeps of this site, one a line.
  enig_memory_names__deps: ['$memory'],
  enig_memory_names: (onDevice) => stringToNewUTF8(memory.namesKept(onDevice).join('\n')),

  // What is kept under a name, as a C string of the caller's to free; 0 where there is nothing.
  enig_memory_recall__deps: ['$memory'],
  enig_memory_recall: (name, onDevice) => {
    const key = memory.site + UTF8ToString(name);
    const storage = () => onDevice ? localStorage : sessionStorage;
    const text =
        memory.attempt(() => storage().getItem(key)) ?? (onDevice ? null : history.state?.[key]);
    return typeof text === 'string' && text !== '' ? stringToNewUTF8(text) : 0;
  },

  // Whether somebody else has taken away what this page has kept in its tab. Where the tab has no
  // memory, nobody can.
  enig_memory_is_gone__deps: ['$memory'],
  enig_memory_is_gone: () => {
    const wasKept = memory.kept !== '' && memory.entry === '';
    const isGone = () => sessionStorage.getItem(memory.ownName()) === null;
    return wasKept && memory.attempt(isGone) ? 1 : 0;
  },

  // A key that says no more than its name, on the device where the answers are kept there, else in
  // the tab; or away with it, wherever it is.
  enig_memory_mark__deps: ['$memory'],
  enig_memory_mark: (name, isThere) => {
    const key = memory.site + UTF8ToString(name);
    const storages = [() => localStorage, () => sessionStorage];
    if (!isThere) {
      for (const storage of storages) memory.attempt(() => storage().removeItem(key));
      return;
    }
    const isOnDevice = memory.attempt(() => memory.answersIn(localStorage).length > 0);
    memory.attempt(() => storages[isOnDevice ? 0 : 1]().setItem(key, ''));
  },

  // Takes away what the tab, and the device too, keeps of the answers to one revision's words.
  // Nobody is told.
  enig_memory_drop__deps: ['$memory'],
  enig_memory_drop: (revision, fromDevice) => {
    const names = [`${memory.policy}.${UTF8ToString(revision)}`];
    if (fromDevice) memory.remove(() => localStorage, names);
    memory.removeFromTab(names);
  },

  // Takes away what the device has kept of the topic, and what the tab has.
  enig_memory_forget__deps: ['$memory'],
  enig_memory_forget: (fromDevice, fromTab, isTold) => {
    if (fromDevice) {
      memory.remove(() => localStorage, memory.attempt(() => memory.answersIn(localStorage)) ?? []);
    }
    if (fromTab) {
      const names = memory.attempt(() => memory.answersIn(sessionStorage)) ?? [];
      memory.removeFromTab([...names, ...memory.answersIn(history.state)]);
      memory.kept = memory.entry = '';
    }
    if (isTold) memory.tell(fromTab ? memory.heard.deleted : memory.heard.forgotten, '');
  },
});
