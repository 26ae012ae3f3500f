// Requests and the one timer that sends them. Called from sender.cpp; calls the functions that
// main.cpp exports.
addToLibrary({
  $net: {
    timer: 0,
  },

  // `count` random bytes from the browser's own cryptographic source.
  enig_net_random: (bytes, count) => {
    crypto.getRandomValues(HEAPU8.subarray(bytes, bytes + count));
  },

  // A signal after so many milliseconds, also in browsers without AbortSignal.timeout.
  $netDeadline: (milliseconds) => {
    if (AbortSignal.timeout) return AbortSignal.timeout(milliseconds);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), milliseconds);
    return controller.signal;
  },

  // Has the device compute what the server asks for, apart from this page (web/loader.js), and
  // later calls enig_proved with what has come of it: no text where nothing has.
  enig_net_prove__deps: ['$page', '$stringToNewUTF8'],
  enig_net_prove: (challenge) => {
    const done = (proof) => page.act(() => _enig_proved(stringToNewUTF8(proof)));
    Module['prove'](UTF8ToString(challenge)).then(done, () => done(''));
  },

  // Sends and later calls enig_reply with `token`, the status (0 where nothing was reached, or no
  // whole reply came before the deadline) and the body.
  enig_net_send__deps: ['$page', '$netDeadline', '$stringToNewUTF8'],
  enig_net_send: (token, method, path, body, proof, isLeaving, deadline) => {
    const text = UTF8ToString(body);
    const shown = UTF8ToString(proof);
    const request = {
      method: UTF8ToString(method),
      credentials: 'omit',
      keepalive: !!isLeaving,
      signal: netDeadline(deadline),
    };
    if (text) {
      request.body = text;
      request.headers = {'content-type': 'application/json'};
      if (shown) request.headers['enig-proof'] = shown;
    }
    const done = (status, reply) => {
      page.act(() => _enig_reply(token, status, stringToNewUTF8(reply)));
    };
    fetch(new URL(UTF8ToString(path), Module['root']), request)
        .then((reply) => reply.text().then((words) => [reply.status, words]))
        .catch(() => [0, ''])
        .then(([status, words]) => done(status, words));
  },

  // One timer at most; a new one takes the old one's place.
  enig_net_wake_in__deps: ['$net', '$page'],
  enig_net_wake_in: (milliseconds) => {
    clearTimeout(net.timer);
    net.timer = setTimeout(() => {
      net.timer = 0;
      page.call(() => _enig_wake());
    }, milliseconds);
  },

  enig_net_sleep__deps: ['$net'],
  enig_net_sleep: () => {
    clearTimeout(net.timer);
    net.timer = 0;
  },

  enig_net_listen__deps: ['$page'],
  enig_net_listen: () => {
    const leave = () => page.call(() => _enig_leave());
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') leave();
    });
  },
});
