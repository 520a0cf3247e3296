/** Fills the database at DATABASE_URL, in a process of its own: Medusa starts once in each. */
import { products, promotions } from '../../table-goods/catalogue.mjs';
import { sellGoods } from './goods.mjs';
import { seed } from './seed.mjs';
import { loadMedusa } from './start.mjs';

const { container, shutdown } = await loadMedusa();
await seed(container);
await sellGoods(container, { products, promotions });
await shutdown();
process.exit(0);
