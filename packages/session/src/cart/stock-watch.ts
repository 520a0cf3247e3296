import type { CommerceAdapter, Stock, VariantStock } from '@shopcast/commerce';
import type { Money, ReportedStock, StockState } from '@shopcast/core';
import { atom, type ReadableAtom } from 'nanostores';
import { mergeStock } from '../show/merge-stock.js';
import { createPauses } from './pauses.js';
import { platformClock, platformPage, type CartClock, type PageSource } from './platform.js';

/** Stock and price of a variant as the shopper may see them: the shop's word, or a later one of the show that says less. */
export interface ShownStock extends Stock {
  readonly price?: Money;
  /** The shop no longer has the variant. */
  readonly gone?: true;
}

/** What a stock watch is made of. */
export interface StockWatchOptions {
  readonly adapter: CommerceAdapter;
  readonly clock?: CartClock;
  /** A number >= 0 and < 1. Default `Math.random`. */
  readonly random?: () => number;
  readonly page?: PageSource;
  /** Ms between two readings; each pause is up to a fifth shorter or longer, so that viewers do not ask all at once. Default 15,000. */
  readonly everyMs?: number;
}

/** Keeps stock and price of what is on screen fresh, and of nothing else. */
export interface StockWatch {
  /** By variant id: those watched now, as far as the shop has answered. */
  readonly $stock: ReadableAtom<ReadonlyMap<string, ShownStock>>;
  /** Watches variants until the function returned is called. One reading serves everybody. */
  watch(variantIds: readonly string[]): () => void;
  /**
   * The show knows sooner than the next reading that there are fewer: lowers what is shown, never raises it. Holds until the shop says
   * something newer, for the shop is the truth.
   */
  lower(variantId: string, state: StockState, quantity?: number): void;
  dispose(): void;
}

const soonMs = 50;
const mostReports = 1_000;
/** After failures the pause doubles up to this many times the usual one. */
const longestPause = 8;

/** Makes a watch over one shop's stock. It asks nothing while nothing is watched or the page is hidden. */
export function createStockWatch(options: StockWatchOptions): StockWatch {
  const { adapter, clock = platformClock, random = Math.random, page = platformPage(), everyMs = 15_000 } = options;
  const ending = new AbortController();
  const pauses = createPauses(clock, ending.signal);
  const watchers = new Map<string, number>();
  const told = new Map<string, ShownStock>();
  let reports: readonly ReportedStock[] = [];
  const $stock = atom<ReadonlyMap<string, ShownStock>>(new Map());
  let timer: unknown;
  let failures = 0;
  let reading = false;

  function show(): void {
    const shown = new Map<string, ShownStock>();
    for (const id of watchers.keys()) {
      const { price, gone, ...stock } = told.get(id) ?? {};
      const merged = mergeStock('state' in stock ? stock : undefined, reports, id);
      if (merged) shown.set(id, { ...merged, ...(price ? { price } : {}), ...(gone ? { gone } : {}) });
    }
    $stock.set(shown);
  }

  function rest(): void {
    clock.clearTimeout(timer);
    timer = undefined;
  }

  function plan(ms: number): void {
    rest();
    if (ending.signal.aborted || watchers.size === 0 || !page.visible()) return;
    timer = clock.setTimeout(() => {
      timer = undefined;
      void read();
    }, ms);
  }

  async function read(): Promise<void> {
    if (reading) return;
    reading = true;
    const ids = [...watchers.keys()];
    const stop = new AbortController();
    try {
      const answer = await pauses.within(
        Promise.resolve().then(() => adapter.stock(ids, { signal: stop.signal })),
        everyMs * 2,
      );
      if (answer) keep(ids, answer);
      else stop.abort();
      failures = answer ? 0 : failures + 1;
    } catch {
      // What was known stays, with its age; the next reading comes later.
      failures += 1;
    }
    reading = false;
    const pause = everyMs * Math.min(2 ** failures, longestPause);
    plan([...watchers.keys()].some(id => !ids.includes(id)) ? soonMs : pause * (0.8 + 0.4 * random()));
  }

  function keep(ids: readonly string[], answer: ReadonlyMap<string, VariantStock>): void {
    if (ending.signal.aborted) return;
    for (const id of ids) {
      const known = answer.get(id);
      const stock: ShownStock = known
        ? { ...known.stock, ...(known.price ? { price: known.price } : {}) }
        : { state: 'out', quantity: 0, asOf: clock.now(), gone: true };
      told.set(id, stock);
      reports = reports.filter(report => report.variantId !== id || report.at >= stock.asOf);
    }
    show();
  }

  const stopPage = page.subscribe(change => {
    if (change === 'hidden') rest();
    else if (timer === undefined) plan(soonMs);
  });

  return {
    $stock,
    watch(variantIds) {
      const mine = [...new Set(variantIds)];
      const fresh = mine.some(id => !watchers.has(id));
      for (const id of mine) watchers.set(id, (watchers.get(id) ?? 0) + 1);
      show();
      if (fresh) plan(soonMs);
      let watching = true;
      return () => {
        if (!watching) return;
        watching = false;
        for (const id of mine) {
          const others = (watchers.get(id) ?? 1) - 1;
          if (others > 0) watchers.set(id, others);
          else {
            watchers.delete(id);
            told.delete(id);
          }
        }
        show();
        if (watchers.size === 0) rest();
      };
    },
    lower(variantId, state, quantity) {
      reports = [...reports, { variantId, state, ...(quantity === undefined ? {} : { quantity }), at: clock.now() }].slice(-mostReports);
      show();
    },
    dispose() {
      stopPage();
      ending.abort();
      rest();
    },
  };
}
