/** `npm run lint`: eslint, prettier and the arrows between packages. `npm run lint -- core` looks at one part. */
import { pathToFileURL } from 'node:url';
import { endChildrenOnSignal, run } from './lib/run.mjs';
import { check, summary } from './lib/summary.mjs';

/**
 * @param {{ parts?: readonly string[] }} [options] packages, tools, bench or examples; everything unless told
 * @returns {Promise<import('./lib/summary.mjs').Row[]>}
 */
export async function lint({ parts = [] } = {}) {
  const paths = parts.length === 0 ? ['.'] : parts.map(part => (['tools', 'bench', 'examples'].includes(part) ? part : `packages/${part}`));
  const cache = name => ['--cache', '--cache-location', `.cache/${name}`, '--cache-strategy', 'content'];
  const tools = [
    ['eslint', ['--max-warnings=0', ...cache('eslint'), ...paths]],
    ['prettier', ['--check', '--log-level=warn', '--ignore-unknown', ...cache('prettier'), ...paths]],
  ];
  const rows = [];
  for (const [name, args] of tools) {
    const { code, output, seconds } = await run(name, args);
    if (code !== 0) console.log(output.trimEnd());
    rows.push(check(name, code === 0, seconds));
  }
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endChildrenOnSignal();
  const rows = await lint({ parts: process.argv.slice(2) });
  console.log(summary(rows));
  process.exitCode = rows.some(row => row.failed > 0) ? 1 : 0;
}
