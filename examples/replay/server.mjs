/**
 * Any static host will do for the replay, as long as it answers requests for a range of a file. This one is for trying:
 *
 *   node examples/replay/server.mjs [--port 0]
 *
 * Prints one line of JSON with the address of the page.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const served = ['/examples/replay/', '/examples/show/', '/packages/shopcast/cdn/'];
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.vtt': 'text/vtt; charset=utf-8',
};
/** As a careful site would send it. */
const policy =
  "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'";

const { values: flags } = parseArgs({ options: { port: { type: 'string', default: '0' } } });

async function serve(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://replay').pathname));
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  const type = types[extname(file)];
  const found = type && served.some(prefix => path.startsWith(prefix)) && (await stat(file).catch(() => undefined));
  if (!found?.isFile()) return void response.writeHead(404).end();
  const headers = { 'content-type': type, 'content-security-policy': policy, 'accept-ranges': 'bytes' };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { ...headers, 'content-length': found.size });
    return void createReadStream(file).pipe(response);
  }
  const [start, end] = [Number(from), Math.min(to ? Number(to) : Infinity, found.size - 1)];
  if (start > end) return void response.writeHead(416, { 'content-range': `bytes */${found.size}` }).end();
  response.writeHead(206, { ...headers, 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${found.size}` });
  createReadStream(file, { start, end }).pipe(response);
}

const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
server.listen(Number(flags.port), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/examples/replay/` })}\n`);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0));
