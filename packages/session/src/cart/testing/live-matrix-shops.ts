import type { ConformanceShop } from '@shopcast/testing';
import { createFaultProxy } from '@shopcast/testing/fault-proxy';
import { medusaExample, vendureExample } from '@shopcast/testing/live-shops';
import { insist } from './fault-matrix.js';
import type { MatrixShop } from './matrix-shops.js';

/** The shop of examples/vendure-shop, which runs at `url`, behind the fault proxy. One at a time: it is reset when it is opened and in the end. */
export function vendureMatrixShop(url: string): Promise<MatrixShop> {
  const { conformanceShop, control } = vendureExample(url);
  return behindProxy('vendure, live', url, {
    open: (proxy, timeoutMs) => conformanceShop({ url: `${proxy}/shop-api`, timeoutMs }),
    reset: () => control('reset'),
  });
}

/** The shop of examples/medusa-shop, which runs at `url`, behind the fault proxy. One at a time: it is reset when it is opened and in the end. */
export function medusaMatrixShop(url: string): Promise<MatrixShop> {
  const { conformanceShop, control } = medusaExample(url);
  return behindProxy('medusa, live', url, {
    open: (proxy, timeoutMs) => conformanceShop({ url: proxy, timeoutMs }),
    reset: () => control('reset'),
  });
}

interface LiveShop {
  readonly open: (url: string, timeoutMs: number) => Promise<ConformanceShop>;
  readonly reset: () => Promise<unknown>;
}

async function behindProxy(name: string, target: string, { open, reset }: LiveShop): Promise<MatrixShop> {
  // A program of its own takes as long as it takes, the more so beside others: what counts as late is measured.
  const unharmed = await open(target, 60_000);
  const timeoutMs = Math.ceil(Math.max(300, 4 * (await slowest(unharmed))));
  await unharmed.dispose();
  // A request that was given up may arrive a little later here, as it does outside.
  const times = { retryAfter: '0.05', slowMs: timeoutMs * 1.5, timeoutMs, settleMs: [0, timeoutMs / 2, timeoutMs] };
  return {
    name,
    times,
    async open(plan) {
      const proxy = await createFaultProxy({ target, plan, ...times });
      const shop = await open(proxy.url, timeoutMs);
      return {
        ...shop,
        async dispose() {
          await shop.dispose();
          await proxy.close();
          await reset();
        },
      };
    },
  };
}

/** The longest of a few calls once the shop is awake, ms. */
async function slowest({ adapter, refs: { plain = '' } }: ConformanceShop): Promise<number> {
  const variantId = (await insist(() => adapter.products([plain]))).get(plain)?.variants[0]?.id ?? '';
  const took: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const from = performance.now();
    await adapter.change([{ type: 'add', variantId, quantity: 1 }]);
    took.push(performance.now() - from);
  }
  return Math.max(...took.slice(1));
}
