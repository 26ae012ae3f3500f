// Clocks that are years off, the browser's or the server's: nobody is refused, and every answer is
// counted. They are real processes with another wall clock.

import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, test} from 'node:test';

import {byId, waitForApp} from './browser.mjs';
import {agree, counted, isPressed, untilPressed} from './resident.mjs';
import {startServer, totalsOf, waitForTotals} from './server.mjs';
import {ballotIds, duringTests, useChromium, withServer} from './visits.mjs';

const point = 'naeringsplan';

// Answers, loads the page again, answers more, and takes it all back.
async function wholeVisit(page, server) {
  await agree(page, point);
  await counted(page, point);
  await page.reload();
  await waitForApp(page);
  assert.ok(await isPressed(page, `${point}.agree`));
  await agree(page, 'rammevilkar');
  await waitForTotals(server, ({points}) => points.rammevilkar.agree === 1);
  assert.equal((await totalsOf(server)).ballots, 1);
  assert.equal(ballotIds(page).size, 1);
  await byId(page, `${point}.agree`).click();
  await byId(page, 'rammevilkar.agree').click();
  await waitForTotals(server, ({ballots}) => ballots === 0);
  assert.deepEqual(page.errors, []);
}

for (const clock of ['1975-06-01', '2012-06-01', '2099-06-01']) {
  describe(`a browser whose clock says ${clock}`, () => {
    const server = duringTests(startServer);
    const chromium = useChromium({clock});

    test('answers, comes back and undoes', () => chromium.visit(async (page) => {
      const now = await page.evaluate(() => new Date().toISOString());
      assert.equal(now.slice(0, 10), clock);
      await wholeVisit(page, server);
    }, {server}));
  });
}

describe('a server whose clock is years off', () => {
  const chromium = useChromium();

  for (const clock of ['1971-06-01', '2012-06-01', '2099-06-01']) {
    test(`at ${clock} its pages work as ever, and releases say so`, async () => {
      await withServer((server) => chromium.visit(async (page) => {
        await wholeVisit(page, server);
        const {released_at: released} = await totalsOf(server);
        assert.equal(released.slice(0, 10), clock);
      }, {server}), {clock});
    });

    test(
        `at ${clock} it takes its own forms, also from a browser that says nothing of itself`,
        async () => {
          await withServer(async (server) => {
            const post = async (fields, page) => {
              const hidden = [
                ...(page ?? '').matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
              ];
              const body = new URLSearchParams(hidden.map(([, name, value]) => [name, value]));
              for (const [name, value] of Object.entries(fields)) body.set(name, value);
              const reply = await fetch(`${server.url}baerum/naering/`, {method: 'POST', body});
              assert.equal(reply.status, 200);
              return reply.text();
            };
            const first = await (await fetch(`${server.url}baerum/naering/`)).text();
            const asked = await post({press: `ask:${point}`}, first);
            const agreed = await post({press: 'consent:yes'}, asked);
            await post({press: `agree:${point}`}, agreed);
            const totals = await waitForTotals(server, ({ballots}) => ballots === 1);
            assert.equal(totals.points[point].agree, 1);
          }, {clock});
        });
  }

  for (const clock of ['1971-06-01', '2099-06-01']) {
    test(
        `a page that was opened at ${clock} goes on when the clock has been put right`,
        async () => {
          const data = await mkdtemp(path.join(tmpdir(), 'enig-clock-'));
          let server = await startServer({clock, data});
          try {
            await chromium.visit(async (page) => {
              await agree(page, point);
              await counted(page, point);
              await server.stop();
              server = await startServer({data, port: new URL(server.url).port});
              const put = page.waitForResponse(
                  (reply) => reply.request().method() === 'PUT' && reply.status() === 204);
              await agree(page, 'rammevilkar');
              await put;
              await page.reload();
              await waitForApp(page);
              await untilPressed(page, 'rammevilkar.agree');
              assert.ok(await isPressed(page, `${point}.agree`));
              assert.equal(ballotIds(page).size, 1);
            }, {server});
          } finally {
            await server.stop();
            await rm(data, {recursive: true});
          }
        });
  }
});
