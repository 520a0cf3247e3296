import type { Cart, CartLine, CartResult } from '@shopcast/commerce';
import { linesOf, type LineTarget } from './effect.js';
import { findLateEffects, type Correction, type Explained, type Late } from './late-effects.js';
import type { CartNews } from './tabs.js';
import { createLineIds, sameAttributes, type ExpectedLine } from './line-ids.js';

/** How an answer of the shop is to be taken. */
export interface Lesson {
  /** The cart that the answer has to be compared with; default the one known. */
  readonly before?: Cart | null;
  readonly explained?: Explained;
  /** Somebody outside has changed the cart, so nothing in it can be laid to late sendings. */
  readonly absorb?: boolean;
  readonly expected?: readonly ExpectedLine[];
}

/** What is known of the shop's cart, how old that is, and what may still come over it. */
export function createCartLedger(now: () => number, watchMs: number) {
  const ids = createLineIds();
  let cart: Cart | null = null;
  let asOf = 0;
  let stale = true;
  let late: readonly Late[] = [];
  let revision = 0;

  return {
    ids,
    get cart() {
      return cart;
    },
    /** Ms since the shop told the cart. */
    get age() {
      return now() - asOf;
    },
    get stale() {
      return stale;
    },
    /** Goes up whenever there is something that the other tabs have to know. */
    get revision() {
      return revision;
    },
    get late() {
      // Twice the time, since a reading may need several tries; and counted to the last reading, since it may have come right after that.
      return (late = late.filter(one => asOf - one.at <= 2 * watchMs));
    },
    doubt(): void {
      revision += 1;
      stale = true;
    },
    addLate(one: Late): void {
      revision += 1;
      late = [...late, one];
    },
    /** Takes over what another tab knows, which had its turn after this one. */
    adopt(news: CartNews): void {
      ids.assign(news.cart, []);
      cart = news.cart;
      asOf = now();
      stale = !news.sure;
      late = news.late;
    },
    /** Two sendings of one change cannot be told apart: when one has arrived, the other may be the one that was sent last. */
    renewLate(variantId: string): void {
      revision += 1;
      late = late.map(one => (one.variantId === variantId ? { ...one, at: now() } : one));
    },
    /** Takes over the shop's cart and says what in it is the doing of late sendings. */
    learn({ cart: after }: CartResult, lesson: Lesson = {}): Correction[] {
      const before = lesson.before ?? cart;
      const suspects = this.late;
      ids.assign(after, lesson.expected ?? []);
      revision += 1;
      cart = after;
      asOf = now();
      stale = false;
      if (!before || lesson.absorb) return [];
      const corrections = findLateEffects({ before, after }, lesson.explained ?? {}, suspects);
      const landed = new Set(corrections.flatMap(correction => correction.landed));
      late = late.filter(one => !landed.has(one));
      return corrections;
    },
    /** The line with an id in a cart that was only looked at. */
    lineIn(other: Cart, lineId: string): CartLine | undefined {
      const known = ids.lineOf(lineId);
      if (!known) return undefined;
      const same = other.lines.filter(line => line.variantId === known.variantId);
      return (
        same.find(line => line.key === known.key) ??
        same.find(line => sameAttributes(line.attributes, known.attributes)) ??
        (same.length === 1 ? same[0] : undefined)
      );
    },
    /** The line that an add will end up in, or an id for a new one. */
    lineFor(target: LineTarget, wished: readonly ExpectedLine[]): string {
      const line = cart && (linesOf(cart, target).find(one => one.editable) ?? linesOf(cart, target)[0]);
      const id = line ? ids.idOf(line) : wished.find(other => other.variantId === target.variantId)?.id;
      return id ?? ids.fresh(target.variantId, taken => wished.some(other => other.id === taken));
    },
  };
}

/** See {@link createCartLedger}. */
export type CartLedger = ReturnType<typeof createCartLedger>;
