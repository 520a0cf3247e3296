/** The two test runners, mocha in Node and @web/test-runner in browsers, each giving one row of the summary. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

/**
 * @param {readonly import('./test-files.mjs').TestFile[]} tests
 * @param {Record<string, string>} env addresses of services
 * @returns {Promise<import('./summary.mjs').Row>}
 */
export function nodeTests(tests, env) {
  return withFolder(async folder => {
    const result = join(folder, 'result.json');
    const runner = join(root, 'tools/lib/mocha-run.mjs');
    // With require() the static imports of a test and the dynamic ones of the code under test would each get modules of their own.
    const args = [
      '--import=tsx',
      '--conditions=@shopcast/source',
      '--no-experimental-require-module',
      runner,
      result,
      ...tests.map(test => test.path),
    ];
    const { code, output, seconds } = await run('node', args, { env, timeout: 1_800_000 });
    return row('node', { code, output, seconds, counts: readJson(result) });
  });
}

/**
 * @param {'chrome' | 'firefox' | 'webkit'} engine
 * @param {readonly import('./test-files.mjs').TestFile[]} tests
 * @returns {Promise<import('./summary.mjs').Row>}
 */
export function browserTests(engine, tests) {
  return withFolder(async folder => {
    const files = join(folder, 'files.json');
    const result = join(folder, 'result.json');
    writeFileSync(files, JSON.stringify(tests.map(test => test.path)));
    const env = { SHOPCAST_BROWSERS: engine, SHOPCAST_TEST_FILES: files, SHOPCAST_RESULTS: result };
    const attempt = () => run('wtr', ['--static-logging'], { env, timeout: 1_800_000 });
    let { code, output, seconds } = await attempt();
    let counts = Object.values(readJson(result)?.browsers ?? {})[0];
    if (code !== 0 && ranNothing(counts)) {
      const said = output.trim().split('\n').slice(-8).join('\n');
      console.log(`${engine} ran no test in ${seconds.toFixed(0)} s, trying once more ...\n${said}`);
      rmSync(result, { force: true });
      const first = { output, seconds };
      ({ code, output, seconds } = await attempt());
      counts = Object.values(readJson(result)?.browsers ?? {})[0];
      if (code !== 0) output = `${first.output}\n--- second try ---\n${output}`;
      seconds += first.seconds;
    }
    return row(engine, { code, output, seconds, counts });
  });
}

/** No test said anything: the browser, not a test, is what failed. */
const ranNothing = counts => !counts || counts.passed + counts.failed - counts.broken === 0;

/** A runner that crashed, or that ran no test at all, counts as one failure: silence is no proof. */
function row(name, { code, output, seconds, counts }) {
  const { passed = 0, failed = 0, pending = 0, failures = [] } = counts ?? {};
  const empty = passed + failed === 0;
  const crashed = code !== 0 && failed === 0;
  if (code !== 0 || empty) console.log(output.trimEnd());
  const note = empty ? 'no test ran' : crashed ? `the runner ended with ${code}` : undefined;
  return { name, passed, failed: failed + (crashed || empty ? 1 : 0), pending, failures, seconds, ...(note ? { note } : {}) };
}

async function withFolder(use) {
  const folder = mkdtempSync(join(root, '.cache/run-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
