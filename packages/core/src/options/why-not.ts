import { AVAILABLE, EXISTS, type VariantIndex } from './variant-index.js';

/** Why a selection cannot be bought. */
export interface WhyNot {
  /** `no-such-combination`: no variant has these values together. `sold-out`: variants have them, and none can be bought now. */
  readonly reason: 'no-such-combination' | 'sold-out';
  /**
   * The chosen values that suffice for the reason: with any one of them left out it no longer holds. One or two values where so few suffice. Empty
   * when it holds of the whole product.
   */
  readonly because: readonly { readonly optionId: string; readonly valueId: string }[];
}

/** As {@link WhyNot}, with the places of options. */
export function explain(
  index: VariantIndex,
  chosen: Uint32Array,
): { readonly reason: WhyNot['reason']; readonly options: readonly number[] } | undefined {
  const state = index.state(chosen);
  if (state & AVAILABLE) return undefined;
  const reason = state & EXISTS ? 'sold-out' : 'no-such-combination';
  const wanted = state & EXISTS ? AVAILABLE : EXISTS;
  const places = [...chosen.keys()].filter(i => chosen[i] !== 0);
  const asked = new Uint32Array(chosen.length);
  /** Whether the reason holds of these options' values alone. */
  const suffices = (options: readonly number[]) => {
    asked.fill(0);
    for (const i of options) asked[i] = chosen[i]!;
    return (index.state(asked) & wanted) === 0;
  };
  return { reason, options: fewest(places, suffices) };
}

function fewest(places: readonly number[], suffices: (options: readonly number[]) => boolean): readonly number[] {
  if (suffices([])) return [];
  for (const one of places) if (suffices([one])) return [one];
  for (const [at, one] of places.entries()) for (const two of places.slice(at + 1)) if (suffices([one, two])) return [one, two];
  // Rare, and all smallest sets would take 2^n questions: leave out what can be left out, one after the other.
  return places.reduce<readonly number[]>((kept, one) => {
    const without = kept.filter(other => other !== one);
    return suffices(without) ? without : kept;
  }, places);
}
