/**
 * Answers for a choice of slots (see `ProductGrid`) what variants it leaves. Two make it: the counting table, and bitsets where a table would
 * be too large. An answer is {@link EXISTS} | {@link AVAILABLE}, or 0.
 */
export interface VariantIndex {
  /** What the choice as a whole leaves. */
  state(chosen: ArrayLike<number>): number;
  /** For every value of every option, in order: what the choice leaves with that value in place of what is chosen of its option. */
  fill(chosen: ArrayLike<number>, out: Uint8Array): void;
  /** Marks a variant whose state was the other one. */
  mark(variant: number, available: boolean): void;
}

/** A variant fits. */
export const EXISTS = 1;
/** A variant fits and can be bought now. */
export const AVAILABLE = 2;
