/** Serves examples/gallery from the sources, as strictly as a careful store would. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDevServer } from '@web/dev-server';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { liveOrigin } from './live-origin.mjs';
import { root } from './run.mjs';

const folder = join(root, 'examples/gallery');

/** What a store with a strict policy sends: no inline script or style, no eval, no markup made of text. */
export const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** The pages of the gallery by name, the list of them left out. */
export function galleryPages() {
  return readdirSync(folder)
    .filter(file => file.endsWith('.html') && file !== 'index.html')
    .map(file => file.slice(0, -'.html'.length))
    .sort();
}

/**
 * @param {number} [port] a free one unless told
 * @returns {Promise<{ url: string, stop: () => Promise<unknown> }>} `url` ends in a slash; pages are below it
 */
export async function serveGallery(port) {
  const origin = liveOrigin();
  const server = await startDevServer({
    readCliArgs: false,
    readFileConfig: false,
    logStartMessage: false,
    autoExitProcess: false,
    config: {
      rootDir: root,
      hostname: '127.0.0.1',
      port,
      open: false,
      watch: false,
      nodeResolve: { exportConditions: ['@shopcast/source', 'development', 'browser'] },
      middleware: [
        (context, next) => {
          context.set('content-security-policy', policy);
          // Browsers ask for it by themselves, and a missing file would be an error on every page.
          if (context.path === '/favicon.ico') return void (context.status = 204);
          return next();
        },
        origin.middleware,
      ],
      plugins: [
        esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('../../tsconfig.base.json', import.meta.url)) }),
      ],
    },
  });
  const address = server.server.address();
  return { url: `http://127.0.0.1:${address.port}/examples/gallery/`, stop: () => Promise.all([server.stop(), origin.stop()]) };
}
