/** Trees of files for the tests of tools, gone when the test is over. */
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { root } from './run.mjs';

/**
 * Writes files into a new folder for one test.
 * @param {Record<string, string | object>} files path and content; an object is written as JSON
 * @param {(folder: string) => unknown} use
 */
export function withTree(files, use) {
  return withFolder(folder => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return use(folder);
  });
}

/** What git does not keep. */
const leftBehind = new Set(['.git', '.cache', 'node_modules', 'dist', 'cdn']);

/**
 * This project as a fresh clone with its packages installed: nothing is there that a run leaves behind.
 * @param {(folder: string) => unknown} use
 */
export function withFreshClone(use) {
  return withFolder(folder => {
    cpSync(root, folder, { recursive: true, verbatimSymlinks: true, filter: path => !leftBehind.has(basename(path)) });
    const packages = join(root, 'node_modules');
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(packages)) {
      const [from, to] = [join(packages, name), join(folder, 'node_modules', name)];
      // Our own are links, and lead to folders of the clone.
      if (name === '@shopcast' || lstatSync(from).isSymbolicLink()) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
      else symlinkSync(from, to);
    }
    return use(folder);
  });
}

async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'shopcast-tree-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
