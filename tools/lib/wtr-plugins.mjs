/** Plugins and the reporter of web-test-runner.config.mjs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** Serves the worker of msw where it must be: at the top. */
export function mswWorker() {
  const body = readFileSync(`${root}/node_modules/msw/lib/mockServiceWorker.js`, 'utf8');
  return { name: 'msw-worker', serve: context => (context.path === '/mockServiceWorker.js' ? { body, type: 'js' } : undefined) };
}

const prefix = '/__bundled__/';

/**
 * Serves some packages as one ES module each: those that are CommonJS only, which browsers cannot load, and those of hundreds
 * of files, which load slowly. Each is bundled when first asked for, once.
 * @param {readonly string[]} packages names; paths below a package count too
 */
export function bundled(packages) {
  const made = new Map();
  const matches = source => packages.some(name => source === name || source.startsWith(`${name}/`));
  return {
    name: 'bundled',
    resolveImport: ({ source }) => (matches(source) ? `${prefix}${source}.js` : undefined),
    async serve(context) {
      if (!context.path.startsWith(prefix)) return undefined;
      const source = context.path.slice(prefix.length, -'.js'.length);
      if (!made.has(source)) made.set(source, bundle(source));
      return { body: await made.get(source), type: 'js' };
    },
  };
}

async function bundle(source) {
  const { metafile, outputFiles } = await bundleCode(`export * from '${source}';`, source);
  const entry = Object.values(metafile.outputs)[0];
  // A CommonJS package has no named exports that `export *` could find: hand over the object itself.
  if (entry.exports.length > 0) return withDefault(source, outputFiles[0].text);
  const whole = await bundleCode(`import * as all from '${source}'; export default all.default ?? all;`, source);
  return whole.outputFiles[0].text;
}

async function withDefault(source, text) {
  try {
    const { outputFiles } = await bundleCode(`export * from '${source}'; export { default } from '${source}';`, source);
    return outputFiles[0].text;
  } catch {
    return text; // it has no default export
  }
}

const bundleCode = (contents, source) =>
  build({
    stdin: { contents, resolveDir: root, sourcefile: `${source}.js` },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"development"', global: 'globalThis' },
    metafile: true,
    write: false,
    logLevel: 'silent',
  });

/**
 * Writes the counts of a run as JSON: `{ browsers: { name: { passed, failed, pending, broken, failures } } }`. A file that could
 * not run at all counts as one failure, and as broken.
 * @param {string} file where to
 */
export function countingReporter(file) {
  return {
    onTestRunFinished({ sessions }) {
      const browsers = {};
      for (const session of sessions) {
        const counts = (browsers[session.browser.name] ??= { passed: 0, failed: 0, pending: 0, broken: 0, failures: [] });
        const before = counts.failed;
        const path = relative(root, session.testFile);
        if (session.testResults) count(session.testResults, counts, [path]);
        if (!session.passed && counts.failed === before) {
          counts.failed += 1;
          counts.broken += 1;
          counts.failures.push({ test: path, reason: session.errors[0]?.message ?? 'It could not run.' });
        }
      }
      writeFileSync(file, JSON.stringify({ browsers }));
    },
  };
}

function count(suite, counts, path) {
  for (const test of suite.tests) {
    const outcome = test.skipped ? 'pending' : test.passed ? 'passed' : 'failed';
    counts[outcome] += 1;
    if (outcome === 'failed') counts.failures.push({ test: [...path, test.name].join(' > '), reason: test.error?.message ?? '' });
  }
  for (const inner of suite.suites) count(inner, counts, [...path, inner.name]);
}
