import type { CommerceCapabilities } from '@shopcast/commerce';
import { callCases } from './cases/calls.js';
import { cartCases } from './cases/cart.js';
import { codeCases } from './cases/codes.js';
import { productCases } from './cases/products.js';
import { sharingCases } from './cases/sharing.js';
import { stockCases } from './cases/stock.js';
import { ok, same } from './checks.js';
import type { ConformanceCase } from './conformance-case.js';
import type { ConformanceNeed, ConformanceShop } from './conformance-shop.js';
import { createScene } from './scene.js';

/** How to run the kit. */
export interface CommerceConformanceOptions {
  /** Of any test runner: mocha's `it`, `test` of node:test or Vitest. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Makes a shop, or a corner of one, in the state of the standard catalogue. Called once for every case. */
  readonly create: () => Promise<ConformanceShop> | ConformanceShop;
  /** What the adapter is expected to say of itself. Decides which cases apply; the first case compares. */
  readonly supports: CommerceCapabilities;
  /** What the shop under test cannot offer, each with the reason. All else must be there. */
  readonly cannot?: Readonly<Partial<Record<ConformanceNeed, string>>>;
  /** How long a case waits for what the shop has to tell by itself, ms. Default 5,000. */
  readonly patienceMs?: number;
  /** Hears of every case that does not apply. Hand in `(name, reason) => it.skip(...)` to see them in the report. */
  readonly skip?: (name: string, reason: string) => unknown;
}

/** What a run of the kit consists of. */
export interface ConformancePlan {
  readonly cases: readonly string[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

const allCases: readonly ConformanceCase[] = [...productCases, ...stockCases, ...cartCases, ...codeCases, ...sharingCases, ...callCases];

/**
 * Registers the cases every commerce adapter has to pass. Needs no test runner and no assertion library of its own: a case that fails
 * throws an error whose message says what was expected and found.
 */
export function commerceConformance(options: CommerceConformanceOptions): ConformancePlan {
  const { test, create, supports, cannot = {}, skip, patienceMs = 5000 } = options;
  const leftOut: { name: string; reason: string }[] = [];
  const cases: string[] = [];
  const register = (name: string, run: (shop: ConformanceShop) => Promise<void>) => {
    cases.push(name);
    test(name, async () => {
      const shop = await create();
      try {
        await run(shop);
      } finally {
        await shop.dispose();
      }
    });
  };
  register('says of itself what it is expected to be able to do', async shop => {
    const said = await shop.adapter.capabilities();
    same(said, supports, 'capabilities()');
    same(await shop.adapter.capabilities(), said, 'capabilities() asked again');
    for (const need of neededOf(allCases)) expectOffer(shop, need, cannot[need]);
  });
  for (const each of allCases) {
    const reason = each.unless?.(supports) || each.needs?.map(need => cannot[need]).find(Boolean);
    if (reason) {
      leftOut.push({ name: each.name, reason });
      skip?.(each.name, reason);
    } else {
      register(each.name, shop => each.run(createScene(shop, supports, patienceMs)));
    }
  }
  return { cases, leftOut };
}

function neededOf(cases: readonly ConformanceCase[]): Set<ConformanceNeed> {
  return new Set(cases.flatMap(each => each.needs ?? []));
}

/** What `cannot` names must be missing, and all else there, so that no case is left out by mistake. */
function expectOffer(shop: ConformanceShop, need: ConformanceNeed, reason: string | undefined): void {
  if (need.startsWith('code:')) return;
  const there =
    need === 'secondTab'
      ? shop.secondTab
      : need === 'JPY' || need === 'KWD'
        ? shop.inCurrency
        : ({ ...shop.refs, ...shop.control } as Record<string, unknown>)[need];
  if (reason === undefined) ok(there, `create() does not offer "${need}", and \`cannot\` does not say why.`);
  else ok(!there || need === 'JPY' || need === 'KWD', `create() offers "${need}", but \`cannot\` says: ${reason}.`);
}
