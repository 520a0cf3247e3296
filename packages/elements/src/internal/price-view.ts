import {
  compareMoney,
  formatMoney,
  priceAt,
  type Offer,
  type PriceRules,
  type Product,
  type SessionProduct,
  type ShownPrice,
  type Variant,
} from '@shopcast/session';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { LocalizeController } from './localize-controller.js';

/** When a price is asked for, and what the show says about it. */
export interface PriceMoment {
  /** Server ms. */
  readonly at: number;
  readonly offers: readonly Offer[];
  /** What the market of the show demands. */
  readonly rules?: PriceRules;
}

/** A price to show; `from` when other variants cost more. */
export interface ProductPrice extends ShownPrice {
  readonly from: boolean;
  /** The lowest price under an offer that this price is not under: the offer is for variants that cost more even so. */
  readonly offered?: ShownPrice;
}

/** What one variant costs at this moment. */
export function variantPrice(productId: string, variant: Variant, { at, offers, rules }: PriceMoment): ProductPrice {
  return { ...priceAt(variant, { productId, variantId: variant.id, at, offers, ...(rules && { rules }) }), from: false };
}

const lowest = new WeakMap<Product, { readonly key: string; readonly price: ProductPrice | undefined }>();

/** What the product costs at least: of its variants the lowest price. A flash listing costs what the show says; `undefined` when nobody says. */
export function productPrice({ productId, product, listing }: SessionProduct, moment: PriceMoment): ProductPrice | undefined {
  if (!product) return listing.price && { price: listing.price, from: false };
  // Thousands of variants are asked once, and again when an offer begins or ends.
  const strict = moment.rules?.requireLowest30Days === true;
  const key = [strict, ...moment.offers.map(offer => `${offer.offerId} ${priceAtPhase(offer, moment.at)}`)].join();
  const known = lowest.get(product);
  if (known?.key === key) return known.price;
  const price = lowestOf(product.variants.map(variant => variantPrice(productId, variant, moment)));
  lowest.set(product, { key, price });
  return price;
}

function priceAtPhase({ startsAt, endsAt, soldOutAt, closedAt }: Offer, at: number): boolean {
  return at >= startsAt && at < endsAt && soldOutAt === undefined && closedAt === undefined;
}

function lowestOf(prices: readonly ProductPrice[]): ProductPrice | undefined {
  const [first] = prices;
  if (!first) return undefined;
  const comparable = prices.filter(({ price }) => price.currency === first.price.currency);
  const best = comparable.reduce((low, one) => (compareMoney(one.price, low.price) < 0 ? one : low));
  const offered = best.offer ? undefined : lowestOf(comparable.filter(({ offer }) => offer));
  return { ...best, from: comparable.some(({ price }) => price.minor !== best.price.minor), ...(offered && { offered }) };
}

/**
 * Price, the price before, by how much it is lower and than what, and the price of a measure. Styles: {@link priceStyles}. A price from which
 * variants start shows no reduction: it would be that of one variant only.
 */
export function priceView(shown: ProductPrice, { t, language }: LocalizeController): TemplateResult {
  const { price, from, unitPrice } = shown;
  const reduction = from ? undefined : shown.reduction;
  const amount = formatMoney(price, language);
  return html`<span class="price" part="price">
    <span class="price-now" part="price__now">${from ? t.priceFrom(amount) : amount}</span>
    ${
      reduction
        ? html`<s class="price-was" part="price__was"
              ><span class="visually-hidden">${t.priceInsteadOf} </span>${formatMoney(reduction.from, language)}</s
            >
            <span class="price-cut" part="price__reduction" dir="auto">${reductionWords(reduction.percent, reduction.of)}</span>`
        : nothing
    }
    ${
      unitPrice && !from
        ? html`<span class="price-unit" part="price__unit">${t.perMeasure(formatMoney(unitPrice.price, language), unitPrice.per)}</span>`
        : nothing
    }
  </span>`;

  function reductionWords(percent: number, of: 'lowest-30-days' | 'shop-price' | 'compare-at'): string {
    const cut = new Intl.NumberFormat(language, { style: 'percent' }).format(-percent / 100);
    if (of === 'lowest-30-days') return t.reducedFromLowest(cut);
    return of === 'shop-price' ? t.reducedFromShop(cut) : t.reducedFromCompared(cut);
  }
}

export const priceStyles = css`
  .price {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: var(--_space-xs);
    font-variant-numeric: tabular-nums;
  }
  .price-now {
    font-weight: 700;
  }
  .price-was,
  .price-unit {
    color: var(--_muted);
    font-size: var(--_text-s);
  }
  .price-cut {
    color: var(--_offer);
    font-size: var(--_text-s);
    font-weight: 600;
  }
  .price-unit {
    flex-basis: 100%;
  }
`;
