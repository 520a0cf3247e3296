/**
 * Puts the plugin and the built files of the script tag together, ready for `wp-content/plugins`:
 *
 *   node examples/wordpress/pack.mjs [FOLDER]     .cache/wordpress/shopcast unless told
 */
import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const beside = path => fileURLToPath(new URL(path, import.meta.url));

/** @param {string} folder emptied first */
export function pack(folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(beside('shopcast'), folder, { recursive: true });
  cpSync(beside('../../packages/shopcast/cdn'), `${folder}/cdn`, { recursive: true, filter: path => !/\.(?:map|html)$/.test(path) });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = resolve(process.argv[2] ?? beside('../../.cache/wordpress/shopcast'));
  pack(folder);
  console.log(folder);
}
