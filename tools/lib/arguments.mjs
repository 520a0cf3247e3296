/** The command line of `npm test`. */
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { engines } from './browsers.mjs';
import { root } from './run.mjs';
import { classify } from './test-files.mjs';

/** Folders beside packages/ that hold tests too. */
export const outsidePackages = ['tools', 'bench', 'examples'];

export const usage = `npm test                      everything but the slower runs
npm test -- core live         some packages (or tools, bench, examples)
npm test -- path/x.test.ts    some test files, without lint and sizes
  --browser=NAME              one engine: ${engines.join(', ')}
  --all                       the slower runs too: *.slow.test.ts and services that take long`;

/**
 * @param {readonly string[]} args
 * @param {string} [from] top of the repository
 * @returns {{ parts: string[], files: string[], browser?: string, all: boolean, help: boolean }}
 * @throws {Error} whose message says which argument is wrong and what would be right
 */
export function parseArguments(args, from = root) {
  const parsed = { parts: [], files: [], all: false, help: false };
  for (const arg of args) {
    if (arg === '--help' || arg === '-h') parsed.help = true;
    else if (arg === '--all') parsed.all = true;
    else if (arg.startsWith('--browser=')) {
      const name = arg.slice('--browser='.length);
      if (!engines.includes(name)) throw new Error(`There is no engine "${name}". Known are: ${engines.join(', ')}.`);
      parsed.browser = name;
    } else if (arg.startsWith('-')) throw new Error(`The option "${arg}" is unknown.\n\n${usage}`);
    else addTarget(arg, parsed, from);
  }
  return parsed;
}

function addTarget(arg, parsed, from) {
  const name = arg.replace(/^packages\//, '').replace(/\/$/, '');
  if (
    !name.includes('/') &&
    (existsSync(join(from, 'packages', name, 'package.json')) || (outsidePackages.includes(name) && existsSync(join(from, name))))
  ) {
    parsed.parts.push(name);
    return;
  }
  const path = relative(from, resolve(from, arg)).replaceAll('\\', '/');
  const exists = existsSync(join(from, path));
  if (exists && statSync(join(from, path)).isFile() && classify(path)) parsed.files.push(path);
  else if (exists) throw new Error(`"${arg}" is neither a package nor a test file (x.test.ts).`);
  else throw new Error(`There is no package and no test file "${arg}".\n\n${usage}`);
}
