/** Small trees of files for the tests of tools, gone when the test is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Writes files into a new folder for one test.
 * @param {Record<string, string | object>} files path and content; an object is written as JSON
 * @param {(folder: string) => unknown} use
 */
export async function withTree(files, use) {
  const folder = mkdtempSync(join(tmpdir(), 'shopcast-tree-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
