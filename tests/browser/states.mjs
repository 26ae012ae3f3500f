// Every state that a resident can meet, and how to get there: what axe, the keyboard, the targets
// and the screenshots go through.
//
//     const servers = await startServers();
//     for (const state of appStates) {
//       const page = await engine.open(servers.of(state).url + state.path);
//       await page.waitForApp();
//       await state.reach(page);
//     }

import {mkdtemp, cp, readFile, writeFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

import {startWithMail} from './mail_sink.mjs';
import {startPlain} from './plain_server.mjs';
import {root, startServer, waitForTotals} from './server.mjs';
import {topic} from './visits.mjs';

export const point = 'naeringsplan';
const others = ['naeringsarealer', 'rammevilkar', 'saksbehandlingstid'];

// Gives ballots of many people, the same in every run: each point has a lean of its own.
export async function seed(server, count, policyId = 'baerum-naering') {
  const policy = await (await fetch(`${server.url}api/v1/policies/${policyId}`)).json();
  const ids = policy.sections.flatMap(idsIn);
  let random = 7;
  const next = (below) => {
    random = (random * 48_271) % 2_147_483_647;
    return random % below;
  };
  const lean = Object.fromEntries(ids.map((id) => [id, 25 + next(60)]));
  const stance = (agree) => {
    const drawn = next(100);
    return drawn < agree ? 'agree' : drawn < agree + (100 - agree) * 0.7 ? 'disagree' : 'unsure';
  };
  const put = (number) =>
      fetch(`${server.url}api/v1/ballots/${String(number).padStart(32, '5eed')}`, {
        method: 'PUT',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({
          policy: policyId,
          revision: policy.revision,
          consent: true,
          topic: stance(58),
          answers: Object.fromEntries(
              ids.filter(() => next(100) < 70).map((id) => [id, stance(lean[id])])),
        }),
      });
  for (let number = 1; number <= count; ++number) {
    const {status} = await put(number);
    if (status !== 204) throw new Error(`ballot ${number} was refused with ${status}`);
  }
  await waitForTotals(server, (totals) => totals.ballots === count, policyId);
}

const idsIn = (section) =>
    [...(section.points ?? []).flatMap(({id, points = []}) => [id, ...points.map((one) => one.id)]),
     ...(section.sections ?? []).flatMap(idsIn),
];

// A copy of the policies with something of site.json changed.
export async function policiesWith(change) {
  const folder = await mkdtemp(path.join(tmpdir(), 'enig-policies-'));
  await cp(path.join(root, 'policies'), folder, {recursive: true});
  const file = path.join(folder, 'site.json');
  await writeFile(file, JSON.stringify({...JSON.parse(await readFile(file, 'utf8')), ...change}));
  return folder;
}

// The servers that the states need. `trial` releases at once and takes sign-ups; `strict` by the
// site's own rule, and nothing yet; `closed` never.
export async function startServers({ballots = 40} = {}) {
  const closedPolicies = await policiesWith({show: 'closed'});
  const [trial, strict, closed] = await Promise.all([
    startWithMail(),
    startServer({trial: false}),
    startServer({trial: false, policies: closedPolicies}),
  ]);
  const all = {trial, strict, closed};
  await seed(trial, ballots);
  // The same without a program.
  const plain = {};
  for (const [name, server] of Object.entries(all)) plain[name] = await startPlain(server);
  return {
    ...all,
    of: (state) => all[state.server ?? 'trial'],
    plainOf: (state) => plain[state.server ?? 'trial'],
    async stop() {
      await Promise.all(Object.values(plain).map((server) => server.stop()));
      await Promise.all(Object.values(all).map((server) => server.stop()));
      await rm(closedPolicies, {recursive: true});
    },
  };
}

// Answers one point, through consent where it is asked. On the page without script the press that
// has asked for consent is pressed once more.
export async function answer(page, id, stance) {
  await page.click(`${id}.${stance}`);
  await page.waitFor(
      ([button, consent]) => document.getElementById(consent) ||
          document.getElementById(button)?.getAttribute('aria-pressed') === 'true',
      [`${id}.${stance}`, `${id}.consent.yes`]);
  if (!(await page.has(`${id}.consent.yes`))) return;
  await page.click(`${id}.consent.yes`);
  await page.waitForNoId(`${id}.consent.yes`);
  if ((await page.attribute(`${id}.${stance}`, 'aria-pressed')) !== 'true') {
    await page.click(`${id}.${stance}`);
    await page.waitFor(
        (button) => document.getElementById(button)?.getAttribute('aria-pressed') === 'true',
        `${id}.${stance}`);
  }
}

async function answerSome(page) {
  await answer(page, point, 'agree');
  await answer(page, others[0], 'disagree');
  await answer(page, others[1], 'unsure');
  await answer(page, others[2], 'agree');
  await page.waitForId(`${others[2]}.bar`);
}

async function answerTopic(page, stance) {
  await answer(page, point, 'agree');
  await page.click(`enig.topic.${stance}`);
  await page.waitForId('enig.follow');
}

// Signs up for the newsletter, until the element with this id tells how it went.
async function signUp(page, address, outcome) {
  await answerTopic(page, 'agree');
  await page.type('enig.newsletter.address', address);
  await page.click('enig.newsletter.send');
  await page.waitForId(outcome);
}

async function search(page, words) {
  await page.type('enig.search', words);
  if (await page.evaluate(() => typeof enig === 'undefined')) await page.click('enig.search.go');
  await page.waitFor(
      (wanted) => document.getElementById('enig.hits') !== null &&
          document.getElementById('enig.search')?.value === wanted,
      words);
}

async function openSummary(page) {
  await answerSome(page);
  await page.click('enig.mine.toggle');
  await page.waitForId('enig.mine.list');
}

// Until what the press unfolds is there.
async function pressInSummary(page, id, unfolded) {
  await openSummary(page);
  await page.click(id);
  await page.waitForId(unfolded);
}

// `isFor`: 'both', or 'app' where only a running program can get there. `server`: see startServers.
// `path`: the topic's page where nothing else is said. `at`: what the state is about.
// `says`: what the browser reports as an error, and is none.
const topicStates = [
  {name: 'fresh', reach: async () => {}},
  {
    name: 'consent',
    at: point,
    async reach(page) {
      await page.click(`${point}.agree`);
      await page.waitForId(`${point}.consent.yes`);
    },
  },
  {
    name: 'declined',
    at: point,
    async reach(page) {
      await page.click(`${point}.agree`);
      await page.waitForId(`${point}.consent.no`);
      await page.click(`${point}.consent.no`);
      await page.waitForNoId(`${point}.consent.no`);
    },
  },
  {name: 'answered', at: point, reach: answerSome},
  {
    name: 'tools of a card',
    at: point,
    async reach(page) {
      await answer(page, point, 'agree');
      if (await page.has(`${point}.more`)) await page.click(`${point}.more`);
      await page.waitForId(`${point}.important`);
      await page.click(`${point}.important`);
      await page.waitFor(
          (id) => document.getElementById(id)?.getAttribute('aria-pressed') === 'true',
          `${point}.important`);
    },
  },
  {name: 'agreed on the topic', at: 'enig.topic', reach: (page) => answerTopic(page, 'agree')},
  {
    name: 'disagreed on the topic',
    at: 'enig.topic',
    reach: (page) => answerTopic(page, 'disagree')
  },
  {name: 'search', at: 'enig.search.label', reach: (page) => search(page, 'næring')},
  {name: 'empty search', at: 'enig.search.label', reach: (page) => search(page, 'zzzz')},
  {
    name: 'filter',
    at: 'enig.search.label',
    async reach(page) {
      await answerSome(page);
      await page.click('enig.filter.agreed');
      await page.waitForNoId('samlokalisering');
    },
  },
  {
    name: 'contents',
    at: 'enig.contents',
    async reach(page) {
      await answer(page, point, 'agree');
      await page.click('enig.contents.title');
      await page.waitFor(() => document.getElementById('enig.contents')?.open);
    },
  },
  {name: 'summary', at: 'enig.mine', reach: openSummary},
  {
    name: 'deletion asked',
    at: 'enig.mine',
    reach: (page) => pressInSummary(page, 'enig.mine.delete', 'enig.mine.delete.yes'),
  },
  {
    name: 'sharing warned',
    at: 'enig.mine',
    isFor: 'app',
    reach: (page) => pressInSummary(page, 'enig.mine.share', 'enig.mine.share.save'),
  },
  {
    name: 'remembered',
    at: 'enig.mine',
    isFor: 'app',
    async reach(page) {
      await openSummary(page);
      await page.click('enig.mine.remember');
      await page.waitFor(
          () => document.getElementById('enig.mine.remember')?.ariaPressed === 'true');
    },
  },
  {
    name: 'newsletter, wrong address',
    isFor: 'app',
    at: 'enig.follow',
    reach: (page) => signUp(page, 'kari', 'enig.newsletter.problem'),
  },
  {
    name: 'newsletter, signed up',
    isFor: 'app',
    at: 'enig.follow',
    reach: (page) => signUp(page, 'kari@example.org', 'enig.newsletter.sent'),
  },
  {
    name: 'not delivered',
    at: point,
    isFor: 'app',
    async reach(page) {
      await page.evaluate(() => {
        window.fetch = () => Promise.reject(new TypeError('no network'));
      });
      await answer(page, point, 'agree');
      await page.waitForId(`${point}.delivery`);
    },
  },
  {
    name: 'withheld',
    at: point,
    server: 'strict',
    async reach(page) {
      await answer(page, point, 'agree');
      await page.waitForText(`${point}.result`, /20/);
    },
  },
  {name: 'closed', at: point, server: 'closed', reach: (page) => answer(page, point, 'agree')},
  {name: 'in English', at: point, path: 'en/' + topic, reach: answerSome},
];

const pages = [
  {name: 'overview', path: ''},
  {name: 'overview in English', path: 'en/'},
  {name: 'newsletter', path: 'newsletter/?policy=baerum-naering'},
  {name: 'not found', path: 'no/such/page/', says: /status of 404/},
  {name: 'statement', path: 'accessibility/'},
];

const complete = (state) =>
    ({path: topic, isFor: 'both', server: 'trial', hasProgram: true, ...state});
export const appStates = topicStates.map(complete);
export const htmlStates = appStates.filter(({isFor}) => isFor !== 'app');
// One of each kind of thing that has colours of its own.
const coloured = [
  'fresh', 'consent', 'answered', 'tools of a card', 'agreed on the topic', 'search', 'summary',
  'deletion asked', 'remembered', 'newsletter, wrong address', 'not delivered', 'withheld'
];
export const colouredStates = appStates.filter(({name}) => coloured.includes(name));
// Pages without a program.
export const plainPages =
    pages.map((page) => complete({...page, hasProgram: false, reach: async () => {}}));
