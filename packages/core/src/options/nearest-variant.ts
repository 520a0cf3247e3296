import type { ProductGrid } from './product-grid.js';

/** A variant to propose instead. */
export interface NearestVariant {
  readonly variantId: string;
  /** The complete selection that leads to it. */
  readonly selection: Readonly<Record<string, string>>;
}

/** The place of the available variant that departs least from the choice. `order` holds the options' places, the last chosen first. */
export function nearestVariant(
  { slots, count }: ProductGrid,
  available: Uint8Array,
  chosen: Uint32Array,
  order: readonly number[],
): number | undefined {
  const departs = (variant: number, i: number) => {
    const slot = slots[variant * chosen.length + i]!;
    return chosen[i] !== 0 && slot !== 0 && slot !== chosen[i];
  };
  let best: number | undefined;
  let fewest = Infinity;
  for (let v = 0; v < count; v++) {
    if (!available[v]) continue;
    let changes = 0;
    for (const i of order) if (departs(v, i)) changes++;
    if (changes > fewest) continue;
    if (changes === fewest) {
      const decisive = order.find(i => departs(v, i) !== departs(best!, i));
      if (decisive === undefined || departs(v, decisive)) continue;
    }
    best = v;
    fewest = changes;
  }
  return best;
}
