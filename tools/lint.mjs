/** `npm run lint`: eslint, prettier, lit-analyzer and the arrows between packages. `npm run lint -- core` looks at one part. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outsidePackages } from './lib/arguments.mjs';
import { endChildrenOnSignal, root, run } from './lib/run.mjs';
import { check, summary } from './lib/summary.mjs';

/**
 * @param {{ parts?: readonly string[] }} [options] packages, tools, bench or examples; everything unless told
 * @returns {Promise<import('./lib/summary.mjs').Row[]>}
 */
export async function lint({ parts = [] } = {}) {
  const paths = parts.length === 0 ? ['.'] : parts.map(part => (outsidePackages.includes(part) ? part : `packages/${part}`));
  const cache = name => ['--cache', '--cache-location', `.cache/${name}`, '--cache-strategy', 'content'];
  const templates = ['elements', 'studio'].filter(name => parts.length === 0 || parts.includes(name));
  const litPaths = templates.map(name => `packages/${name}/src`).filter(path => existsSync(join(root, path)));
  const tools = [
    ['eslint', 'eslint', ['--max-warnings=0', ...cache('eslint'), ...paths]],
    ['prettier', 'prettier', ['--check', '--log-level=warn', '--ignore-unknown', ...cache('prettier'), ...paths]],
    ['arrows', 'node', ['tools/arrows.mjs', ...parts]],
  ];
  if (litPaths.length > 0) {
    // Its CSS is older than container queries, and it takes `nothing` of lit for a value.
    const outdated = ['--rules.no-invalid-css', 'off', '--rules.no-incompatible-type-binding', 'off'];
    tools.push(['lit-analyzer', 'lit-analyzer', ['--maxWarnings', '0', '--rules.no-unknown-tag-name', 'error', ...outdated, ...litPaths]]);
  }
  return Promise.all(
    tools.map(async ([name, command, args]) => {
      let { code, output, seconds } = await run(command, args);
      const kept = join(root, '.cache', name);
      if (code !== 0 && args.includes('--cache') && existsSync(kept)) {
        // What is kept goes by the file alone, and rules look at types of others: a complaint may be of another day.
        rmSync(kept);
        const again = await run(command, args);
        ({ code, output } = again);
        seconds += again.seconds;
      }
      if (code !== 0) console.log(output.trimEnd());
      return check(name, code === 0, seconds);
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endChildrenOnSignal();
  const rows = await lint({ parts: process.argv.slice(2) });
  console.log(summary(rows));
  process.exitCode = rows.some(row => row.failed > 0) ? 1 : 0;
}
