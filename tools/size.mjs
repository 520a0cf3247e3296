/**
 * `npm run size`: what a page downloads, bundled for production and compressed, each beside its budget. An entry of tools/size.json is
 *
 *   { "name", "code": "import ...", "budget": "3 KB" }       code as a page would write it, tree-shaken
 *   { "name", "files": "packages/.../dist/x/*.js", "budget" }  one line per file; a `*` that repeats stands for the same word
 *     "budgets": { "word": "4 KB" }   another budget for the file of that word
 *     "alsoWithout": { "word": ["host/dist/"] }   what the file of that word builds on, beside "without"
 *   "without": ["core/dist/"]   modules that the page has anyway, by a part of their path; they have an entry of their own
 *
 * Budgets are brotli, 1 KB = 1024 bytes. What is loaded later by a dynamic import is not counted: it has an entry of its own. A
 * budget is raised in the change that needs it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import nodeResolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { build } from './build.mjs';
import { endChildrenOnSignal, root } from './lib/run.mjs';
import { filesByWord } from './lib/same-word.mjs';

/** @typedef {{ name: string, code: string, budget: number, without: readonly string[] }} Entry `budget` in bytes, brotli */

/**
 * Reads the entries, those with `files` spread into one for each file.
 * @param {string} [from] top of the repository
 * @returns {Entry[]}
 */
export function readEntries(from = root) {
  const { entries } = JSON.parse(readFileSync(join(from, 'tools/size.json'), 'utf8'));
  return entries.flatMap(({ name, code, files, budget, budgets = {}, without = [], alsoWithout = {} }) => {
    if (code) return [{ name, code, budget: parseBudget(budget, name), without }];
    return [...filesByWord(from, files)].map(([word, path]) => ({
      name: name.replace('*', word),
      code: `export * from './${path}';`,
      budget: parseBudget(budgets[word] ?? budget, name),
      without: [...without, ...(alsoWithout[word] ?? [])],
    }));
  });
}

function parseBudget(text, name) {
  const [, number] = /^(\d+(?:\.\d+)?) KB$/.exec(text) ?? [];
  if (!number) throw new Error(`tools/size.json: the budget of "${name}" reads "${text}"; write it like "3 KB".`);
  return Math.floor(Number(number) * 1024);
}

/**
 * Bundles and compresses one entry.
 * @param {Entry} entry
 * @param {string} [from]
 * @returns {Promise<{ name: string, brotli: number, gzip: number, budget: number, fits: boolean }>}
 */
export async function measure({ name, code, budget, without }, from = root) {
  const chunks = await bundleForPage(code, from, without);
  const sum = compress => chunks.reduce((bytes, chunk) => bytes + compress(chunk).length, 0);
  const brotli = sum(text => brotliCompressSync(text));
  return { name, brotli, gzip: sum(text => gzipSync(text, { level: 9 })), budget, fits: brotli <= budget };
}

/** The chunks a page needs before this code runs: the entry and what it imports statically. */
async function bundleForPage(code, from, without = []) {
  const entry = join(from, 'size-entry.js');
  const bundle = await rollup({
    input: entry,
    // A part that is loaded later takes what it needs straight from the entry, as it does in the bundle of a page.
    preserveEntrySignatures: 'allow-extension',
    external: (id, _importer, resolved) => resolved && without.some(part => id.includes(part)),
    plugins: [
      { name: 'entry', resolveId: id => (id === entry ? id : null), load: id => (id === entry ? code : null) },
      replace({ preventAssignment: true, values: { 'process.env.NODE_ENV': '"production"' } }),
      nodeResolve({ browser: true, exportConditions: ['production'] }),
      terser({ module: true, ecma: 2020 }),
    ],
    onwarn(warning, warn) {
      if (warning.code === 'MISSING_EXPORT' || warning.code === 'UNRESOLVED_IMPORT') throw new Error(warning.message);
      if (warning.code !== 'EMPTY_BUNDLE' && warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
    },
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const byName = new Map(output.filter(chunk => chunk.type === 'chunk').map(chunk => [chunk.fileName, chunk]));
  const needed = new Set();
  const add = name => {
    const chunk = byName.get(name);
    if (!chunk || needed.has(chunk)) return;
    needed.add(chunk);
    chunk.imports.forEach(add);
  };
  add(output.find(chunk => chunk.isEntry).fileName);
  return [...needed].map(chunk => chunk.code);
}

/**
 * Measures all entries, or those that concern some packages, and prints a line for each.
 * @param {{ parts?: readonly string[], from?: string, print?: (line: string) => void }} [options]
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function sizes({ parts = [], from = root, print = console.log } = {}) {
  const entries = readEntries(from).filter(
    ({ code }) => parts.length === 0 || parts.some(part => code.includes(`@shopcast/${part}`) || code.includes(`/${part}/dist/`)),
  );
  const width = Math.max(0, ...entries.map(entry => entry.name.length));
  const kilobytes = bytes => `${(bytes / 1024).toFixed(2).padStart(7)} KB`;
  let failed = 0;
  for (const entry of entries) {
    try {
      const { name, brotli, gzip, budget, fits } = await measure(entry, from);
      if (!fits) failed += 1;
      print(`${fits ? '✓' : '✗'} ${name.padEnd(width)} ${kilobytes(brotli)} br ${kilobytes(gzip)} gz  budget ${kilobytes(budget)} br`);
    } catch (error) {
      failed += 1;
      print(`✗ ${entry.name.padEnd(width)} could not be bundled: ${error.message}`);
    }
  }
  return { passed: entries.length - failed, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endChildrenOnSignal();
  if ((await build()).some(row => row.failed > 0)) console.error('The build has errors (above); measuring what it wrote.');
  const { failed } = await sizes();
  process.exitCode = failed > 0 ? 1 : 0;
}
