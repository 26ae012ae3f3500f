// A program whose clock is years off, by libfaketime: its wall clock alone, for nothing that only
// measures how long something takes depends on the year.
//
//     spawn(program, flags, {env: {...process.env, ...clockAt('2099-01-01')}});

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';

// `day`: "2099-01-01". None: the machine's own clock.
export function clockAt(day) {
  if (day === undefined) return {};
  const time = `@${day} 12:00:00`;
  const found = spawnSync('faketime', ['-m', '-f', time, 'printenv', 'LD_PRELOAD']);
  assert.equal(found.status, 0, 'faketime is not there: tools/setup test');
  return {
    LD_PRELOAD: String(found.stdout).trim(),
    FAKETIME: time,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // Else a wait with a deadline comes back at once, again and again.
    FAKETIME_FORCE_MONOTONIC_FIX: '0',
  };
}
