/**
 * `npm run chaos -- cart [OPERATIONS] [SEED]`: the fault matrix of the cart engine at full length, as figures for docs/reliability.md. First the
 * shops in this process, then the live ones of examples/, one after the other, for they answer in real time.
 */
import { startServices } from '../../../../tools/services.mjs';
import { matrixFaults, matrixOperations, runFaultMatrix } from '../../src/cart/testing/fault-matrix.ts';
import { medusaMatrixShop, vendureMatrixShop } from '../../src/cart/testing/live-matrix-shops.ts';
import { matrixShops } from '../../src/cart/testing/matrix-shops.ts';

const wanted = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 20_260_403);
if (!(wanted >= 1) || !Number.isSafeInteger(seed)) throw new Error('Usage: npm run chaos -- cart [OPERATIONS] [SEED]');

/** How often a live shop meets every fault: one operation takes it about a second. */
const liveRounds = wanted < 10_000 ? 1 : 2;
const cells = matrixFaults.length * matrixOperations.length;
const rounds = Math.ceil(wanted / cells / matrixShops.length);
const started = Date.now();
const all = [];
const report = figures => {
  all.push(figures);
  console.log(JSON.stringify({ chaos: 'cart', seed, ...figures }));
};

for (const figures of await Promise.all(matrixShops.map((shop, at) => runFaultMatrix(shop, rounds, seed + at)))) report(figures);

const services = await startServices(['vendure', 'medusa'], { all: true });
try {
  const { SHOPCAST_VENDURE_URL: vendure, SHOPCAST_MEDUSA_URL: medusa } = services.env;
  const live = [...(vendure ? [() => vendureMatrixShop(vendure)] : []), ...(medusa ? [() => medusaMatrixShop(medusa)] : [])];
  for (const [at, measured] of live.entries()) report(await runFaultMatrix(await measured(), liveRounds, seed + matrixShops.length + at));
} finally {
  await services.stop();
}
for (const [name, { reason, required }] of services.reasons) {
  console.log(`Without ${name}: ${reason}.`);
  if (required) process.exitCode = 1;
}

const sum = name => all.reduce((total, figures) => total + figures[name], 0);
console.log(
  `${sum('operations')} operations in ${all.length} shops, ${sum('faults')} faults met, ${((Date.now() - started) / 1000).toFixed(0)} s: ` +
    `${sum('doubled')} doubled, ${sum('lost')} lost, ${sum('different')} shown wrong, ${sum('failed')} failed and told so. ` +
    `Control: ${sum('naiveDoubled')} of ${sum('naiveAdds')} naive adds doubled.`,
);
if (sum('doubled') + sum('lost') + sum('different') > 0 || all.some(figures => figures.naiveDoubled === 0)) process.exitCode = 1;
