import { runFaultMatrix } from '/work/main/packages/session/src/cart/testing/fault-matrix.js';
import { matrixShops } from '/work/main/packages/session/src/cart/testing/matrix-shops.js';
for (const [at, shop] of matrixShops.filter(s => s.name.startsWith('woo')).entries()) console.log(JSON.stringify(await runFaultMatrix(shop, 20, 4_000 + at)));
