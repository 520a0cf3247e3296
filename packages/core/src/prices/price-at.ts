import { reductionPercent, type Money } from '../money/money.js';
import { offerPhase, type Offer } from '../show/state.js';

/** What the shop says a variant costs. The variant of a shop adapter fits. */
export interface PriceFacts {
  /** What one unit costs in the shop, without any offer of the show. */
  readonly price: Money;
  /** The price the shop compares with, typed by the merchant. */
  readonly compareAt?: Money;
  /** Lowest price of the last 30 days, only when the shop states it. */
  readonly lowest30Days?: Money;
  readonly unitPrice?: UnitPrice;
}

/** What a measure of the goods costs. */
export interface UnitPrice {
  readonly price: Money;
  /** What the price is for, in the shop's words: `100 ml`. */
  readonly per: string;
  /** Content of one unit and the measure of the price, in one unit of measure: 250 and 100 for a 250 ml bottle. Whole numbers > 0. */
  readonly measure?: { readonly content: number; readonly reference: number };
}

/** What a market demands. */
export interface PriceRules {
  /** No reduction is shown but from a stated lowest price of the last 30 days (EU 98/6/EC, article 6a). Default false. */
  readonly requireLowest30Days?: boolean;
}

/** Of what, and when. */
export interface PriceQuestion {
  readonly productId: string;
  readonly variantId: string;
  /** Server ms. */
  readonly at: number;
  /** The offers of the show, past and coming ones included. */
  readonly offers: readonly Offer[];
  readonly rules?: PriceRules;
}

/** By how much a price is lower than another one that was really asked, or that the shop states. */
export interface Reduction {
  readonly from: Money;
  /** Whole percent, rounded down, 1 to 100. */
  readonly percent: number;
  /**
   * What `from` is: the lowest price of the last 30 days; what the shop asks at the same moment outside the show; or the figure the merchant
   * compares with.
   */
  readonly of: 'lowest-30-days' | 'shop-price' | 'compare-at';
}

/** A price to show. */
export interface ShownPrice {
  /** What one unit costs at the time asked for. */
  readonly price: Money;
  readonly reduction?: Reduction;
  /** Absent under an offer whose price per measure cannot be told exactly: no figure rather than a wrong one. */
  readonly unitPrice?: UnitPrice;
  /** The offer that holds, with when it ends (server ms) and how long it still runs (ms, > 0). */
  readonly offer?: Offer;
  readonly endsAt?: number;
  readonly timeLeft?: number;
}

/**
 * What a variant costs at a time in a show. An offer holds while it is open, in the half-open interval [startsAt, endsAt), neither sold out nor
 * closed, and only when it is in the shop's currency and not dearer than the shop; else the shop's price holds.
 *
 * A reduction is computed from the lowest price of the last 30 days where the shop states it, and then from nothing else. Where it does not, and
 * the market does not demand it: an offer's from what the shop asks at the same moment, the shop's own from its `compareAt`. Less than one
 * percent is no reduction.
 */
export function priceAt(facts: PriceFacts, question: PriceQuestion): ShownPrice {
  const { at, rules } = question;
  const offer = question.offers.filter(each => holds(each, facts.price, question)).reduce(cheaper, undefined);
  const price = offer?.price ?? facts.price;
  const reduction = reductionOf(facts, price, rules);
  const unitPrice = unitPriceOf(facts, price);
  return {
    price,
    ...(reduction && { reduction }),
    ...(unitPrice && { unitPrice }),
    ...(offer && { offer, endsAt: offer.endsAt, timeLeft: timeLeft(offer, at) }),
  };
}

/**
 * How long an offer still runs, in ms: 0 once it has ended, was closed or is sold out, and never more than from its start to its end.
 * @param now Server ms.
 */
export function timeLeft(offer: Offer, now: number): number {
  const phase = offerPhase(offer, now);
  return phase === 'open' || phase === 'announced' ? Math.max(0, offer.endsAt - Math.max(now, offer.startsAt)) : 0;
}

function holds(offer: Offer, shopPrice: Money, { productId, variantId, at }: PriceQuestion): boolean {
  return (
    offer.productId === productId &&
    (offer.variantIds?.includes(variantId) ?? true) &&
    offerPhase(offer, at) === 'open' &&
    offer.price.currency === shopPrice.currency &&
    offer.price.minor <= shopPrice.minor
  );
}

function cheaper(best: Offer | undefined, offer: Offer): Offer {
  return best && best.price.minor <= offer.price.minor ? best : offer;
}

function reductionOf({ price: shopPrice, compareAt, lowest30Days }: PriceFacts, price: Money, rules?: PriceRules): Reduction | undefined {
  if (lowest30Days || rules?.requireLowest30Days) return reductionFrom(lowest30Days, price, 'lowest-30-days');
  return price.minor < shopPrice.minor ? reductionFrom(shopPrice, price, 'shop-price') : reductionFrom(compareAt, price, 'compare-at');
}

function reductionFrom(from: Money | undefined, price: Money, of: Reduction['of']): Reduction | undefined {
  if (from?.currency !== price.currency) return undefined;
  const percent = reductionPercent(from, price);
  return percent > 0 ? { from, percent, of } : undefined;
}

/** A shop's price per measure is rounded already, so that another one follows exactly only from the measures themselves. */
function unitPriceOf({ price: shopPrice, unitPrice }: PriceFacts, price: Money): UnitPrice | undefined {
  if (!unitPrice || price.minor === shopPrice.minor) return unitPrice;
  const { content = 0, reference = 0 } = unitPrice.measure ?? {};
  if (!Number.isSafeInteger(content) || !Number.isSafeInteger(reference) || content <= 0 || reference <= 0) return undefined;
  const doubled = (2n * BigInt(price.minor) * BigInt(reference)) / BigInt(content);
  const minor = Number((doubled + 1n) / 2n);
  return Number.isSafeInteger(minor) ? { ...unitPrice, price: { minor, currency: price.currency } } : undefined;
}
