// A new version is put in place under pages that are open: they go on, and a page that is loaded
// again has the new one.

import assert from 'node:assert/strict';
import {appendFile, cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';

import {byId, waitForApp} from './browser.mjs';
import {agree} from './resident.mjs';
import {root, startServer, waitForTotals} from './server.mjs';
import {hold, pointsOf, program, topic, useChromium} from './visits.mjs';

const later = 'fedcba9876543210';

const chromium = useChromium();

const loaderOf = (page) => page.locator('script[src$="loader.js"]').getAttribute('src');

test(
    'a page that is open goes on after a new version, and is the new one when it is loaded again',
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'enig-deploy-'));
      const site = path.join(folder, 'site');
      const data = path.join(folder, 'data');
      await cp(path.join(root, 'build/site'), site, {recursive: true});
      const current = path.join(site, 'program/current');
      const first = (await readFile(current, 'utf8')).trim();
      const start = (port) => startServer({data, port, args: ['--site', site]});
      let server = await start(0);
      const {port} = new URL(server.url);
      try {
        const [point, second] = await pointsOf(server);
        // This one has its HTML and its loader, and has not fetched its program yet.
        let release;
        const late = await chromium.open(server.url + topic, {
          async arrange(page) { release = await hold(page, program); },
        });
        const open = await chromium.open(server.url + topic);
        await waitForApp(open);
        assert.ok((await loaderOf(open)).includes(first));

        await server.stop();
        await cp(
            path.join(site, 'program', first), path.join(site, 'program', later),
            {recursive: true});
        await appendFile(path.join(site, 'program', later, 'loader.js'), '// another\n');
        await writeFile(current, `${later}\n`);
        server = await start(port);

        await agree(open, point);
        await waitForTotals(server, ({ballots}) => ballots === 1);
        release();
        await waitForApp(late);
        await byId(late, `${second}.disagree`).click();
        await byId(late, `${second}.consent.yes`).click();
        const totals = await waitForTotals(server, ({ballots}) => ballots === 2);
        assert.equal(totals.points[point].agree, 1);
        assert.equal(totals.points[second].disagree, 1);

        await open.reload();
        await waitForApp(open);
        assert.ok((await loaderOf(open)).includes(later));
        assert.deepEqual(late.errors, []);
      } finally {
        await server.stop();
        await rm(folder, {recursive: true, force: true});
      }
    });
