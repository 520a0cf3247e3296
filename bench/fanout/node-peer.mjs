/** The peers that are Node programs, each as small as its documentation has it. `node node-peer.mjs NAME` prints the port. */
import { createServer } from 'node:http';

const name = process.argv[2];
const server = createServer();
server.keepAliveTimeout = 600_000;

const starts = {
  async ws() {
    const { WebSocketServer } = await import('ws');
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', socket =>
      socket.on('message', (data, isBinary) => {
        for (const client of sockets.clients) client.send(data, { binary: isBinary });
      }),
    );
  },
  async 'socket.io'() {
    const { Server } = await import('socket.io');
    const io = new Server(server, { transports: ['websocket'], pingInterval: 3_600_000, serveClient: false });
    io.on('connection', socket => socket.on('publish', data => io.emit('message', data)));
  },
  async 'better-sse'() {
    const { createChannel, createSession } = await import('better-sse');
    const channel = createChannel();
    server.on('request', async (request, response) => {
      if (request.method === 'GET') return channel.register(await createSession(request, response, { keepAlive: null }));
      let body = '';
      request.setEncoding('utf8').on('data', piece => (body += piece));
      request.on('end', () => {
        channel.broadcast(JSON.parse(body), 'message');
        response.end();
      });
    });
  },
};

await starts[name]();
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
