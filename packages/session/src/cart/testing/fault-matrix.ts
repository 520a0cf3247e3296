import { sameCode } from '@shopcast/core';
import { faults, seededRandom, standardCode, type ConformanceShop, type Fault } from '@shopcast/testing';
import { createCartEngine } from '../cart-engine.js';
import type { CartEngine, CartOutcome, CartPolicy, CheckoutOutcome } from '../cart-types.js';
import type { MatrixShop, MatrixTimes } from './matrix-shops.js';

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

const policyFor = ({ timeoutMs, settleMs }: MatrixTimes): Partial<CartPolicy> => ({
  unsureAfterMs: timeoutMs,
  giveUpAfterMs: timeoutMs * 4,
  readWithinMs: timeoutMs * 4,
  settleMs,
  watchMs: timeoutMs * 4,
  backoffMs: 2,
  backoffMaxMs: 20,
});
/** After the fault that a cell is about, this share of the requests fails too, at random. */
const laterFaults = 0.2;

/** Runs every fault against every operation (or those of `only`), `repeat` times, in one shop, and then the control. */
export async function runFaultMatrix(
  shop: MatrixShop,
  repeat: number,
  seed: number,
  only: (fault: Fault, operation: MatrixOperation) => boolean = () => true,
): Promise<MatrixFigures> {
  const random = seededRandom(seed);
  const line = { next: undefined as Fault | undefined, rate: 0, met: 0 };
  const open = await shop.open(() => {
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
  const engine = createCartEngine({ adapter, tabs: false, random, policy: policyFor(shop.times) });
  const variants = await variantsOf(open);
  const units = async () => ({ ...(await open.control.readCart!(adapter)) });
  const note = (problem: string) => (found.firstProblem ??= `${problem} (seed ${seed})`);

  try {
    for (let round = 0; round < repeat; round += 1) {
      for (const fault of matrixFaults) {
        for (const operation of matrixOperations.filter(each => only(fault, each))) {
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
    figures.faults = line.met;
    for (const fault of matrixFaults) {
      const naive = await open.another();
      // Some pages take in only what they have shown, and some shops begin a cart anew for who has none.
      await insist(() => naive.products([open.refs.plain ?? '', open.refs.oneOption ?? '']));
      await insist(() => naive.change([{ type: 'add', variantId: variants.second, quantity: 1 }]));
      line.next = fault;
      await insist(() => naive.change([{ type: 'add', variantId: variants.first, quantity: 1 }]));
      line.next = undefined;
      figures.naiveAdds += 1;
      if (((await open.control.readCart!(naive))[variants.first] ?? 0) > 1) figures.naiveDoubled += 1;
    }
  } finally {
    engine.dispose();
    await open.dispose();
  }
  return figures;
}

interface Variants {
  readonly first: string;
  readonly second: string;
}

async function variantsOf({ adapter, refs, control }: ConformanceShop): Promise<Variants> {
  const wanted = [refs.plain, refs.oneOption] as const;
  const products = await insist(() => adapter.products(wanted.flatMap(ref => ref ?? [])));
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
  const applied = engine.$cart.get().codes.some(one => one.applied && sameCode(one.code, code));
  return operation === 'code' && done && !applied ? 'lost' : undefined;
}

/** What a client does that repeats whatever failed: the control. */
export async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries === 20) throw error;
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
