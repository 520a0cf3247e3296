/**
 * `npm run size`: what a page downloads, bundled for production and compressed, each beside its budget. An entry of tools/size.json is
 *
 *   { "name", "code": "import ...", "budget": "3 KB" }       code as a page would write it, tree-shaken
 *   { "name", "files": "packages/.../dist/x/*.js", "budget" }  one line per file; a `*` that repeats stands for the same word
 *     "budgets": { "word": "4 KB" }   another budget for the file of that word
 *     "alsoWithout": { "word": ["host/dist/"] }   what the file of that word builds on, beside "without"
 *   { "name", "cdn": ["shopcast.js", "app"], "budget" }         files and parts (cdn/shopcast.json) of the bundle for plain pages, as built
 *   "without": ["core/dist/"]   modules that the page has anyway, by a part of their path; they have an entry of their own
 *   "onDemand": [{ "name", "part": "elements/dist/player/define.js", "budget" }]   a line each for what the entry loads later by a
 *                               dynamic import, named by a module it holds: all that comes with it and was not there before
 *   "eachLater": "3.5 KB"       a line for every such part of each of the "files", under this budget
 *
 * Code is made small as for plain pages (rollup.config.mjs): shorter classes and templates, then terser, without comments. "All widgets at once" counts Lit,
 * the elements' part of Nano Stores, English but for the player's, and the show around the widgets.
 *
 * Budgets are brotli, 1 KB = 1024 bytes. What is loaded later is not counted in the entry itself. A budget is raised in the change
 * that needs it.
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
import { shorterClasses } from './lib/shorter-classes.mjs';
import { minify, shorterTemplates } from './lib/shorter-templates.mjs';

/** @typedef {{ name: string, part: string, budget: number }} Part */
/** @typedef {{ name: string, code: string, budget: number, without: readonly string[], onDemand: readonly Part[], eachLater?: number }} Entry
 *   budgets in bytes, brotli */
/** @typedef {{ name: string, brotli: number, gzip: number, budget: number, fits: boolean }} Size */

/**
 * Reads the entries, those with `files` spread into one for each file.
 * @param {string} [from] top of the repository
 * @returns {Entry[]}
 */
export function readEntries(from = root) {
  const { entries } = JSON.parse(readFileSync(join(from, 'tools/size.json'), 'utf8'));
  return entries.flatMap(({ name, code, cdn, files, budget, budgets = {}, without = [], alsoWithout = {}, onDemand = [], eachLater }) => {
    const parts = onDemand.map(part => ({ ...part, name: `  later: ${part.name}`, budget: parseBudget(part.budget, part.name) }));
    if (cdn) return [{ name, code: '/shopcast/dist/', cdn, budget: parseBudget(budget, name), without, onDemand: parts }];
    if (code) return [{ name, code, budget: parseBudget(budget, name), without, onDemand: parts }];
    return [...filesByWord(from, files)].map(([word, path]) => ({
      name: name.replace('*', word),
      code: `export * from './${path}';`,
      budget: parseBudget(budgets[word] ?? budget, name),
      without: [...without, ...(alsoWithout[word] ?? [])],
      onDemand: [],
      eachLater: eachLater && parseBudget(eachLater, name),
    }));
  });
}

function parseBudget(text, name) {
  const [, number] = /^(\d+(?:\.\d+)?) KB$/.exec(text) ?? [];
  if (!number) throw new Error(`tools/size.json: the budget of "${name}" reads "${text}"; write it like "3 KB".`);
  return Math.floor(Number(number) * 1024);
}

/**
 * Bundles and compresses one entry and what it loads later.
 * @param {Entry} entry
 * @param {string} [from]
 * @returns {Promise<readonly Size[]>}
 */
export async function measure({ name, code, cdn, budget, without, onDemand, eachLater }, from = root) {
  if (cdn) return [sizeOf(name, builtFiles(cdn, from), budget)];
  const chunks = await bundleForPage(code, from, without);
  const first = withImports(
    chunks.find(chunk => chunk.isEntry),
    chunks,
  );
  const later = onDemand.map(({ name, part, budget }) => {
    const chunk = chunks.find(one => one.moduleIds.some(id => id.replaceAll('\\', '/').endsWith(part)));
    if (!chunk || first.has(chunk)) throw new Error(`${part} is not loaded on demand.`);
    return sizeOf(name, withImports(chunk, chunks).difference(first), budget);
  });
  const others = eachLater ? chunks.filter(({ isDynamicEntry }) => isDynamicEntry).toSorted((a, b) => a.name.localeCompare(b.name)) : [];
  const each = others.map(chunk => sizeOf(`  later: ${chunk.name}`, withImports(chunk, chunks).difference(first), eachLater));
  return [sizeOf(name, first, budget), ...later, ...each];
}

function sizeOf(name, chunks, budget) {
  const sum = compress => [...chunks].reduce((bytes, { code }) => bytes + compress(code).length, 0);
  const brotli = sum(text => brotliCompressSync(text));
  return { name, brotli, gzip: sum(text => gzipSync(text, { level: 9 })), budget, fits: brotli <= budget };
}

/** A chunk and all it imports statically. */
function withImports(chunk, chunks, found = new Set()) {
  if (!chunk || found.has(chunk)) return found;
  found.add(chunk);
  for (const file of chunk.imports)
    withImports(
      chunks.find(({ fileName }) => fileName === file),
      chunks,
      found,
    );
  return found;
}

/** Files of the bundle for plain pages, each once. */
function builtFiles(names, from) {
  const folder = join(from, 'packages/shopcast/cdn');
  const { parts } = JSON.parse(readFileSync(join(folder, 'shopcast.json'), 'utf8'));
  const files = new Set(names.flatMap(name => parts[name] ?? [name]));
  return new Set([...files].map(file => ({ code: readFileSync(join(folder, file)) })));
}

/** The chunks of a page with this code. */
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
      shorterClasses(),
      shorterTemplates(),
      terser(minify),
    ],
    onwarn(warning, warn) {
      if (warning.code === 'MISSING_EXPORT' || warning.code === 'UNRESOLVED_IMPORT') throw new Error(warning.message);
      if (warning.code !== 'EMPTY_BUNDLE' && warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
    },
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output.filter(chunk => chunk.type === 'chunk');
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
  const width = Math.max(
    0,
    ...entries.flatMap(({ name, onDemand }) => [name, ...onDemand.map(part => part.name)]).map(({ length }) => length),
  );
  const kilobytes = bytes => `${(bytes / 1024).toFixed(2).padStart(7)} KB`;
  const counts = { passed: 0, failed: 0 };
  for (const entry of entries) {
    try {
      for (const { name, brotli, gzip, budget, fits } of await measure(entry, from)) {
        counts[fits ? 'passed' : 'failed'] += 1;
        print(`${fits ? '✓' : '✗'} ${name.padEnd(width)} ${kilobytes(brotli)} br ${kilobytes(gzip)} gz  budget ${kilobytes(budget)} br`);
      }
    } catch (error) {
      counts.failed += 1;
      print(`✗ ${entry.name.padEnd(width)} could not be bundled: ${error.message}`);
    }
  }
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endChildrenOnSignal();
  if ((await build()).some(row => row.failed > 0)) console.error('The build has errors (above); measuring what it wrote.');
  const { failed } = await sizes();
  process.exitCode = failed > 0 ? 1 : 0;
}
