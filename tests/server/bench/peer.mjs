// The same durable write in Node, for the benchmark only: Fastify and better-sqlite3, in the two
// ways that people would write it.
//
//     node peer.mjs plain FILE     a row an answer, a transaction a ballot
//     node peer.mjs packed FILE    Enig's own layout: a row a ballot, 2 bits a point, and one
//                                  transaction for all ballots that wait
//
// Both check a ballot as Enig does, answer 204 when it is on the disk, and print their port.
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import {createHmac, randomBytes} from 'node:crypto';

const [kind, file] = process.argv.slice(2);
const stances = {
  agree: 1,
  disagree: 2,
  unsure: 3
};
const policy = JSON.parse(process.env.ENIG_BENCH_POLICY);
const slots = new Map(policy.points.map((id, slot) => [id, slot]));
const key = randomBytes(32);

const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');

const ballotShape = {
  type: 'object',
  required: ['policy', 'revision', 'consent'],
  additionalProperties: false,
  properties: {
    policy: {const : policy.id},
    revision: {const : policy.revision},
    consent: {const : true},
    topic: {enum: Object.keys(stances)},
    answers: {
      type: 'object',
      propertyNames: {enum: policy.points},
      additionalProperties: {enum: Object.keys(stances)}
    }
  }
};

function plain() {
  db.exec(`CREATE TABLE answer (ballot TEXT, point TEXT, stance INTEGER,
                                PRIMARY KEY (ballot, point)) WITHOUT ROWID`);
  const clear = db.prepare('DELETE FROM answer WHERE ballot = ?');
  const add = db.prepare('INSERT INTO answer VALUES (?, ?, ?)');
  const keep = db.transaction((id, ballot) => {
    clear.run(id);
    if (ballot.topic) add.run(id, '', stances[ballot.topic]);
    for (const [point, stance] of Object.entries(ballot.answers ?? {})) {
      add.run(id, point, stances[stance]);
    }
  });
  return async (id, ballot) => keep(id, ballot);
}

function packed() {
  db.exec('CREATE TABLE ballot (key BLOB PRIMARY KEY, answers BLOB NOT NULL) WITHOUT ROWID');
  const put = db.prepare(`INSERT INTO ballot VALUES (?, ?)
                          ON CONFLICT (key) DO UPDATE SET answers = excluded.answers`);
  const keepAll = db.transaction((batch) => {
    for (const each of batch) put.run(each.key, each.answers);
  });
  let waiting = [];
  const commit = () => {
    const batch = waiting;
    waiting = [];
    try {
      keepAll(batch);
      for (const each of batch) each.resolve();
    } catch (error) {
      for (const each of batch) each.reject(error);
    }
  };
  return (id, ballot) => new Promise((resolve, reject) => {
           const answers = Buffer.alloc(Math.ceil((policy.points.length + 1) / 4));
           const set = (slot, stance) => answers[slot >> 2] |= stances[stance] << ((slot & 3) * 2);
           if (ballot.topic) set(0, ballot.topic);
           for (const [point, stance] of Object.entries(ballot.answers ?? {})) {
             set(slots.get(point) + 1, stance);
           }
           const hashed = createHmac('sha256', key).update(id).digest().subarray(0, 16);
           if (waiting.length === 0) setImmediate(commit);
           waiting.push({key: hashed, answers, resolve, reject});
         });
}

const keep = {
  plain,
  packed
}[kind]();
const server = Fastify();
server.put(
    '/api/v1/ballots/:id', {
      schema: {
        params: {type: 'object', properties: {id: {type: 'string', pattern: '^[0-9a-f]{32}$'}}},
        body: ballotShape
      }
    },
    async (request, reply) => {
      await keep(request.params.id, request.body);
      reply.code(204);
    });
await server.listen({host: '127.0.0.1', port: 0});
console.log(`serves http://127.0.0.1:${server.server.address().port}/`);
process.once('SIGTERM', () => process.exit(0));
