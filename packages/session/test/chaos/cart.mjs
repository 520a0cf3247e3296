/** `npm run chaos -- cart`: the fault matrix of the cart engine at full length, as figures for docs/reliability.md. */
import { matrixFaults, matrixOperations, runFaultMatrix } from '../../src/cart/testing/fault-matrix.ts';
import { matrixShops } from '../../src/cart/testing/matrix-shops.ts';

const wanted = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 20_260_403);
if (!(wanted >= 1) || !Number.isSafeInteger(seed)) throw new Error('Usage: npm run chaos -- cart [OPERATIONS] [SEED]');

const cells = matrixFaults.length * matrixOperations.length * matrixShops.length;
const repeat = Math.ceil(wanted / cells);
const started = Date.now();
const all = await Promise.all(matrixShops.map((shop, at) => runFaultMatrix(shop, repeat, seed + at)));
for (const figures of all) console.log(JSON.stringify({ chaos: 'cart', seed, ...figures }));
const sum = name => all.reduce((total, figures) => total + figures[name], 0);
console.log(
  `${sum('operations')} operations in ${all.length} shops, ${sum('faults')} faults met, ${((Date.now() - started) / 1000).toFixed(0)} s: ` +
    `${sum('doubled')} doubled, ${sum('lost')} lost, ${sum('different')} shown wrong, ${sum('failed')} failed and told so. ` +
    `Control: ${sum('naiveDoubled')} of ${sum('naiveAdds')} naive adds doubled.`,
);
if (sum('doubled') + sum('lost') + sum('different') > 0 || all.some(figures => figures.naiveDoubled === 0)) process.exitCode = 1;
