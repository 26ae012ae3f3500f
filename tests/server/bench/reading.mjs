// Totals and files, read from Enig and from nginx, which has the same bytes as files and is told to
// do nothing else: in turns, so that a machine that grows slow does so for both.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';

import {folder, median, row, start, withServer, wrk} from './common.mjs';

const least = 0.8;
const threads = 2;

const freePort = () => new Promise((resolve) => {
  const socket = createServer().listen(0, '127.0.0.1', () => {
    const {port} = socket.address();
    socket.close(() => resolve(port));
  });
});

// With every file in memory's reach, and no log.
async function startNginx(root) {
  const port = await freePort();
  const conf = path.join(folder, 'nginx.conf');
  writeFileSync(conf, `
${process.getuid() === 0 ? 'user root;' : ''}
daemon off;
worker_processes ${threads};
pid ${folder}/nginx.pid;
error_log ${folder}/error.log crit;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100 inactive=60s;
  keepalive_requests 100000000;
  types { application/wasm wasm; text/css css; text/javascript js; application/json json; }
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; root ${root}; }
}`);
  // It says nothing when it serves.
  const shell = `/usr/sbin/nginx -p ${folder} -c ${conf} & pid=$!; trap 'kill $pid' TERM; ` +
      `until (: < /dev/tcp/127.0.0.1/${port}) 2> /dev/null; do sleep 0.05; done; ` +
      `echo http://127.0.0.1:${port}/; wait $pid; wait $pid`;
  return start('bash', ['-c', shell]);
}

export async function measureReading({rounds, seconds}) {
  await withServer({args: ['--threads', String(threads)]}, async ({port, policy}) => {
    const program = readFileSync('build/site/program/current', 'utf8').trim();
    const read = {
      totals: `api/v1/policies/${policy.id}/totals`,
      'a script': `program/${program}/loader.js`,
      'the program': `program/${program}/enig.wasm`
    };
    const root = path.join(folder, 'files');
    for (const address of Object.values(read)) {
      const bytes = await (await fetch(`http://127.0.0.1:${port}/${address}`)).arrayBuffer();
      mkdirSync(path.dirname(path.join(root, address)), {recursive: true});
      writeFileSync(path.join(root, address), Buffer.from(bytes));
    }
    const nginx = await startNginx(root);
    try {
      for (const [name, address] of Object.entries(read)) {
        const ratios = [];
        const rates = {enig: [], nginx: []};
        for (let round = 0; round < rounds; ++round) {
          const ask = (at) =>
              wrk(`http://127.0.0.1:${at}/${address}`, {connections: 64, seconds}).perSecond;
          const enig = ask(port);
          const other = ask(nginx.port);
          rates.enig.push(enig);
          rates.nginx.push(other);
          ratios.push(enig / other);
        }
        const ratio = median(ratios);
        row(`${name}: requests/s, Enig and nginx`,
            `${median(rates.enig).toFixed(0)}, ${median(rates.nginx).toFixed(0)}`);
        row(`${name}: Enig against nginx`, ratio.toFixed(2), `>= ${least}`, ratio >= least);
      }
    } finally {
      await nginx.stop();
    }
  });
}
