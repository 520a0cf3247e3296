/** Starts a shop of examples/ as a service of the tests: a program of its own that prints a line of JSON when it answers. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { childEnv, root } from './run.mjs';

/**
 * @param {string} folder name in examples/, whose `server.mjs` takes `--port 0`
 * @param {string} variable what tests read the address from
 * @param {{ timeout?: number, file?: string }} [options] `timeout` (milliseconds) covers installing its packages the first time
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void> }>} rejects with the shop's own last words when it ends
 *   before it answers
 */
export async function startExampleShop(folder, variable, { timeout = 600_000, file = join(root, 'examples', folder, 'server.mjs') } = {}) {
  const child = spawn('node', [file, '--port', '0'], { env: childEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', chunk => {
    words = (words + chunk).slice(-20_000);
    if (/^\[[a-z-]+\] /.test(chunk)) process.stdout.write(chunk); // installing and seeding take long: say so
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
  };
  let timer;
  try {
    const line = await Promise.race([
      new Promise((resolve, reject) => child.once('error', reject) && createInterface(child.stdout).once('line', resolve)),
      ended.then(code => Promise.reject(new Error(lastWords(words) ?? `it ended with ${code}`))),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`it did not answer within ${timeout / 1000} s`)), timeout);
      }),
    ]);
    return { env: { [variable]: JSON.parse(line).url }, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The message of the error a program ended with, or the last thing it said. */
function lastWords(words) {
  const lines = words.split('\n').filter(line => line.trim());
  return lines.findLast(line => /^\w*Error: /.test(line))?.replace(/^\w*Error: /, '') ?? lines.at(-1);
}
