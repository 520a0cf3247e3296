/**
 * A static host for the examples that are files alone, as strict as a careful site. Any other will do, as long as it answers requests for a range of a file.
 *
 *   node examples/static-host.mjs plain [--port 0]
 *
 * Prints one line of JSON with the address of the page.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const folders = ['examples/', 'packages/shopcast/cdn/'].map(folder => join(root, folder));
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
  '.svg': 'image/svg+xml',
  '.vtt': 'text/vtt; charset=utf-8',
};
/** As a careful site would send it: no inline script or style, no eval, no markup made of text. */
export const policy =
  "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'";

/** The file behind an address of this repository: of an example, or of the script tag. `undefined` where none may be had. */
function exampleFile(path) {
  const file = normalize(join(root, path.endsWith('/') ? `${path}index.html` : path));
  return folders.some(folder => file.startsWith(folder)) && !file.includes('node_modules') ? file : undefined;
}

/**
 * Answers with a file, or the range of it that is asked for; 404 where there is none.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ fileOf?: (path: string) => string | undefined, headers?: Record<string, string> }} [options] `fileOf`: the file behind the path of an
 *   address; those of the examples unless told
 */
export async function answerFile(request, response, { fileOf = exampleFile, headers = { 'content-security-policy': policy } } = {}) {
  const file = fileOf(decodeURIComponent(new URL(request.url, 'http://host').pathname));
  const type = file && types[extname(file)];
  const found = type && (await stat(file).catch(() => undefined));
  if (!found?.isFile()) return void response.writeHead(404).end();
  const all = { ...headers, 'content-type': type, 'accept-ranges': 'bytes' };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { ...all, 'content-length': found.size });
    return void createReadStream(file).pipe(response);
  }
  const [start, end] = [Number(from), Math.min(to ? Number(to) : Infinity, found.size - 1)];
  if (start > end) return void response.writeHead(416, { 'content-range': `bytes */${found.size}` }).end();
  response.writeHead(206, { ...all, 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${found.size}` });
  createReadStream(file, { start, end }).pipe(response);
}

/** For the configuration of vite: its server answers for the recorded show of this repository too. */
export const recordedShow = {
  name: 'recorded-show',
  configureServer: ({ middlewares }) =>
    void middlewares.use((request, response, next) =>
      /^\/examples\/(?:replay|show)\//.test(request.url) ? void answerFile(request, response, { headers: {} }) : next(),
    ),
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values: flags, positionals } = parseArgs({ options: { port: { type: 'string', default: '0' } }, allowPositionals: true });
  const server = createServer((request, response) => void answerFile(request, response).catch(() => response.destroy()));
  server.listen(Number(flags.port), '127.0.0.1', () => {
    process.stdout.write(
      `${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/examples/${positionals[0] ?? 'plain'}/` })}\n`,
    );
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0));
}
