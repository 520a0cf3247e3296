/**
 * `npm run build`: type-checks everything and writes the dist folder of each package, then the bundles for plain pages. Does nothing twice:
 * `tsc --build` knows what changed, and the bundles are made again only when a file under a dist did.
 */
import { pathToFileURL } from 'node:url';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endChildrenOnSignal, root, run } from './lib/run.mjs';
import { check, summary } from './lib/summary.mjs';

/**
 * @param {{ parts?: readonly string[], files?: readonly string[] }} [options] only these packages or test files, with what they
 *   import; everything unless told
 * @returns {Promise<import('./lib/summary.mjs').Row[]>}
 */
export async function build({ parts = [], files = [] } = {}) {
  const whole = parts.length === 0 && files.length === 0;
  const sources = [...parts.map(part => `packages/${part}/src`), ...files.filter(file => file.endsWith('.ts'))].filter(path =>
    existsSync(join(root, path)),
  );
  if (!whole && sources.length === 0) return [];
  const types = await run('tsc', whole ? ['--build'] : ['--project', partConfig(sources)]);
  if (types.code !== 0) console.log(types.output.trimEnd());
  const rows = [check('types', types.code === 0, types.seconds)];
  if (!whole) return rows;
  if (types.code === 0 && existsSync(join(root, 'rollup.config.mjs'))) {
    const bundles = await run('rollup', ['--config', '--silent']);
    if (bundles.code !== 0) console.log(bundles.output.trimEnd());
    rows.push(check('bundles', bundles.code === 0, bundles.seconds));
  }
  return rows;
}

/** Writes a project that holds some packages or test files; what they import comes in as source. */
function partConfig(paths) {
  const name = paths
    .join('-')
    .replace(/[^a-z0-9-]+/gi, '-')
    .slice(-80);
  const config = join(root, `.cache/tsconfig.${name}.json`);
  const compilerOptions = { tsBuildInfoFile: `./${name}.tsbuildinfo` };
  writeFileSync(config, JSON.stringify({ extends: '../tsconfig.test.json', compilerOptions, include: paths.map(path => `../${path}`) }));
  return config;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endChildrenOnSignal();
  const rows = await build();
  console.log(summary(rows));
  process.exitCode = rows.some(row => row.failed > 0) ? 1 : 0;
}
