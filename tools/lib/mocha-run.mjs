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
for (const file of files) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
const runner = mocha.run(failures => {
  const { passes, pending } = runner.stats;
  writeFileSync(resultFile, JSON.stringify({ passed: passes, failed: failures, pending }));
  process.exitCode = failures > 0 ? 1 : 0;
  setTimeout(() => {
    console.error(`The tests have ended but the process has not. Still open: ${process.getActiveResourcesInfo().join(', ')}`);
    writeFileSync(resultFile, JSON.stringify({ passed: passes, failed: failures + 1, pending }));
    process.exit(1);
  }, graceMs).unref();
});
