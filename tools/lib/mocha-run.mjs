/**
 * Runs test files with mocha in this process: `node --import=tsx mocha-run.mjs RESULT FILE...`. Failures are printed, the counts
 * and the failures go to RESULT as JSON. A run that leaves something open (a socket, a timer) fails: a shop page would leak the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import Mocha from 'mocha';

const [resultFile, ...files] = process.argv.slice(2);
const { timeout } = JSON.parse(readFileSync(new URL('../../.mocharc.json', import.meta.url), 'utf8'));
const graceMs = Number(process.env.SHOPCAST_GRACE_MS ?? 10_000);

/** What `npm test` says of each failure once more at its end. */
const failed = [];
const named = test => `${relative('', test.file ?? '')}: ${test.titlePath().join(' > ')}`;

class QuietReporter extends Mocha.reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    runner.on('fail', (test, error) => failed.push({ test: named(test), reason: String(error?.message ?? error) }));
    runner.once('end', () => {
      if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
    });
  }
}

const mocha = new Mocha({ timeout, reporter: QuietReporter, color: false, forbidOnly: process.env.CI === 'true' });
for (const file of files) {
  mocha.files = [resolve(file)];
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    failed.push({ test: file, reason: String(error?.message ?? error) }); // the other files run all the same
    console.error(`\n${file} could not be loaded:\n`, error);
  }
}
const runner = mocha.run(() => {
  const { passes, pending } = runner.stats;
  const report = () => {
    writeFileSync(resultFile, JSON.stringify({ passed: passes, failed: failed.length, pending, failures: failed }));
    process.exitCode = failed.length > 0 ? 1 : 0;
  };
  report();
  setTimeout(() => {
    const reason = `The tests have ended but the process has not. Still open: ${process.getActiveResourcesInfo().join(', ')}`;
    console.error(reason);
    failed.push({ test: 'the process', reason });
    report();
    process.exit();
  }, graceMs).unref();
});
