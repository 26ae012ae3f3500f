// What the server promises, measured: many at once, reading beside nginx, ballots beside Node.
// `tools/bench server` runs it; it prints a table, and exits 1 where a limit is missed.
import {measureBallots} from './ballots.mjs';
import {table} from './common.mjs';
import {measureMany} from './many.mjs';
import {measureReading} from './reading.mjs';

const parts = {
  many: measureMany,
  reading: measureReading,
  ballots: measureBallots
};
const options = {
  rounds: 5,
  seconds: 4
};
const asked = [];
for (const arg of process.argv.slice(2)) {
  const number = /^--(rounds|seconds)=(\d+)$/.exec(arg);
  if (number) {
    options[number[1]] = Number(number[2]);
  } else if (parts[arg]) {
    asked.push(arg);
  } else {
    console.error(`"${arg}" is none of ${Object.keys(parts).join(', ')}, --rounds=N, --seconds=N`);
    process.exit(2);
  }
}

for (const name of asked.length > 0 ? asked : Object.keys(parts)) await parts[name](options);
console.table(table.rows);
process.exit(table.failed ? 1 : 0);
