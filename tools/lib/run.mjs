/** Starting other programs: one place that knows the path, collects output and leaves no child behind. */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The top of the repository, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const windows = process.platform === 'win32';
const children = new Set();

/** The environment of every child: tools of node_modules (a current Node among them) come first. */
export function childEnv(extra = {}) {
  const { FORCE_COLOR, ...env } = process.env; // our own logs are read as text
  return { ...env, PATH: join(root, 'node_modules/.bin') + delimiter + (env.PATH ?? ''), NO_COLOR: '1', ...extra };
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string, live?: boolean, timeout?: number }} [options] `live` passes the output
 *   through as it comes; `timeout` (milliseconds, ten minutes unless told) ends a child that hangs.
 * @returns {Promise<{ code: number, output: string, seconds: number }>} `code` is 127 when the program could not be started.
 */
export function run(command, args, { env, cwd = root, live = false, timeout = 600_000 } = {}) {
  const started = Date.now();
  return new Promise(resolve => {
    // Its own process group, so that grandchildren (browsers, esbuild) end with it.
    const child = spawn(command, args, { cwd, env: childEnv(env), detached: !windows, shell: windows, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = chunk => {
      output += chunk;
      if (live) process.stdout.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    children.add(child);
    const timer = setTimeout(() => {
      collect(`\n${command} was stopped: it ran longer than ${timeout / 1000} s.\n`);
      endGroup(child, 'SIGKILL');
    }, timeout);
    const done = code => {
      clearTimeout(timer);
      children.delete(child);
      resolve({ code, output, seconds: (Date.now() - started) / 1000 });
    };
    child.on('error', error => {
      collect(`${error.message}\n`);
      done(127);
    });
    // What the child itself left behind would keep its pipes open, and us waiting.
    child.on('exit', () => endGroup(child, 'SIGKILL'));
    child.on('close', (code, signal) => done(code ?? (signal ? 1 : 0)));
  });
}

function endGroup(child, signal) {
  if (!child.pid) return;
  try {
    if (windows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // already gone
  }
}

/** Ends every child still running, now. */
export function endChildren() {
  for (const child of children) endGroup(child, 'SIGKILL');
  children.clear();
}

/** Makes Ctrl-C, a kill and a closed terminal end the children first. `before` may stop more (services). */
export function endChildrenOnSignal(before = async () => {}) {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ]) {
    process.once(signal, async () => {
      await Promise.race([before(), delay(10_000)]);
      endChildren();
      process.exit(128 + number);
    });
  }
  process.on('exit', endChildren);
}
