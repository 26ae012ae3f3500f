// A server's pages as a browser sees them that runs no program of theirs: in front of the server,
// for browsers that cannot be told to leave out a single script. The test's own still run.
//
//     const plain = await startPlain(server);
//     await page.goto(plain.url + 'baerum/naering/');
//     await plain.stop();

import http from 'node:http';

const loader = /\/loader[^/]*\.js$/;

export async function startPlain(server) {
  const {hostname, port} = new URL(server.url);
  const front = http.createServer((request, response) => {
    if (loader.test(request.url)) {
      response.writeHead(200, {'content-type': 'text/javascript'});
      response.end();
      return;
    }
    const {method, url, headers} = request;
    const onward = http.request({hostname, port, method, path: url, headers}, (reply) => {
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => {
    front.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${front.address().port}/`,
    stop() {
      front.closeAllConnections();
      return new Promise((resolve) => {
        front.close(resolve);
      });
    },
  };
}
