/**
 * `npm run bench -- NAME`: measures the built packages against named peers; see bench/harness.mjs. Without a name it lists what
 * there is. Peers are installed in bench/ when a bench first runs.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { installPackages } from './lib/install.mjs';
import { endChildrenOnSignal, root, run } from './lib/run.mjs';

const folder = join(root, 'bench');

/** Names of all benches: bench/NAME.mjs or bench/NAME/NAME.mjs. */
function benches() {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter(entry => entry.isFile() && /^[a-z][a-z0-9-]*\.mjs$/.test(entry.name) && entry.name !== 'harness.mjs');
  const folders = entries.filter(entry => entry.isDirectory() && existsSync(join(folder, entry.name, `${entry.name}.mjs`)));
  return [
    ...files.map(entry => [entry.name.slice(0, -'.mjs'.length), entry.name]),
    ...folders.map(entry => [entry.name, `${entry.name}/${entry.name}.mjs`]),
  ];
}

async function main([name, ...rest]) {
  const known = new Map(benches());
  if (!name) return void console.log(`Benches: ${[...known.keys()].join(', ') || 'none yet'}. Run one with: npm run bench -- NAME`);
  const file = known.get(name);
  if (!file) throw new Error(`There is no bench "${name}". Known are: ${[...known.keys()].join(', ') || 'none yet'}.`);
  endChildrenOnSignal();
  await installPackages();
  await installPackages(folder);
  if ((await build()).some(row => row.failed > 0)) console.error('The build has errors (above); measuring what it wrote.');
  const { code } = await run('node', ['--expose-gc', join(folder, file), ...rest], {
    live: true,
    timeout: 3_600_000,
    env: { NODE_ENV: 'production' },
  });
  process.exitCode = code;
}

await main(process.argv.slice(2)).catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
