// Policies that no editor would write and a page must bear all the same, generated.
//
//     const server = await startHostile(manyPoints(2_000));
//     // The topic's page is server.url + hostileTopic.

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

import {startServer} from './server.mjs';

export const hostileTopic = 'topic/';
export const hostileId = 'hostile';

// The folder of a site of this one topic. `show`: when results are shown.
export async function writePolicies(policy, {show = 'after-answer'} = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'enig-policies-'));
  const site = {
    format: 'enig.site/1',
    title: 'Hva er vi enige om?',
    languages: [policy.languages[0]],
    topics: ['topic.json'],
    theme: {accent: '#c8102e', accent_dark: '#ff7a85'},
    release: {first_ballots: 20, next_ballots: 20, minutes: 60},
    show,
    embed_origins: [],
  };
  await writeFile(path.join(folder, 'site.json'), JSON.stringify(site));
  await writeFile(path.join(folder, 'topic.json'), JSON.stringify(policy));
  return folder;
}

// A server of this one topic. Options: those of startServer; `show`.
export async function startHostile(policy, {show, ...options} = {}) {
  const policies = await writePolicies(policy, {show});
  const server = await startServer({policies, ...options});
  return {
    ...server,
    async stop() {
      const code = await server.stop();
      await rm(policies, {recursive: true});
      return code;
    },
  };
}

// A policy whose every string is made by `words(what)`; `what` tells it apart from the others.
function policyOf(words, {points = 6, language = 'nb'} = {}) {
  const perSection = 25;
  const sections = [];
  for (let i = 0; i < points; i += perSection) {
    const count = Math.min(perSection, points - i);
    sections.push({
      id: `section-${i / perSection + 1}`,
      title: words(`Del ${i / perSection + 1}`),
      intro: words(`Innledning ${i / perSection + 1}`),
      lead: words('Partiet vil:'),
      points: Array.from({length: count}, (_, k) => pointOf(words, i + k + 1)),
    });
  }
  return {
    format: 'enig.policy/1',
    id: hostileId,
    languages: [language],
    party: words('Partiet'),
    title: words('Saken'),
    intro: words('Innledning'),
    sections,
    question: words('Er du enig?'),
    follow_up: {
      agree: {
        thanks: words('Takk'),
        lead: words('Mer'),
        links: [{text: words('Andre saker'), href: '/'}],
      },
      disagree: {thanks: words('Takk likevel'), links: [{text: words('Andre saker'), href: '/'}]},
    },
    newsletter: {thanks: words('Takk for interessen'), text: words('Nyhetsbrevet kommer')},
  };
}

// Every fourth point has a point below it.
function pointOf(words, number) {
  const point = {id: `point-${number}`, text: words(`Punkt ${number}`)};
  if (number % 4 === 0) {
    point.points = [{id: `point-${number}-a`, text: words(`Underpunkt ${number}`)}];
  }
  return point;
}

const ordinary = [
  'skoler', 'veier', 'trygge', 'bygge', 'flere',      'gode',   'kommunen', 'hjelpe',  'næringsliv',
  'årlig',  'sørge', 'for',    'og',    'i',          'med',    'sammen',   'ansatte', 'tilbud',
  'grønne', 'byrom', 'barn',   'eldre', 'fellesskap', 'arbeid', 'støtte',
];

// As many points as asked for, a fifth of them below others, of ordinary sentences.
export function manyPoints(count) {
  let seed = 1;
  const next = (below) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const sentence =
      (what) => [what, ...Array.from({length: 8 + next(13)}, () => ordinary[next(ordinary.length)])]
                    .join(' ');
  return policyOf(sentence, {points: Math.round(count * 4 / 5)});
}

const textCharactersMax = 4_000;

// `text` again and again after `what`, as long as a string may be.
const filled = (what, text) => {
  const letters = [...text];
  const all = [...what, ' '];
  while (all.length < textCharactersMax) all.push(...letters);
  return all.slice(0, textCharactersMax - 1).join('').trimEnd() + '.';
};

// Families of emoji, skin colours, flags, letters under a tower of marks, letters with a mark of
// their own beside them, one that is a sentence, ligatures, letters beyond the first plane.
const marks = [
  '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇳🇴',
  'Z' +
      '\u0351\u036b\u0343\u0319'.repeat(6) + 'a' +
      '\u0334\u0321'.repeat(6),
  'e\u0301 a\u030A o\u0308',
  '﷽ ǅ ﬁ 𝕰𝖓𝖎𝖌',
];

// name: policy.
export const hostilePolicies = {
  'every string 4,000 characters long': () => policyOf(
      (what) => filled(what, 'Kommunen skal sørge for gode byrom og trygge skoleveier, '),
      {points: 3}),
  'words of 60 letters without a break': () => policyOf(
      (what) => `${what} ${
                'Næringsutviklingsstrategisamordningsutvalg'.padEnd(
                    60, 'åø')} ${'W'.repeat(60)} ${'i'.repeat(60)}`),
  'emoji and combining marks': () => policyOf((what) => `${what} ${marks.join(' ')}`),
  'right-to-left text': () => policyOf(
      (what) =>
          `${what}: سوف تبني البلدية المزيد من المدارس الجيدة والآمنة מדרכות בטוחות לכל הילדים 123`,
      {language: 'ar'}),
  '2,000 points': () => manyPoints(2_000),
};
