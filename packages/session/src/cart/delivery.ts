import type { Cart, CartChange, CartLine, CartResult, CommerceError } from '@shopcast/commerce';
import type { CartPolicy } from './cart-types.js';
import { tookEffect, type LineTarget } from './effect.js';
import type { Late } from './late-effects.js';
import type { Pauses } from './pauses.js';
import type { CartClock } from './platform.js';
import { isFinal, type Called, type ShopCalls } from './shop-calls.js';
import type { Wish } from './wishes.js';

/** What came of bringing one wish to the shop. */
export type Delivery =
  /** The shop has answered, or was read to have it. `before` is the cart the wish met: another one where the cart got lost on the way. */
  | { readonly result: CartResult; readonly before: Cart; readonly lost: boolean; readonly seen: boolean }
  /** Nothing came of it; `unsure` when even that is not certain. */
  | { readonly error: CommerceError; readonly unsure: boolean };

/** What delivering needs. */
export interface DeliveryOptions {
  readonly calls: ShopCalls;
  readonly pauses: Pauses;
  readonly clock: CartClock;
  readonly policy: CartPolicy;
  readonly end: AbortSignal;
  /** The line of a wish in a cart just read. */
  readonly lineIn: (cart: Cart, wish: Wish) => CartLine | undefined;
  readonly late: () => readonly Late[];
  /** Remembers a sending that may still take effect. */
  readonly addLate: (late: Late) => void;
  /** One of several sendings has arrived; which one cannot be told, so the others may be younger than they were said to be. */
  readonly renewLate: (variantId: string) => void;
  /** Something about the wish changed that is seen. */
  readonly onState: (wish: Wish, state: Wish['state']) => void;
}

/**
 * Brings a wish to the shop so that it takes effect once. When an answer is lost (time-out, broken connection, an error page that a
 * gateway put in place of the answer) the cart is read, and the wish sent again only when its effect is not there; a sending that may
 * still arrive is remembered, to be taken back should it come on top.
 */
export function createDelivery({ calls, pauses, clock, policy, end, lineIn, late, addLate, renewLate, onState }: DeliveryOptions) {
  const read = () => calls.persistently(calls.cart);

  return async function deliver(
    wish: Wish,
    known: Cart,
    target: LineTarget | undefined,
    overAdd: 'rejects' | 'clamps' | 'varies',
    wire: (cart: Cart) => CartChange | null,
  ): Promise<Delivery> {
    let before = known;
    let current = known;
    let lost = false;
    let mayArrive = false;

    const seenIn = (after: Cart) => tookEffect({ wish, target, before, after, line: lineIn(after, wish), late: late(), overAdd });
    const arrived = (result: CartResult): Delivery => {
      if (mayArrive && wish.variantId !== undefined) renewLate(wish.variantId);
      // The quantity may be there for another reason: it was all along, or something else came late. Then the sending is still to come.
      const chance = lineIn(before, wish)?.quantity === wish.quantity || late().some(one => one.variantId === wish.variantId);
      if (wish.type !== 'add' && wish.code === undefined && chance) rememberLate();
      return { result, before, lost, seen: true };
    };
    const lostCart = (result: CartResult) => result.issues.some(issue => issue.code === 'cart-lost');

    /** Sends once. While the answer is overdue the cart is read beside it, but the answer stays welcome. */
    async function send(change: CartChange): Promise<Called<CartResult> | Delivery> {
      const stop = new AbortController();
      const answer = calls.once(call => calls.change(change, call), policy.giveUpAfterMs, stop);
      const inTime = await pauses.within(answer, policy.unsureAfterMs);
      if (inTime) return inTime;
      onState(wish, 'unsure');
      let overdue: Called<CartResult> | undefined;
      const watched = answer.then(value => (overdue = value));
      for (let at = 0; !overdue && !end.aborted; at += 1) {
        const seen = await Promise.race([watched.then(() => undefined), calls.once(calls.cart, policy.readWithinMs)]);
        if (seen && 'value' in seen && !lostCart(seen.value) && seenIn(seen.value.cart)) {
          stop.abort();
          return arrived(seen.value);
        }
        if (!overdue) await pauses.within(watched, policy.settleMs[at + 1] ?? policy.unsureAfterMs);
      }
      return answer;
    }

    /** Reads until the effect is seen, or long enough that it will hardly come. */
    async function settle(): Promise<Delivery | 'absent'> {
      const patience = wish.type === 'add' ? policy.settleMs : policy.settleMs.slice(0, 1);
      for (const pause of patience) {
        await pauses.sleep(pause);
        const called = await read();
        if ('error' in called) return { error: called.error, unsure: true };
        current = called.value.cart;
        if (lostCart(called.value)) {
          lost = true;
          before = current;
        } else if (seenIn(current)) return arrived(called.value);
      }
      return 'absent';
    }

    function rememberLate() {
      const { quantity, variantId, type, code } = wish;
      const at = clock.now();
      if (type === 'add' && target) return addLate({ ...target, type: 'add', quantity, at });
      const line = lineIn(before, wish);
      if (variantId === undefined || code !== undefined || !line) return;
      addLate({ variantId, ...(line.attributes ? { attributes: line.attributes } : {}), type: 'set', quantity, at });
    }

    for (let failures = 1; ; failures += 1) {
      const change = wire(current);
      // The line has gone meanwhile, and with it what there was to change.
      if (!change) return { result: { cart: current, issues: [] }, before, lost, seen: false };
      onState(wish, 'sending');
      const sent = await send(change);
      if ('result' in sent) return sent;
      if ('value' in sent) {
        calls.answered();
        const again = lostCart(sent.value) && !lost;
        if (!again) return { result: sent.value, before, lost, seen: false };
        lost = true;
        before = { ...sent.value.cart, lines: [], codes: [] };
        current = sent.value.cart;
        // Some shops lose the cart and carry out the change in the new one; those that do not get it once more.
        if (seenIn(current) || !(wish.type === 'add' || wish.type === 'add-code')) return { result: sent.value, before, lost, seen: false };
        before = current;
        continue;
      }
      const { error } = sent as { error: CommerceError };
      if (end.aborted) return { error, unsure: error.effectUnknown };
      if (error.effectUnknown) {
        onState(wish, 'unsure');
        const verdict = await settle();
        if (verdict !== 'absent') return verdict;
        mayArrive = true;
        rememberLate();
      } else if (error.kind === 'conflict') {
        const called = await read();
        if ('value' in called) current = called.value.cart;
        // With nothing of ours on its way, what is different now is the doing of whoever we collided with.
        if (late().length === 0) before = current;
      }
      onState(wish, 'waiting');
      if (isFinal(error) || failures >= policy.tries || !(await calls.pauseAfter(error, failures))) return { error, unsure: false };
    }
  };
}

/** See {@link createDelivery}. */
export type Deliver = ReturnType<typeof createDelivery>;
