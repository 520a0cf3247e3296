import { offerPhase, sameCode, type Offer, type ShowState } from '@shopcast/core';
import type { LiveEnvironment, ServerClock } from '@shopcast/live';
import type { ReadableAtom } from 'nanostores';
import type { CartEngine } from '../cart/cart-types.js';
import { endOf } from './next-moment.js';
import { offerCovers } from './offer-covers.js';
import type { SessionProduct } from './session-types.js';

/** Everybody's carts are read again when an offer ends: spread over so long, ms, for the shop's sake. */
const spread = 1_500;
/** However far off an end is, it is looked for again after so long, ms: meanwhile the clock may have been set right, or the device have slept. */
const longestPause = 10_000;
/** So long after its end an offer's code is still taken out of the cart of somebody who comes back, ms. Later it may be the shop's for another sale. */
const aftermath = 24 * 3_600_000;

/** What ending prices needs. */
interface Scene {
  readonly $truth: ReadableAtom<ShowState>;
  readonly products: () => readonly SessionProduct[];
  readonly cart: CartEngine;
  readonly clock: Pick<ServerClock, 'now'>;
  readonly environment: Pick<LiveEnvironment, 'after' | 'random'>;
}

/**
 * Ends the price of an offer in the cart when the offer ends: takes its discount code out, unless another offer of the same code runs, and reads the
 * cart again, so that the shopper sees what its units cost now. Carts with nothing of it in them are left alone. Returns how to stop.
 */
export function endPrices({ $truth, products, cart, clock, environment }: Scene): () => void {
  /** Offers whose end is still to be acted upon, or was. */
  const running = new Set<string>();
  const ended = new Set<string>();
  let cancel = (): void => undefined;
  const late = new Set<() => void>();

  function look(): void {
    cancel();
    const now = clock.now();
    const { offers } = $truth.get();
    let next = Infinity;
    for (const offer of offers) {
      const phase = offerPhase(offer, now);
      if (phase === 'announced') next = Math.min(next, offer.startsAt - now);
      else if (phase === 'open') {
        next = Math.min(next, endOf(offer) - now);
        running.add(offer.offerId);
      } else if (!ended.has(offer.offerId)) {
        ended.add(offer.offerId);
        const kept = offer.code !== undefined && now - offer.endsAt < aftermath;
        if (running.delete(offer.offerId) || kept) soon(offer);
      }
    }
    cancel = next === Infinity ? () => undefined : environment.after(Math.min(next, longestPause), look);
  }

  function soon(offer: Offer): void {
    const stop = environment.after(environment.random() * spread, () => {
      late.delete(stop);
      end(offer);
    });
    late.add(stop);
  }

  function end(offer: Offer): void {
    const { code } = offer;
    const { lines, codes } = cart.$cart.get();
    const now = clock.now();
    const applied = code !== undefined && codes.find(one => sameCode(one.code, code));
    const goesOn = applied && $truth.get().offers.some(one => one.code === code && offerPhase(one, now) === 'open');
    if (applied && !goesOn) void cart.removeCode(applied.code);
    else if (lines.some(line => offerCovers(offer, line, products()))) void cart.refresh({ reprice: true });
  }

  const stop = $truth.subscribe(look);
  return () => {
    stop();
    cancel();
    for (const forget of late) forget();
  };
}
