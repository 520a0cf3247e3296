import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What is between two neighbours only, and not passed on. */
const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'];
/** The store's cookies are nobody else's business. */
const ours = ['cookie', 'set-cookie'];

const passedOn = headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name) && !ours.includes(name)));

/**
 * Passes everything below an address on to another server and streams its answer back as it comes, so that events and parts of a video
 * are never held up. So a phone has to reach one port only, and the page one origin.
 */
export function proxy(app, prefix, target) {
  void app.register((scope, _, done) => {
    // The body goes through unread.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body));
    scope.all(`${prefix}/*`, (request, reply) => {
      const path = request.raw.url.slice(prefix.length);
      const url = new URL(target.replace(/\/$/, '') + path);
      const { 'content-length': length, ...headers } = passedOn(request.headers);
      reply.hijack();
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const onward = send(url, {
        method: request.method,
        headers: { ...headers, ...(length !== undefined && { 'content-length': length }), host: url.host },
      });
      const fail = () => {
        if (!reply.raw.headersSent) reply.raw.writeHead(502, { 'content-type': 'text/plain' }).end('It does not answer.');
        else reply.raw.destroy();
      };
      onward.on('error', fail);
      onward.on('response', answer => {
        answer.on('error', () => reply.raw.destroy());
        reply.raw.writeHead(answer.statusCode, passedOn(answer.headers));
        reply.raw.flushHeaders();
        answer.pipe(reply.raw);
      });
      reply.raw.on('close', () => onward.destroy());
      request.raw.pipe(onward);
    });
    done();
  });
}
