/**
 * Runs test files with mocha in this process: `node --import=tsx mocha-run.mjs RESULT FILE...`. Failures are printed, the counts
 * go to RESULT as JSON. A run that leaves something open (a socket, a timer) fails: a shop page would leak the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Mocha from 'mocha';

const [resultFile, ...files] = process.argv.slice(2);
const { timeout } = JSON.parse(readFileSync(new URL('../../.mocharc.json', import.meta.url), 'utf8'));
const graceMs = Number(process.env.SHOPCAST_GRACE_MS ?? 10_000);

class QuietReporter extends Mocha.reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
    });
  }
}

const mocha = new Mocha({ timeout, reporter: QuietReporter, color: false, forbidOnly: process.env.CI === 'true' });
let broken = 0;
for (const file of files) {
  mocha.files = [resolve(file)];
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    broken += 1; // counts as one failure, and the other files run all the same
    console.error(`\n${file} could not be loaded:\n`, error);
  }
}
const runner = mocha.run(failures => {
  const { passes, pending } = runner.stats;
  const report = failed => {
    writeFileSync(resultFile, JSON.stringify({ passed: passes, failed, pending }));
    process.exitCode = failed > 0 ? 1 : 0;
  };
  report(failures + broken);
  setTimeout(() => {
    console.error(`The tests have ended but the process has not. Still open: ${process.getActiveResourcesInfo().join(', ')}`);
    report(failures + broken + 1);
    process.exit();
  }, graceMs).unref();
});
