import type { ProductGrid } from './product-grid.js';
import { AVAILABLE, EXISTS, type VariantIndex } from './variant-index.js';

/** One bit per variant for every value of every option, and one for "can be bought now": for products too large for a counting table. */
export function createBitsets(grid: ProductGrid, available: Uint8Array): VariantIndex {
  const { sizes, slots, count } = grid;
  const depth = sizes.length;
  const words = Math.ceil(count / 32);
  const starts: number[] = [];
  let values = 0;
  for (const size of sizes) {
    starts.push(values);
    values += size;
  }
  /** The set of the value in slot `s` of option `i` begins at `(starts[i] + s - 1) * words`. */
  const sets = new Uint32Array(values * words);
  const sellable = new Uint32Array(words);
  const everything = new Uint32Array(words);
  for (let v = 0; v < count; v++) {
    const bit = 1 << (v & 31);
    everything[v >>> 5]! |= bit;
    if (available[v]) sellable[v >>> 5]! |= bit;
    for (let i = 0; i < depth; i++) {
      const slot = slots[v * depth + i]!;
      for (let s = slot || 1; s <= (slot || sizes[i]!); s++) sets[(starts[i]! + s - 1) * words + (v >>> 5)]! |= bit;
    }
  }

  /** The variants that the choice leaves, as to all options but one. Reused, so that an answer allocates nothing. */
  const left = new Uint32Array(words);
  const leave = (chosen: ArrayLike<number>, but: number) => {
    left.set(everything);
    for (let i = 0; i < depth; i++) {
      const slot = chosen[i]!;
      if (i === but || slot === 0) continue;
      const set = (starts[i]! + slot - 1) * words;
      for (let w = 0; w < words; w++) left[w]! &= sets[set + w]!;
    }
  };
  /** What `left` and one more set have in common. */
  const common = (from: Uint32Array, start: number) => {
    let state = 0;
    for (let w = 0; w < words; w++) {
      const both = left[w]! & from[start + w]!;
      if (both & sellable[w]!) return EXISTS | AVAILABLE;
      if (both) state = EXISTS;
    }
    return state;
  };
  return {
    state(chosen) {
      leave(chosen, -1);
      return common(everything, 0);
    },
    fill(chosen, out) {
      let at = 0;
      for (let i = 0; i < depth; i++) {
        leave(chosen, i);
        for (let s = 0; s < sizes[i]!; s++) out[at++] = common(sets, (starts[i]! + s) * words);
      }
    },
    mark(variant, isAvailable) {
      const bit = 1 << (variant & 31);
      if (isAvailable) sellable[variant >>> 5]! |= bit;
      else sellable[variant >>> 5]! &= ~bit;
    },
  };
}
