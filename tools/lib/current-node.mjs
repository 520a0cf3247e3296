/** The Node that runs our commands: the one in node_modules where the installed one is too old. Uses nothing but Node itself. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnv, root } from './run.mjs';

const oldestNode = [22, 13];

/**
 * Runs a command of ours again under a current Node when this one is too old, and takes over its exit code.
 * @param {string} script absolute path of the command
 * @returns {boolean} whether it was run again, so that the caller has nothing left to do
 * @throws {Error} when there is no current Node
 */
export function rerunUnderCurrentNode(script) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return false;
  const node = join(root, 'node_modules/.bin/node');
  if (!existsSync(node)) throw new Error(`Node ${process.versions.node} is too old; ${oldestNode.join('.')} or newer is needed.`);
  const { status } = spawnSync(node, [script, ...process.argv.slice(2)], { stdio: 'inherit', env: childEnv() });
  process.exitCode = status ?? 1;
  return true;
}
