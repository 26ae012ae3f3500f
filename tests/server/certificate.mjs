// A certificate for localhost, made for a test, and requests that trust it alone.
//
//     const tls = makeCertificate(folder);     // tls.certificate, tls.key: files
//     const reply = await ask(tls, `https://localhost:${port}/`);
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import https from 'node:https';
import path from 'node:path';

export function makeCertificate(folder, name = 'tls') {
  const certificate = path.join(folder, `${name}.pem`);
  const key = path.join(folder, `${name}.key`);
  execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1',
        '-keyout',
        key,
        '-out',
        certificate,
      ],
      {stdio: 'ignore'});
  return {certificate, key};
}

// Resolves to {status, headers, body, socket} of one request over a connection of its own.
export function ask(tls, address, {method = 'GET', headers = {}, body = '', ...more} = {}) {
  const ca = readFileSync(tls.certificate);
  return new Promise((resolve, reject) => {
    const options = {method, ca, agent: false, headers: {...headers}, timeout: 10_000, ...more};
    if (body) options.headers['content-length'] = Buffer.byteLength(body);
    const request = https.request(address, options, (reply) => {
      const protocol = reply.socket.getProtocol();
      const parts = [];
      reply.on('data', (part) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => resolve({
                        status: reply.statusCode,
                        headers: reply.headers,
                        body: Buffer.concat(parts),
                        protocol,
                      }));
    });
    request.on('timeout', () => request.destroy(new Error('no reply in time')));
    request.on('error', reject);
    request.end(body);
  });
}

// Opens an event stream; next() resolves to the next event's text.
export function follow(tls, address) {
  const ca = readFileSync(tls.certificate);
  let text = '';
  let wake = () => {};
  const request = https.request(address, {ca, agent: false}, (reply) => {
    reply.on('data', (part) => {
      text += part;
      wake();
    });
    reply.on('error', () => {});
  });
  request.on('error', () => {});
  request.end();
  return {
    async next() {
      while (!text.includes('\n\n')) await new Promise((resolve) => wake = resolve);
      const end = text.indexOf('\n\n');
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      return event;
    },
    close: () => request.destroy(),
  };
}

export async function ballotFor(askServer, topic = 'agree') {
  const {policies} = JSON.parse((await askServer('api/v1/policies')).body);
  const {id, revision} = policies[0];
  return {policy: id, text: JSON.stringify({policy: id, revision, consent: true, topic})};
}
