import { currencyDecimals } from '@shopcast/core';
import { html, isOut, limitsOf, nameOf, type ShelfItem } from './woo-shelf.js';

/** How the shop is set up, as far as its answers show it. */
export interface WooSettings {
  /** Address of the shop: `https://woo.example`. */
  readonly origin: string;
  readonly currency: string;
  /** Whole percent of value added tax. */
  readonly tax: number;
  /** From how many units on the stock counts as low. */
  readonly lowStock: number;
  /** Whether the number in stock is shown: always, when it is low, or never. */
  readonly stockDisplay: 'always' | 'low' | 'never';
}

/** An address, as recorded. */
export const emptyAddress = {
  first_name: '',
  last_name: '',
  company: '',
  address_1: '',
  address_2: '',
  city: '',
  state: '',
  postcode: '',
  country: 'DE',
};

/** The currency, as every object with amounts repeats it. */
export function currencyJson(currency: string): object {
  const symbol = { EUR: '€', JPY: '¥' }[currency] ?? currency;
  return {
    currency_code: currency,
    currency_symbol: symbol,
    currency_minor_unit: currencyDecimals(currency),
    currency_decimal_separator: '.',
    currency_thousand_separator: ',',
    currency_prefix: symbol,
    currency_suffix: '',
  };
}

/** Price now, and before a sale. */
export function pricesOf(item: ShelfItem, currency: string, home: string): { price: number; regular: number } {
  const price = currency === home ? item.price : (item.seed.prices?.[currency] ?? item.price);
  return { price, regular: currency === home ? Math.max(price, item.seed.regular ?? price) : price };
}

function pricesJson(item: ShelfItem, currency: string, home: string) {
  const { price, regular } = pricesOf(item, currency, home);
  return { price: String(price), regular_price: String(regular), sale_price: String(price), price_range: null, ...currencyJson(currency) };
}

/** The prices of an item in a cart, which come once more with six decimals. */
export function itemPricesJson(item: ShelfItem, currency: string, home: string) {
  const prices = pricesJson(item, currency, home);
  const fine = (minor: string) => minor + '0'.repeat(6 - currencyDecimals(currency));
  const { price, regular_price, sale_price } = prices;
  return {
    ...prices,
    raw_prices: { precision: 6, price: fine(price), regular_price: fine(regular_price), sale_price: fine(sale_price) },
  };
}

/** `?attribute_pa_color=blue`, for what a variation does not leave open. */
function query({ attributes, terms }: ShelfItem): string {
  const pairs = terms.flatMap((slug, at) => {
    const { taxonomy, label } = attributes[at] ?? {};
    return slug === null ? [] : [`attribute_${taxonomy ?? label?.toLowerCase()}=${encodeURIComponent(slug)}`];
  });
  return pairs.length ? `?${pairs.join('&')}` : '';
}

/** The page of a product, with what its variation is. */
export function permalinkOf(item: ShelfItem, origin: string): string {
  return `${origin}/product/${item.seed.slug}/${query(item)}`;
}

/** The picture of a product, which its variations share. */
export function imagesJson({ id, seed: { image } }: ShelfItem): object[] {
  return image === undefined ? [] : [{ id, src: image, thumbnail: image, srcset: '', sizes: '', name: '', alt: '' }];
}

/** What is told of a stock that is low; else `null`. */
export function lowStockOf({ stock }: ShelfItem, { lowStock }: WooSettings): number | null {
  return stock !== null && stock <= lowStock ? Math.max(0, stock) : null;
}

function stockText(item: ShelfItem, { stockDisplay, lowStock }: WooSettings): string {
  const { stock, seed, variations } = item;
  if (isOut(item)) return 'Out of stock';
  if (stock === null || variations.length) return '';
  if (stock <= 0) return 'Available on backorder';
  const more = seed.backorders ? ' (can be backordered)' : '';
  if (stockDisplay === 'always') return `${stock} in stock${more}`;
  return stockDisplay === 'low' && stock <= lowStock ? `Only ${stock} left in stock${more}` : `In stock${more}`;
}

/** A product or variation, as `/products` answers it. */
export function productJson(item: ShelfItem, settings: WooSettings, currency: string): Record<string, unknown> {
  const { id, seed, parent, attributes, terms, variations } = item;
  const { origin } = settings;
  const text = html(seed.title);
  const words = terms.flatMap((slug, at) => {
    const attribute = attributes[at];
    return slug === null || !attribute
      ? []
      : [`${html(attribute.label)}: ${html(attribute.terms.find(term => term.slug === slug)?.name ?? '')}`];
  });
  const out = isOut(item);
  const prices = variations.length
    ? pricesJson(variations[0] as ShelfItem, currency, settings.currency)
    : pricesJson(item, currency, settings.currency);
  const all = variations.map(({ price }) => price);
  const [min, max] = [all.reduce((a, b) => Math.min(a, b), Infinity), all.reduce((a, b) => Math.max(a, b), 0)];
  const reviews = seed.reviews ?? [];
  return {
    id,
    name: text,
    slug: parent ? `${seed.slug}-${id}` : seed.slug,
    parent: parent?.id ?? 0,
    type: parent ? 'variation' : variations.length ? 'variable' : 'simple',
    variation: words.join(', '),
    permalink: permalinkOf(item, origin),
    sku: `SKU-${id}`,
    short_description: '',
    description: parent ? '' : (seed.descriptionHtml ?? ''),
    on_sale: (seed.regular ?? 0) > item.price,
    prices: { ...prices, price_range: min < max ? { min_amount: String(min), max_amount: String(max) } : null },
    price_html: `<span class="woocommerce-Price-amount amount">${prices.price}</span>`,
    average_rating: String(reviews.length ? reviews.reduce((sum, { rating }) => sum + rating, 0) / reviews.length : 0),
    review_count: reviews.length,
    images: imagesJson(item),
    categories: [],
    tags: [],
    brands: [],
    attributes: parent
      ? []
      : attributes.map(attribute => ({
          id: attribute.id,
          name: html(attribute.label),
          taxonomy: attribute.taxonomy,
          has_variations: true,
          terms: attribute.terms.map(term => ({ ...term, name: html(term.name) })),
        })),
    variations: variations
      .filter(({ gone }) => !gone)
      .map(variation => ({
        id: variation.id,
        attributes: variation.terms.map((slug, at) => ({ name: html(attributes[at]?.label ?? ''), value: slug })),
      })),
    grouped_products: [],
    has_options: variations.length > 0,
    is_purchasable: true,
    is_in_stock: !out,
    is_on_backorder: item.stock !== null && item.stock <= 0 && !out,
    low_stock_remaining: variations.length ? null : lowStockOf(item, settings),
    stock_availability: { text: stockText(item, settings), class: out ? 'out-of-stock' : 'in-stock' },
    sold_individually: !!seed.soldIndividually,
    add_to_cart: {
      text: out ? 'Read more' : 'Add to cart',
      description: `Add to cart: &ldquo;${html(nameOf(item))}&rdquo;`,
      url: `?add-to-cart=${id}`,
      single_text: 'Add to cart',
      ...limitsOf(item),
    },
    extensions: seed.extensions ?? {},
  };
}

/** A review of a product. */
export function reviewJson({ id, seed }: ShelfItem, at: number, origin: string): object {
  const review = seed.reviews?.[at];
  return {
    id: id * 1000 + at,
    date_created: `2026-03-0${at + 1}T10:00:00`,
    formatted_date_created: `March ${at + 1}, 2026 10:00 am`,
    date_created_gmt: `2026-03-0${at + 1}T09:00:00`,
    product_id: id,
    product_name: html(seed.title),
    product_permalink: `${origin}/product/${seed.slug}/`,
    product_image: null,
    reviewer: html(review?.reviewer ?? ''),
    review: review?.html ?? '',
    rating: review?.rating ?? 0,
    verified: true,
    reviewer_avatar_urls: {},
  };
}
