/**
 * `npm run chaos -- NAME`: runs what the tests do in small at full length, with faults, and prints the figures of
 * docs/reliability.md. Without a name it lists what there is.
 */
import { join } from 'node:path';
import { installPackages } from './lib/install.mjs';
import { endChildrenOnSignal, root, run } from './lib/run.mjs';

/** Programs by name. Each takes its own arguments, prints its figures, and ends with an error when one is wrong. */
const programs = {
  cart: 'packages/session/test/chaos/cart.mjs',
  'server-kill': 'packages/server/test/chaos/server-kill.mjs',
  cuts: 'packages/server/test/chaos/cuts.mjs',
  flood: 'packages/server/test/chaos/flood.mjs',
  xss: 'packages/elements/test/xss/xss.mjs',
  heap: 'tools/heap.mjs',
};

const [name, ...rest] = process.argv.slice(2);
const names = Object.keys(programs).join(', ');
if (!name) console.log(`Run one with: npm run chaos -- NAME. Known are: ${names}.`);
else if (!Object.hasOwn(programs, name)) {
  console.error(`There is no "${name}". Known are: ${names}.`);
  process.exitCode = 1;
} else {
  endChildrenOnSignal();
  await installPackages();
  const { code } = await run('node', ['--import', 'tsx', '--conditions=@shopcast/source', join(root, programs[name]), ...rest], {
    live: true,
    timeout: 3_600_000,
  });
  process.exitCode = code;
}
