/**
 * `npm test`: one command that proves the project on a bare machine. Installs what is missing, then lint, types, build, Node
 * tests, browser tests in three engines, docs and sizes. Quiet where all is well, the whole output of what failed, and a table
 * whose last line is `N passed, N failed`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArguments, usage } from './lib/arguments.mjs';
import { engines } from './lib/browsers.mjs';
import { rerunUnderCurrentNode } from './lib/current-node.mjs';
import { installBrowsers, installPackages } from './lib/install.mjs';
import { endChildrenOnSignal, root } from './lib/run.mjs';
import { check, summary } from './lib/summary.mjs';
import { findTests } from './lib/test-files.mjs';

await main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});

async function main() {
  const options = parseArguments(process.argv.slice(2));
  if (options.help) return void console.log(usage);
  await installPackages();
  if (rerunUnderCurrentNode(fileURLToPath(import.meta.url))) return;
  mkdirSync(join(root, '.cache'), { recursive: true });
  const rows = await runStages(options);
  console.log(`\n${summary(rows)}`);
  process.exitCode = rows.some(row => row.failed > 0) || rows.every(row => row.passed === 0) ? 1 : 0;
}

async function runStages(options) {
  // Loaded only now: before, the packages they import may not have been there.
  const [{ lint }, { build }, { nodeTests, browserTests }, { startServices }] = await Promise.all([
    import('./lint.mjs'),
    import('./build.mjs'),
    import('./lib/run-tests.mjs'),
    import('./services.mjs'),
  ]);
  const { parts, files, all, browser } = options;
  const tests = chooseTests(options);
  const wanted = browser ? [browser] : [...engines];
  const rows = [];
  const say = name => console.log(`${name} ...`);

  let stopServices = async () => {};
  endChildrenOnSignal(() => stopServices());

  const browserFiles = tests.filter(test => test.browser);
  let missing = [];
  if (browserFiles.length > 0) {
    const installed = await installBrowsers(wanted, !browser);
    missing = installed.missing;
    if (installed.problem) rows.push(check('install', false, 0, installed.problem));
  }

  if (files.length === 0) {
    say('Lint');
    rows.push(...(await lint({ parts })));
  }
  say('Types and build');
  rows.push(...(await build({ parts, files })));

  const nodeFiles = tests.filter(test => test.node);
  if (nodeFiles.length > 0) {
    const names = [...new Set(nodeFiles.flatMap(test => test.service ?? []))];
    const started = await startServices(names, { all });
    stopServices = started.stop;
    for (const [name, { reason, required }] of started.reasons) {
      console.log(`Service ${name}: not running, ${reason}`);
      rows.push({ name: `service ${name}`, passed: 0, failed: required ? 1 : 0, seconds: 0, note: `its tests were left out: ${reason}` });
    }
    const runnable = nodeFiles.filter(test => !test.service || !started.reasons.has(test.service));
    if (runnable.length > 0) {
      say('Node tests');
      rows.push(await nodeTests(runnable, started.env));
    }
    await started.stop();
  }

  if (browserFiles.length > 0) {
    for (const engine of wanted) {
      if (missing.includes(engine)) {
        rows.push({ name: engine, passed: 0, failed: 0, seconds: 0, note: 'not installed here' });
        continue;
      }
      say(`Browser tests in ${engine}`);
      rows.push(await browserTests(engine, browserFiles));
    }
  }

  if (files.length === 0) {
    const { checks } = await import('./lib/checks.mjs');
    rows.push(...(await checks({ parts, say })));
  }
  return rows;
}

/** The test files that these options ask for. A file that was named runs even when it is slow. */
function chooseTests({ parts, files, all }) {
  const tests = findTests();
  if (parts.length === 0 && files.length === 0) return tests.filter(test => all || !test.slow);
  return tests.filter(test => files.includes(test.path) || (parts.includes(test.part) && (all || !test.slow)));
}
