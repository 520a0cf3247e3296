import type { CommerceAdapter } from '@shopcast/commerce';
import { faults, seededRandom, standardCode, type ConformanceShop, type Fault } from '@shopcast/testing';
import { createCartEngine } from '../cart-engine.js';
import type { CartEngine, CartOutcome, CartPolicy, CheckoutOutcome } from '../cart-types.js';
import { quick, type MatrixShop } from './matrix-shops.js';

/** Operations of the matrix. */
export const matrixOperations = ['add', 'set', 'remove', 'code', 'checkout'] as const;

/** One operation of the matrix. */
export type MatrixOperation = (typeof matrixOperations)[number];

/** The faults a client can do something about. */
export const matrixFaults: readonly Fault[] = faults.filter(fault => fault !== 'duplicated-request');

/** What the matrix found in one shop. */
export interface MatrixFigures {
  readonly shop: string;
  readonly operations: number;
  /** Faults that requests met. */
  readonly faults: number;
  /** Adds that ended with more units than asked for. */
  doubled: number;
  /** Changes said to be done that the shop does not have. */
  lost: number;
  /** Operations after which the cart shown was not the cart in the shop. */
  different: number;
  /** Changes that ended with a failure, told as such. */
  failed: number;
  /** Adds doubled by a client that repeats whatever failed: the control. */
  naiveDoubled: number;
  readonly naiveAdds: number;
  /** The first thing that went wrong, to reproduce it. */
  firstProblem?: string;
}

const policy: Partial<CartPolicy> = {
  unsureAfterMs: quick.timeoutMs,
  giveUpAfterMs: quick.timeoutMs * 4,
  settleMs: [0, 2, 5],
  watchMs: quick.timeoutMs * 4,
  backoffMs: 2,
  backoffMaxMs: 20,
};
/** After the fault that a cell is about, this share of the requests fails too, at random. */
const laterFaults = 0.2;

/** Runs every fault against every operation, `repeat` times, in one shop, and then the control. */
export async function runFaultMatrix(shop: MatrixShop, repeat: number, seed: number): Promise<MatrixFigures> {
  const random = seededRandom(seed);
  const line = { next: undefined as Fault | undefined, rate: 0, met: 0 };
  const open = shop.open(() => {
    const fault = line.next ?? (random() < line.rate ? matrixFaults[Math.floor(random() * matrixFaults.length)] : undefined);
    line.next = undefined;
    if (fault) line.met += 1;
    return fault;
  });
  const figures = {
    shop: shop.name,
    operations: 0,
    faults: 0,
    doubled: 0,
    lost: 0,
    different: 0,
    failed: 0,
    naiveDoubled: 0,
    naiveAdds: 0,
  };
  const found: MatrixFigures = figures;
  const { adapter } = open;
  const engine = createCartEngine({ adapter, tabs: false, random, policy });
  const variants = await variantsOf(open);
  const units = async () => ({ ...(await open.control.readCart!(adapter)) });
  const note = (problem: string) => (found.firstProblem ??= `${problem} (seed ${seed})`);

  for (let round = 0; round < repeat; round += 1) {
    for (const fault of matrixFaults) {
      for (const operation of matrixOperations) {
        const cell = `${operation} met ${fault} in ${shop.name}, round ${round}`;
        await prepare(engine, operation, variants);
        const before = await units();
        line.next = fault;
        line.rate = laterFaults;
        const outcome = await perform(engine, operation, variants);
        line.rate = 0;
        line.next = undefined;
        figures.operations += 1;
        await quiet(engine);
        await engine.refresh();
        const after = await units();
        if (outcome.failure) figures.failed += 1;
        if (!sameUnits(shownUnits(engine), after)) {
          figures.different += 1;
          note(`${cell}: shown ${JSON.stringify(shownUnits(engine))}, in the shop ${JSON.stringify(after)}`);
        }
        const verdict = judge(operation, variants, before, after, outcome, engine, open);
        if (verdict) {
          figures[verdict] += 1;
          note(`${cell}: ${verdict}, ${JSON.stringify(before)} became ${JSON.stringify(after)}, told as ${outcome.applied}`);
        }
      }
    }
  }
  engine.dispose();
  figures.faults = line.met;

  const naive = await open.another();
  for (const fault of matrixFaults) {
    const before = (await open.control.readCart!(naive))[variants.first] ?? 0;
    line.next = fault;
    await addNaively(naive, variants.first);
    line.next = undefined;
    figures.naiveAdds += 1;
    if (((await open.control.readCart!(naive))[variants.first] ?? 0) > before + 1) figures.naiveDoubled += 1;
  }
  await open.dispose();
  return figures;
}

interface Variants {
  readonly first: string;
  readonly second: string;
}

async function variantsOf({ adapter, refs, control }: ConformanceShop): Promise<Variants> {
  const wanted = [refs.plain, refs.oneOption] as const;
  const products = await adapter.products(wanted.flatMap(ref => ref ?? []));
  const [first, second] = wanted.map(ref => products.get(ref ?? '')?.variants[0]?.id);
  if (!first || !second) throw new Error('The shop lacks the products "plain" and "oneOption" of the standard catalogue.');
  await control.setStock?.(first, 1_000_000);
  await control.setStock?.(second, 1_000_000);
  return { first, second };
}

/** Brings the cart to two of the first and one of the second variant, without the code. */
async function prepare(engine: CartEngine, operation: MatrixOperation, { first, second }: Variants): Promise<void> {
  await engine.refresh();
  for (const [variantId, quantity] of [
    [first, 2],
    [second, 1],
  ] as const) {
    const line = engine.$cart.get().lines.find(one => one.variantId === variantId);
    if (!line) await engine.add({ variantId, quantity });
    else if (line.quantity !== quantity) await engine.setQuantity(line.id, quantity);
  }
  if (operation === 'code') for (const { code } of engine.$cart.get().codes) await engine.removeCode(code);
}

function perform(engine: CartEngine, operation: MatrixOperation, { first, second }: Variants): Promise<CartOutcome | CheckoutOutcome> {
  const lineOf = (variantId: string) => engine.$cart.get().lines.find(line => line.variantId === variantId)?.id ?? '';
  if (operation === 'add') return engine.add({ variantId: first, quantity: 3 });
  if (operation === 'set') return engine.setQuantity(lineOf(first), 7);
  if (operation === 'remove') return engine.remove(lineOf(second));
  if (operation === 'code') return engine.addCode(standardCode('percent').code);
  return engine.checkout();
}

/** What went wrong, if anything. */
function judge(
  operation: MatrixOperation,
  { first, second }: Variants,
  before: Record<string, number>,
  after: Record<string, number>,
  outcome: CartOutcome | CheckoutOutcome,
  engine: CartEngine,
  { codes }: ConformanceShop,
): 'doubled' | 'lost' | undefined {
  const wanted = { ...before };
  if (operation === 'add') wanted[first] = (before[first] ?? 0) + 3;
  if (operation === 'set') wanted[first] = 7;
  if (operation === 'remove') delete wanted[second];
  const done = outcome.applied === 'all';
  // An unsure change may be there or not, but never twice.
  const allowed = done ? [wanted] : outcome.failure?.code === 'cart/unsure' ? [wanted, before] : [before];
  if (!allowed.some(one => sameUnits(one, after))) return (after[first] ?? 0) > (wanted[first] ?? 0) ? 'doubled' : 'lost';
  if (operation === 'checkout' && done && !('handOff' in outcome)) return 'lost';
  const code = codes?.percent ?? standardCode('percent').code;
  const applied = engine.$cart.get().codes.some(one => one.applied && one.code.toLowerCase() === code.toLowerCase());
  return operation === 'code' && done && !applied ? 'lost' : undefined;
}

/** The control: what a client does that repeats whatever failed. */
async function addNaively(adapter: CommerceAdapter, variantId: string): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      await adapter.change([{ type: 'add', variantId, quantity: 1 }]);
      return;
    } catch {
      // Once more.
    }
  }
}

function quiet(engine: CartEngine): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (engine.$cart.get().pending || engine.$shop.get().state === 'busy') return;
      stop();
      resolve();
    };
    const stops = [engine.$cart.listen(look), engine.$shop.listen(look)];
    const stop = () => stops.forEach(each => each());
    look();
  });
}

function shownUnits(engine: CartEngine): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { variantId, quantity } of engine.$cart.get().lines) sums[variantId] = (sums[variantId] ?? 0) + quantity;
  return sums;
}

function sameUnits(a: Record<string, number>, b: Record<string, number>): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(id => (a[id] ?? 0) === (b[id] ?? 0));
}
