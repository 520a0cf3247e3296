import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.vtt': 'text/vtt; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Serves the files of a folder, of known kinds only, below an address. */
export function serveFiles(app, prefix, folder) {
  app.get(`${prefix}/*`, async (request, reply) => {
    const path = normalize(`/${request.params['*']}`);
    const type = types[extname(path)];
    const body = type && (await readFile(join(folder, path)).catch(() => undefined));
    if (!body) return reply.code(404).type('text/plain').send('There is no such file.');
    return reply.headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }).type(type).send(body);
  });
}
