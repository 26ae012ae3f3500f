// The stream of releases: open only while the page is seen and wants it. Called from
// program_effects.cpp; calls the functions that main.cpp exports.
addToLibrary({
  $stream__deps: ['$page', '$stringToNewUTF8'],
  $stream: {
    address: '',
    number: 0,  // of the newest release that the page has
    isLeft: false,
    isListening: false,
    source: null,

    // Opens or closes it, as things are. A lost connection is the browser's to mend.
    update: () => {
      const isWanted = stream.address !== '' && !stream.isLeft &&
          document.visibilityState === 'visible' && navigator.onLine !== false;
      if (isWanted === !!stream.source) return;
      if (!isWanted) {
        stream.source.close();
        stream.source = null;
        return;
      }
      stream.source = new EventSource(`${stream.address}?after=${stream.number}`);
      stream.source.addEventListener('release', ({data}) => {
        page.act(() => _enig_release(stringToNewUTF8(data)));
      });
    },

    listen: () => {
      if (stream.isListening) return;
      stream.isListening = true;
      document.addEventListener('visibilitychange', stream.update);
      for (const name of ['online', 'offline']) addEventListener(name, stream.update);
      addEventListener('pagehide', () => {
        stream.isLeft = true;
        stream.update();
      });
      addEventListener('pageshow', () => {
        stream.isLeft = false;
        stream.update();
      });
    },
  },

  // Wants the stream at this path from now on, of releases after this number; "": none.
  enig_stream_want__deps: ['$stream'],
  enig_stream_want: (path, number) => {
    stream.number = number;
    const text = UTF8ToString(path);
    const address = text && new URL(text, Module['root']).href;
    if (address === stream.address || !('EventSource' in window)) return;
    stream.listen();
    stream.address = address;
    stream.source?.close();
    stream.source = null;
    setTimeout(stream.update);  // after the press that wants it
  },
});
