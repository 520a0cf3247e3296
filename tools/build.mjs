/**
 * `npm run build`: type-checks everything, writes the dist folder of each package, then the bundles for plain pages. Nothing is done
 * twice: `tsc --build` knows what changed, and the bundles are made again only when a built file or their configuration did.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkEditorData } from './editor-data.mjs';
import { endChildrenOnSignal, root, run } from './lib/run.mjs';
import { check, summary } from './lib/summary.mjs';

const snippet = join(root, 'packages/shopcast/cdn/snippet.html');

/**
 * @param {{ parts?: readonly string[], files?: readonly string[], shipped?: boolean }} [options] only these packages or test files, with
 *   what they import; everything unless told. `shipped`: all that people install, without looking at tests
 * @returns {Promise<import('./lib/summary.mjs').Row[]>}
 */
export async function build({ parts = [], files = [], shipped = false } = {}) {
  removeOrphans();
  mkdirSync(join(root, '.cache'), { recursive: true });
  // Examples and benches use what is built of every package.
  const useAll = [...parts, ...files].some(path => ['examples', 'bench'].includes(path.split('/')[0]));
  if (!useAll && (parts.length > 0 || files.length > 0)) return buildPart(parts, files);
  const rows = [row('types', await run('tsc', ['--build', ...(shipped ? ['packages/shopcast', 'packages/server'] : [])]))];
  if (rows[0].passed && existsSync(join(root, 'rollup.config.mjs'))) rows.push(...(await bundles()));
  return rows;
}

/** Builds some packages, then checks the types of their tests, or of some test files. */
async function buildPart(parts, files) {
  const projects = parts.map(part => `packages/${part}`).filter(path => existsSync(join(root, path, 'tsconfig.json')));
  // The tests of what people install are about its bundle.
  const isBundled = [...projects, ...files].some(path => path.startsWith('packages/shopcast'));
  if (isBundled && !projects.includes('packages/shopcast')) projects.push('packages/shopcast');
  const tests = [...projects.map(path => `${path}/src/**/*.test.ts`), ...files.filter(file => file.endsWith('.ts'))];
  if (tests.length === 0) return [];
  if (projects.length > 0) {
    const built = row('types', await run('tsc', ['--build', ...projects]));
    if (built.failed || globSync(tests, { cwd: root }).length === 0) return [built];
    if (isBundled) {
      const bundled = await bundles();
      if (bundled.some(({ failed }) => failed)) return bundled;
    }
  }
  return [row('types', await run('tsc', ['--project', testProject(tests)]))];
}

/** Writes a project for these tests; what they import comes in as source. */
function testProject(include) {
  const name = createHash('sha256').update(include.join()).digest('hex').slice(0, 12);
  const config = join(root, `.cache/tsconfig.${name}.json`);
  const compilerOptions = { tsBuildInfoFile: `./${name}.tsbuildinfo` };
  // What modules without types of their own look like stands in declaration files, which nothing imports.
  const files = [...include, 'packages/elements/src/*/*.d.ts'].map(path => `../${path}`);
  writeFileSync(config, JSON.stringify({ extends: '../tsconfig.test.json', compilerOptions, include: files }));
  return config;
}

async function bundles() {
  const stamp = join(root, '.cache/bundles');
  const hash = createHash('sha256');
  for (const path of [
    'rollup.config.mjs',
    'tools/lib/cdn.mjs',
    'tools/lib/shorter-classes.mjs',
    'tools/lib/shorter-templates.mjs',
    'package-lock.json',
    ...globSync('packages/*/dist/**/*.js', { cwd: root }).sort(),
  ]) {
    hash.update(path).update(readFileSync(join(root, path)));
  }
  const inputs = hash.digest('hex');
  const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs && globSync('packages/*/cdn', { cwd: root }).length > 0;
  if (current) return [check('bundles', true, 0, 'unchanged')];
  const bundled = row('bundles', await run('rollup', ['--config', '--silent']));
  await checkEditorData(); // what is old is told by the checks
  if (bundled.passed) writeFileSync(stamp, inputs);
  return [bundled];
}

/** Removes built files whose source is gone, which `tsc --build` leaves behind: they would be shipped. */
function removeOrphans() {
  for (const path of globSync('packages/*/dist/**/*.{js,js.map,d.ts,d.ts.map}', { cwd: root })) {
    const source = path.replace(/([\\/])dist([\\/])/, '$1src$2').replace(/\.(?:d\.ts|js)(?:\.map)?$/, '');
    if (!existsSync(join(root, `${source}.ts`)) && !existsSync(join(root, `${source}.tsx`))) rmSync(join(root, path));
  }
}

function row(name, { code, output, seconds }) {
  if (code !== 0) console.log(output.trimEnd());
  return check(name, code === 0, seconds);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endChildrenOnSignal();
  const rows = await build();
  console.log(summary(rows));
  if (existsSync(snippet))
    console.log(`\nFor a page (${relative(root, snippet)}):\n\n${readFileSync(snippet, 'utf8').split('\n<!-- If')[0]}`);
  process.exitCode = rows.some(({ failed }) => failed > 0) ? 1 : 0;
}
