/** Starts a shop of examples/ as a service of the tests. */
import { join } from 'node:path';
import { startProgram } from './programs.mjs';
import { root } from './run.mjs';

/**
 * @param {string} folder name in examples/, whose `server.mjs` takes `--port 0`
 * @param {string} variable what tests read the address from
 * @param {{ timeout?: number, file?: string }} [options] `timeout` (milliseconds) covers installing its packages the first time
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void> }>} rejects with the shop's own last words when it ends
 *   before it answers
 */
export async function startExampleShop(folder, variable, { timeout = 600_000, file = join(root, 'examples', folder, 'server.mjs') } = {}) {
  // Installing and seeding take long: what a shop says of them is passed on.
  const hear = line => /^\[[a-z-]+\] /.test(line) && console.log(line);
  const { said, stop } = await startProgram([file, '--port', '0'], { timeout, hear });
  return { env: { [variable]: said.url }, stop: () => stop() };
}
