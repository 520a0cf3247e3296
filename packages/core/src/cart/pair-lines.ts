import type { CartLike, CartLineLike, WantedChange } from './compare-carts.js';

type Attributes = Readonly<Record<string, string>>;
type Item = Pick<CartLineLike, 'variantId' | 'attributes'>;

/** The lines before and after that hold the same thing. */
export interface LinePair {
  readonly variantId: string;
  readonly attributes: Attributes;
  readonly before: CartLineLike[];
  readonly after: CartLineLike[];
  /** Units that should be there. */
  wanted: number;
  /** Whether a wanted change was about them; `absolute` when one of those named a quantity. */
  asked: 'absolute' | 'more' | undefined;
}

/** Puts together what should be in the cart and what is, by variant and attributes. */
export function pairLines(before: CartLike, after: CartLike, changes: readonly WantedChange[]): readonly LinePair[] {
  const pairs = expectedLines(before, changes);
  for (const line of after.lines) pairAt(pairs, line).after.push(line);
  // An add may end up on a line of other attributes: shops add some of their own, and some shops keep none.
  const keepsNone = after.lines.every(line => Object.keys(line.attributes ?? {}).length === 0);
  for (const [key, pair] of pairs) {
    if (pair.after.length > 0 || pair.wanted === 0) continue;
    const whole = [...pairs.values()].find(
      other =>
        other.variantId === pair.variantId &&
        unitsOf(other.after) > other.wanted &&
        (keepsNone || (pair.before.length === 0 && carries(other, pair))),
    );
    if (!whole) continue;
    whole.before.push(...pair.before);
    whole.wanted += pair.wanted;
    whole.asked = whole.asked === 'absolute' ? whole.asked : (pair.asked ?? whole.asked);
    pairs.delete(key);
  }
  return [...pairs.values()];
}

/** Units over several lines. */
export function unitsOf(lines: readonly CartLineLike[]): number {
  return lines.reduce((units, line) => units + line.quantity, 0);
}

/** What should be in the cart: what was, with the changes made. */
function expectedLines(before: CartLike, changes: readonly WantedChange[]): Map<string, LinePair> {
  const pairs = new Map<string, LinePair>();
  const shares = new Map<string, { readonly pair: LinePair; units: number }>();
  for (const line of before.lines) {
    const pair = pairAt(pairs, line);
    pair.before.push(line);
    pair.wanted += line.quantity;
    shares.set(line.key, { pair, units: line.quantity });
  }
  for (const change of changes) {
    if (change.type === 'add') {
      const pair = pairAt(pairs, change);
      pair.wanted += change.quantity;
      pair.asked ??= 'more';
    } else if (change.type === 'set' || change.type === 'remove') {
      const share = shares.get(change.lineKey);
      if (!share) continue;
      const units = change.type === 'set' ? change.quantity : 0;
      share.pair.wanted += units - share.units;
      share.pair.asked = 'absolute';
      share.units = units;
    }
  }
  return pairs;
}

function pairAt(pairs: Map<string, LinePair>, { variantId, attributes = {} }: Item): LinePair {
  const key = JSON.stringify([variantId, Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))]);
  let pair = pairs.get(key);
  if (!pair) pairs.set(key, (pair = { variantId, attributes, before: [], after: [], wanted: 0, asked: undefined }));
  return pair;
}

function carries(item: LinePair, wanted: LinePair): boolean {
  return Object.entries(wanted.attributes).every(([name, value]) => item.attributes[name] === value);
}
