import type { CommerceAdapter, Product } from '@shopcast/commerce';
import type { LiveEnvironment } from '@shopcast/live';
import { atom, onMount, type ReadableAtom } from 'nanostores';

/** What asking the shop for one product has come to. */
export type ShopReading =
  { readonly state: 'loading' } | { readonly state: 'ready'; readonly product: Product } | { readonly state: 'gone' | 'unreachable' };

/** The shop's products of a show, read when somebody looks. */
export interface ShopProducts {
  /** By ref, as the listings name them. */
  readonly $readings: ReadableAtom<ReadonlyMap<string, ShopReading>>;
  /** Wants these refs; those not read yet are read together. */
  want(refs: readonly string[]): void;
  dispose(): void;
}

/** Refs asked for in one call: enough for a whole show, few enough for every shop's URL. */
const together = 20;
const firstPause = 2000;
const longestPause = 60_000;

/** Reads products of a shop, once each; what could not be read is asked again, less and less often. */
export function createShopProducts(adapter: CommerceAdapter, environment: Pick<LiveEnvironment, 'after' | 'random'>): ShopProducts {
  const $readings = atom<ReadonlyMap<string, ShopReading>>(new Map());
  const ending = new AbortController();
  const wanted = new Set<string>();
  let looked = false;
  let scheduled: (() => void) | undefined;
  let pause = firstPause;

  const set = (entries: Iterable<readonly [string, ShopReading]>): void => $readings.set(new Map([...$readings.get(), ...entries]));

  const readSome = async (refs: readonly string[]): Promise<boolean> => {
    try {
      const found = await adapter.products(refs, { signal: ending.signal });
      set(
        refs.map(ref => {
          const product = found.get(ref);
          return [ref, product ? { state: 'ready', product } : { state: 'gone' }];
        }),
      );
      return true;
    } catch {
      // The shop's failures are told by their effect; the cart says more where it matters.
      if (!ending.signal.aborted) set(refs.map(ref => [ref, { state: 'unreachable' }]));
      return false;
    }
  };

  const read = async (): Promise<void> => {
    const refs = [...wanted].filter(ref => {
      const state = $readings.get().get(ref)?.state;
      return state === undefined || state === 'unreachable';
    });
    if (refs.length === 0 || ending.signal.aborted) return;
    set(refs.filter(ref => !$readings.get().has(ref)).map(ref => [ref, { state: 'loading' }]));
    const groups = Array.from({ length: Math.ceil(refs.length / together) }, (_, i) => refs.slice(i * together, (i + 1) * together));
    const answers = await Promise.all(groups.map(readSome));
    if (answers.every(Boolean)) {
      pause = firstPause;
      return;
    }
    schedule(pause * (0.5 + environment.random() / 2));
    pause = Math.min(longestPause, pause * 2);
  };

  const schedule = (ms: number): void => {
    scheduled?.();
    scheduled = environment.after(ms, () => void read());
  };

  onMount($readings, () => {
    looked = true;
    schedule(0);
  });

  return {
    $readings,
    want(refs) {
      const before = wanted.size;
      for (const ref of refs) wanted.add(ref);
      if (looked && wanted.size > before) schedule(0);
    },
    dispose() {
      ending.abort();
      scheduled?.();
    },
  };
}
