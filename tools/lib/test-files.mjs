/**
 * Which tests there are, and where each runs. The name decides:
 *
 *   x.test.ts           as its package does: core, commerce, live, session, testing in Node and in browsers; server, tools, bench
 *                       and examples in Node; every other package in browsers
 *   x.node.test.ts      only in Node
 *   x.browser.test.ts   only in browsers
 *   x.live.test.ts      only in Node, and only while the service `x` of tools/services.mjs runs
 *   x.slow.test.ts      only with --all; goes with the others: x.slow.node.test.ts
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const everywhere = new Set(['core', 'commerce', 'live', 'session', 'testing']);
const nodeOnly = new Set(['server', 'tools', 'bench', 'examples']);
const testName = /^(.+?)((?:\.(?:node|browser|live|slow))*)\.test\.(?:ts|mjs)$/;

/** @typedef {{ path: string, part: string, node: boolean, browser: boolean, slow: boolean, service: string | undefined }} TestFile */

/**
 * Reads a path as a test file; `undefined` when its name is not a test's.
 * @param {string} path relative to the repository, with slashes
 * @returns {TestFile | undefined}
 */
export function classify(path) {
  const segments = path.split('/');
  const match = testName.exec(segments.at(-1) ?? '');
  if (!match) return undefined;
  const part = segments[0] === 'packages' ? (segments[1] ?? '') : (segments[0] ?? '');
  const marks = new Set(match[2].split('.').filter(Boolean));
  const live = marks.has('live');
  const saidNode = live || marks.has('node');
  const saidBrowser = marks.has('browser');
  const unsaid = !saidNode && !saidBrowser;
  return {
    path,
    part,
    node: saidNode || (unsaid && (everywhere.has(part) || nodeOnly.has(part))),
    browser: saidBrowser || (unsaid && !nodeOnly.has(part)),
    slow: marks.has('slow'),
    service: live ? match[1] : undefined,
  };
}

/** Every test file of the repository, sorted by path. */
export function findTests(from = root) {
  const found = [];
  for (const top of ['packages', 'tools', 'bench', 'examples']) walk(from, top, found);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function walk(from, folder, found) {
  let entries;
  try {
    entries = readdirSync(join(from, folder), { withFileTypes: true });
  } catch {
    return; // examples/ comes later, and a folder may vanish while we look
  }
  for (const entry of entries) {
    if (['node_modules', 'dist', 'cdn', 'fixtures', 'templates', '.cache'].includes(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(from, path, found);
    else {
      const test = classify(path);
      if (test) found.push(test);
    }
  }
}
