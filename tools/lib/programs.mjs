/** Programs of examples/ and packages/ run beside us: each says in a line of its output where it answers, and ends on SIGTERM. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnv, root } from './run.mjs';

const children = new Set();
// However we end, they end.
process.on('exit', () => children.forEach(child => child.kill()));

/**
 * @typedef {object} Program
 * @property {Record<string, any>} said what it said when it was ready, its `url` above all
 * @property {Promise<string>} ended resolves when it has ended, with its last words
 * @property {(signal?: NodeJS.Signals) => Promise<void>} stop resolves when it has ended; SIGTERM unless told, and SIGKILL 15 s later
 */

/**
 * @param {readonly string[]} args of Node
 * @param {object} [options]
 * @param {Record<string, string>} [options.env]
 * @param {(line: string) => Record<string, any> | undefined} [options.ready] what a line of its output says of being ready: a line of
 *   JSON with a `url` unless told
 * @param {(line: string) => void} [options.hear] every other line of its output and of its errors
 * @param {boolean} [options.apart] in a process group of its own, so that Ctrl-C in a terminal reaches whoever started it, and not it
 * @param {number} [options.timeout] milliseconds until it must be ready; the default covers installing packages the first time
 * @returns {Promise<Program>}
 * @throws {Error} with its own last words when it ends, or says nothing, before it is ready
 */
export async function startProgram(args, { env = {}, ready = readJson, hear = () => {}, apart = false, timeout = 600_000 } = {}) {
  const child = spawn('node', args, {
    cwd: root,
    env: childEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: apart && process.platform !== 'win32',
  });
  children.add(child);
  const words = [];
  const listen = line => {
    if (line.trim() === '') return;
    words.push(line);
    if (words.length > 200) words.shift();
    hear(line);
  };
  createInterface(child.stderr).on('line', listen);
  const answers = new Promise(resolve =>
    createInterface(child.stdout).on('line', line => {
      const said = ready(line);
      if (said) resolve(said);
      else listen(line);
    }),
  );
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('close', (code, signal) => {
      children.delete(child);
      resolve(lastWords(words) ?? `it ended with ${signal ?? code}`);
    });
  });
  const stop = async (signal = 'SIGTERM') => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
  };
  let timer;
  try {
    const said = await Promise.race([
      answers,
      ended.then(last => Promise.reject(new Error(last))),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`it did not answer within ${timeout / 1000} s`)), timeout);
      }),
    ]);
    return { said, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function readJson(line) {
  try {
    const said = JSON.parse(line);
    return typeof said?.url === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}

/** The message of the error a program ended with, or the last thing it said. */
function lastWords(lines) {
  return lines.findLast(line => /^\w*Error: /.test(line))?.replace(/^\w*Error: /, '') ?? lines.at(-1);
}
