// Starts Enig's program where there is one to start; everywhere else the page stays the HTML that
// it is. What is pressed while the program is on its way is shown at once and kept here, in
// memory: the program gets it when it runs. Where it never runs, the form takes the answers along.
const publication = document.getElementById('enig.publication');
const form = document.getElementById('enig.form');
// This file lies in <site>/program/<what the program holds>/.
const root = new URL('../../', import.meta.url);

const stanceButton = '.choice > button[aria-pressed]';
const cardOf = (element) => element.closest('fieldset[id], section[id]:not(.consent)');
// The topic's card is about no point.
const pointOf = (card) => card.id === 'enig.topic' ? '' : card.id;

const stanceOf = (button) => button.id.slice(cardOf(button).id.length + 1);

// Early presses.
const queue = [];            // ids of buttons, in order
const unfolded = new Map();  // by card: what stands in for what the program will show
const asItCame = new Map();  // by button: whether the page itself shows it down
let asking = null;           // the card that asks for consent
let hasMoved = false;        // the page's reader, from where it was opened
let hasFailed = false;
let hasDeclined = false;  // where there is no program to ask
let policy = null;        // read when it is asked for: it may be long

function attempt(work) {
  try {
    return work();
  } catch (_) {
    return undefined;  // refused, or nobody's we know
  }
}

// The names of what the program keeps (src/browser/web_memory.js), and of its tabs' channel.
function ownPolicy() { return policy ??= JSON.parse(publication.textContent).policy; }
const topicName = () => `enig${root.pathname}${ownPolicy().id}`;
const keptName = () => `${topicName()}.${ownPolicy().revision}`;

// What the program has kept of an answered page, after consent (wire/kept.h): a page that it never
// comes to, or that it has left by a mistake of ours, goes on with the same ballot.
function readKept() {
  const name = keptName();
  const text = attempt(() => localStorage.getItem(name)) ??
      attempt(() => sessionStorage.getItem(name)) ?? history.state?.[name];
  const kept = attempt(() => JSON.parse(text ?? 'null'));
  return kept?.format === 'enig.kept/1' && kept.revision === policy.revision ? kept : undefined;
}

// Answers that are deleted by form do not come back with the reply, from here or from another tab.
// What is told to the tabs is src/browser/web_memory.js's. Returns the numbers of their ballots,
// also of those to words that have changed since: nobody else knows them any more.
function forgetKept() {
  const isAnswers = (name) => name.startsWith(`${topicName()}.`) && !name.includes('.deleted.');
  const namesIn = (store) => Object.keys(store ?? {}).filter(isAnswers);
  const texts = Object.values(history.state ?? {});
  for (const storage of [() => localStorage, () => sessionStorage]) {
    attempt(() => namesIn(storage()).forEach((name) => {
      texts.push(storage().getItem(name));
      storage().removeItem(name);
    }));
  }
  const names = namesIn(history.state);
  if (names.length > 0) {
    const others = {...history.state};
    for (const name of names) delete others[name];
    attempt(() => history.replaceState(others, ''));
  }
  attempt(() => {
    const tabs = new BroadcastChannel(topicName());
    tabs.postMessage({what: 4, text: '', revision: policy.revision});  // deleted
    tabs.close();
  });
  offline.forget();
  return new Set(texts.map((text) => attempt(() => JSON.parse(text).id)).filter((id) => id));
}

const hasConsent = () =>
    form.elements.namedItem('consent')?.value === 'yes' || readKept() !== undefined;

// Makes a copied part of a template the card's own. What only the program can show takes its room
// and is hidden; the question for consent can be answered.
function adapt(part, card, template) {
  const own = (id) => id.replace(template.dataset.card, card.id);
  if (part.matches('.consent')) {
    for (const one of [part, ...part.querySelectorAll('*')]) {
      if (one.id) one.id = own(one.id);
      const label = one.getAttribute('aria-labelledby');
      if (label) one.setAttribute('aria-labelledby', own(label));
      if (one.hasAttribute('formaction')) one.setAttribute('formaction', `#${card.id}`);
    }
  } else if (part.querySelector('.consent')) {
    part.removeAttribute('id');
    for (const child of [...part.children]) adapt(child, card, template);
  } else {
    for (const one of [part, ...part.querySelectorAll('[id]')]) one.removeAttribute('id');
    part.inert = true;
    part.style.visibility = 'hidden';
  }
}

// The page says how a card unfolds when it is answered: what comes later takes its room now, and
// the question for consent can be answered now.
function unfold(card, isAnswered) {
  for (const element of unfolded.get(card) ?? []) element.remove();
  unfolded.delete(card);
  if (!isAnswered) {
    if (card !== asking) return;
    // The question goes where something else is answered.
    asking = null;
    const other = form.querySelector(`${stanceButton}[aria-pressed=true]`);
    return other ? unfold(cardOf(other), true) : undefined;
  }
  const mayAsk = !hasDeclined && !hasConsent() && !form.querySelector('[value="consent:yes"]');
  if (mayAsk) asking ??= card;
  const isAsking = card === asking;
  const template = document.getElementById(isAsking ? 'enig.early.first' : 'enig.early.next');
  if (!template) return;
  const copy = template.content.cloneNode(true);
  for (const part of [...copy.children]) adapt(part, card, template);
  unfolded.set(card, [...copy.children]);
  document.getElementById(card.id + template.dataset.after)?.after(copy);
}

function choose(button) {
  const isDown = button.getAttribute('aria-pressed') === 'true';
  for (const other of button.parentElement.querySelectorAll('[aria-pressed]')) {
    if (!asItCame.has(other)) asItCame.set(other, other.getAttribute('aria-pressed'));
    other.setAttribute('aria-pressed', String(other === button && !isDown));
  }
  unfold(cardOf(button), !isDown);
}

// A button of what the loader itself has unfolded.
const isOurs =
    (button) => [...unfolded.values()].flat().some((element) => element.contains(button));

// Who declines where no program comes keeps what is pressed on the page, and is not asked again.
// The server, which hears of no answer, has the words for it.
async function decline(button) {
  const card = cardOf(button);
  const question = button.closest('.consent');
  hasDeclined = true;
  asking = null;
  pressed = button;
  const body = new URLSearchParams(new FormData(form, button));
  body.set('keeps', 'answers');
  let answer = null;
  try {
    const reply = await fetch(form.action, {method: 'POST', body});
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    answer = page.getElementById(`${card.id}.consent`);
  } catch (_) {
    // Not reached: the question is gone all the same.
  }
  card.querySelector('.choice > [aria-pressed=true]')?.focus({preventScroll: true});
  question.replaceWith(...(answer ? [answer] : []));
}

function pressEarly(event) {
  const button = event.target.closest?.('button[id]');
  if (!button || !form.contains(button)) return;
  const isStance = button.matches(stanceButton);
  if (hasFailed && isOurs(button) && button.id.endsWith('.consent.no')) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return decline(button);
  }
  // Without the program, a press on an answer waits for the consent, and every other is the form's.
  if (hasFailed && (!isStance || hasConsent())) return;
  // A deletion waits for nothing: it is the form's.
  if (!isStance && (queue.length === 0 || button.value === 'delete:yes')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.detail > 1) return;  // the second click of a double click
  queue.push(button.id);
  if (isStance) choose(button);
}

// Right before the program looks at the page: it is as it came.
function fold() {
  document.removeEventListener('click', pressEarly, true);
  for (const elements of unfolded.values()) elements.forEach((element) => element.remove());
  for (const [button, isDown] of asItCame) button.setAttribute('aria-pressed', isDown);
}

// The program has taken the page over, and gets what it has missed. An answer that it has
// remembered itself is not pressed once more: that would take it back.
function replay(focusedId) {
  const ids = queue.splice(0);
  for (const id of ids) {
    const button = document.getElementById(id);
    const isOnce = ids.indexOf(id) === ids.lastIndexOf(id);
    const isDown = button?.matches(`${stanceButton}[aria-pressed=true]`);
    if (!isOnce || !isDown) button?.click();
  }
  if (focusedId && document.activeElement?.id !== focusedId) {
    document.getElementById(focusedId)?.focus({preventScroll: true});
  }
}

// What is down on the page goes with the form, but not before consent: a page that the program has
// left, or never had, knows more than its hidden fields.
let pressed =
    null;  // the button that was pressed last: a form that is posted by script has no other
function carry({formData}) {
  const press = formData.get('press');
  const isConsent = press === 'consent:yes';
  const kept = readKept();
  // With the ballot's number still in the form, which the withdrawal needs.
  const forgotten = press === 'delete:yes' ? forgetKept() : [];
  if (kept?.id && (formData.get('ballot') || kept.id) === kept.id) {
    formData.set('consent', 'yes');
    formData.set('ballot', kept.id);
    // Also of points that are not shown now; of those that are, the page knows best.
    if (kept.topic) formData.set('a.', kept.topic);
    for (const [point, stance] of Object.entries(kept.answers ?? {})) {
      formData.set(`a.${point}`, stance);
    }
    for (const point of kept.important ?? []) formData.set(`i.${point}`, 'yes');
  }
  for (const id of forgotten) {
    if (id !== formData.get('ballot')) formData.append('also', id);
  }
  // The question that was answered is that of its card.
  if (pressed && /^consent:/.test(press ?? '') && !formData.has('asked')) {
    formData.set('asked', pointOf(cardOf(pressed)) || '.');
  }
  if (!isConsent && formData.get('consent') !== 'yes') return;
  for (const row of form.querySelectorAll('.choice')) {
    const [some] = row.querySelectorAll(stanceButton);
    if (!some) continue;
    const name = `a.${pointOf(cardOf(row))}`;
    const down = row.querySelector('[aria-pressed=true]');
    if (down) {
      formData.set(name, stanceOf(down));
    } else {
      formData.delete(name);
    }
  }
  for (const star of form.querySelectorAll('button[id$=".important"][aria-pressed]')) {
    const name = `i.${pointOf(cardOf(star))}`;
    if (star.matches('[aria-pressed=true]')) {
      formData.set(name, 'yes');
    } else {
      formData.delete(name);
    }
  }
  // The page came before the consent: its buttons only ask for it.
  if (pressed?.matches(stanceButton) && press?.startsWith('ask:')) {
    formData.set('press', `${stanceOf(pressed)}:${pointOf(cardOf(pressed))}`);
  }
}

// The page says what has been answered, also where its program cannot.
function showKept() {
  const kept = readKept();
  if (!kept) return;
  const early = new Set(queue.map((id) => cardOf(document.getElementById(id))?.id));
  for (const row of form.querySelectorAll('.choice')) {
    const card = cardOf(row);
    if (early.has(card.id)) continue;
    const stance = card.id === 'enig.topic' ? kept.topic : kept.answers?.[card.id];
    for (const button of row.querySelectorAll(':scope > [aria-pressed]')) {
      button.setAttribute('aria-pressed', String(stanceOf(button) === stance));
    }
  }
}

// No program: what has been pressed stays, and the form does the rest.
function giveUp(error) {
  console.error('Enig stays plain HTML:', error);
  hasFailed = true;
  showKept();
  const consent = queue.find((id) => /\.consent\.(yes|no)$/.test(id));
  if (!consent) return;
  if (consent.endsWith('.no')) return decline(document.getElementById(consent));
  pressed = document.getElementById(consent);
  form.requestSubmit(pressed);
}

// The program's two files are fetched side by side: enig.js finds this one already under way.
function fetchAhead(file) {
  const link = document.createElement('link');
  const href = new URL(file, import.meta.url);
  Object.assign(link, {rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href});
  document.head.append(link);
}

// For a visit without network; called after consent only (app::KeepPage, app::Forget).
const offline = {
  keep: () => import('./offline.js').then(({keep}) => keep(root)),
  forget: () => import('./offline.js').then(({forget}) => forget(root)),
};

// What a server asks a device to compute before it takes a new ballot, when too many come: found in
// a worker, so that the page goes on meanwhile. Rejects where that cannot be done here, or another
// challenge has taken this one's place.
let stopProving = () => {};
const prove = (challenge) => new Promise((resolve, reject) => {
  stopProving();
  const worker = new Worker(new URL('prover.js', import.meta.url));
  const end = (how, what) => {
    worker.terminate();
    how(what);
  };
  stopProving = () => end(reject, new Error('another challenge has come'));
  worker.onerror = ({message}) => end(reject, new Error(message));
  worker.onmessage = ({data: {proof, error}}) => proof ? end(resolve, proof) : end(reject, error);
  worker.postMessage(challenge);
});

// The program carries no words: those of the page's language are a file beside it.
async function fetchWords() {
  const response = await fetch(document.getElementById('enig.words').href);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.text();
}

async function start() {
  fetchAhead('enig.wasm');
  const [{default: enig}, words] = await Promise.all([import('./enig.js'), fetchWords()]);
  let focusedId = '';
  // Called by the program: before it looks at the page, and once it has taken it over.
  const early = {
    fold: () => {
      focusedId = document.activeElement?.id;
      fold();
    },
    hasMoved: () => hasMoved,
    replay: () => replay(focusedId),
  };
  await enig({root, words, offline, prove, early});
}

if (form && 'WebAssembly' in window && publication?.textContent.trim()) {
  document.addEventListener('click', pressEarly, true);
  document.addEventListener('click', ({target}) => {
    pressed = target.closest?.('button');
  }, true);
  form.addEventListener('formdata', carry);
  for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    addEventListener(name, () => {
      hasMoved = true;
    }, {once: true, passive: true, capture: true});
  }
  start().catch(giveUp);
}
