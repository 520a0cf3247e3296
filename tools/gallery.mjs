/**
 * `npm run gallery`: every element in every state, served from the sources. `npm run gallery -- --screenshots [NAME ...]` takes a picture of
 * each page, or of those named, on a phone and on a desktop, light and dark, into .cache/gallery/.
 *   --lang=de   in another language      --dir=rtl   from right to left
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPage, startChrome } from './lib/gallery-browser.mjs';
import { galleryPages, serveGallery } from './lib/gallery-server.mjs';
import { root } from './lib/run.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { screenshots: { type: 'boolean' }, port: { type: 'string' }, lang: { type: 'string' }, dir: { type: 'string' } },
});

if (values.screenshots) await takeScreenshots(positionals.length > 0 ? positionals : galleryPages());
else {
  const { url } = await serveGallery(values.port ? Number(values.port) : undefined);
  console.log(`The gallery is at ${url}  (Ctrl+C ends it)`);
}

async function takeScreenshots(names) {
  const folder = join(root, '.cache/gallery');
  mkdirSync(folder, { recursive: true });
  const server = await serveGallery();
  const browser = await startChrome();
  const query = new URLSearchParams({ ...(values.lang && { lang: values.lang }), ...(values.dir && { dir: values.dir }) });
  const mark = [values.lang, values.dir]
    .filter(Boolean)
    .map(word => `-${word}`)
    .join('');
  try {
    for (const name of names) {
      for (const width of [390, 1280]) {
        for (const scheme of ['light', 'dark']) {
          const { page } = await openPage(browser, `${server.url}${name}.html?${query}`, {
            width,
            height: width < 600 ? 844 : 900,
            scheme,
          });
          const path = join(folder, `${name}-${width}-${scheme}${mark}.png`);
          await page.screenshot({ path, fullPage: true });
          await page.close();
          console.log(path);
        }
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}
