import { currencyDecimals, moneyToDecimal } from '@shopcast/core';
import { standardCodes, standardProducts, type StandardCode, type StandardProduct } from '../commerce-conformance/standard-catalogue.js';

/** How a shop of the twin differs from the usual one. */
export interface ShopifyShopOptions {
  readonly products?: readonly StandardProduct[];
  readonly codes?: readonly StandardCode[];
}

/** A variant on the shelf. Prices are minor units of the shop's euro. */
export interface ShelfVariant {
  readonly id: number;
  readonly product: ShelfProduct;
  /** In the order of the product's options. */
  readonly values: readonly string[];
  readonly rule: { readonly min: number; readonly max?: number; readonly step: number };
  price: number;
  /** What it costs elsewhere, minor units of that currency. */
  readonly prices: Readonly<Partial<Record<string, number>>>;
  stock: number;
  gone: boolean;
}

/** A product on the shelf. */
export interface ShelfProduct {
  readonly id: number;
  readonly handle: string;
  readonly standard: StandardProduct;
  readonly variants: readonly ShelfVariant[];
}

/** A line of a cart. */
export interface ShelfLine {
  readonly id: string;
  readonly variant: ShelfVariant;
  readonly attributes: Readonly<Record<string, string>>;
  quantity: number;
}

/** A cart as the shop keeps it. */
export interface ShelfCart {
  readonly token: string;
  readonly currency: string;
  lines: ShelfLine[];
  codes: string[];
}

/** Why a discount code takes nothing off, in Shopify's words. */
export type CodeProblem =
  'DISCOUNT_NOT_FOUND' | 'DISCOUNT_CURRENTLY_INACTIVE' | 'DISCOUNT_USAGE_LIMIT_REACHED' | 'DISCOUNT_PURCHASE_NOT_IN_RANGE';

/** What a quantity came to: `allowed` of the wish, and why not all. */
export interface Verdict {
  readonly allowed: number;
  readonly problem?: 'gone' | 'sold-out' | 'too-many' | 'above-maximum' | 'below-minimum' | 'increment';
}

const currencies: Readonly<Record<string, string>> = { JP: 'JPY', KW: 'KWD' };
const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/**
 * The Shopify shop behind both twins: shelf, stock, carts and codes, with the rules both ways in share. The Storefront API and the page of a
 * theme word them each in their own way. The shop sells in euro, in yen to Japan and in dinar to Kuwait.
 */
export function createShopifyShop(options: ShopifyShopOptions = {}) {
  const { products: standard = standardProducts, codes = standardCodes } = options;
  let nextId = 1000;
  let nextText = 0;
  const products = standard.map(shelve);
  const variants = new Map(products.flatMap(product => product.variants.map(variant => [variant.id, variant] as const)));
  const carts = new Map<string, ShelfCart>();

  function shelve(from: StandardProduct): ShelfProduct {
    const list: ShelfVariant[] = [];
    const product = { id: nextId++, handle: slug(from.title), standard: from, variants: list };
    for (const { values, price, stock } of from.variants) {
      list.push({
        id: nextId++,
        product,
        values: from.options.map(({ label }) => values[label] ?? ''),
        rule: from.quantityRule ?? { min: 1, step: 1 },
        price,
        prices: from.otherPrices ?? {},
        stock,
        gone: false,
      });
    }
    return product;
  }

  const priceOf = ({ price, prices }: ShelfVariant, currency: string): number => prices[currency] ?? price;
  const heldBy = (cart: ShelfCart, variant: ShelfVariant, except?: ShelfLine): number =>
    cart.lines.reduce((sum, line) => (line.variant === variant && line !== except ? sum + line.quantity : sum), 0);
  const subtotalOf = (cart: ShelfCart): number =>
    cart.lines.reduce((sum, { variant, quantity }) => sum + priceOf(variant, cart.currency) * quantity, 0);

  function codeProblem(cart: ShelfCart, text: string): CodeProblem | undefined {
    const code = codes.find(found => found.code === text.toUpperCase());
    if (!code) return 'DISCOUNT_NOT_FOUND';
    if (code.expired) return 'DISCOUNT_CURRENTLY_INACTIVE';
    if (code.usesLeft === 0) return 'DISCOUNT_USAGE_LIMIT_REACHED';
    return subtotalOf(cart) < (code.minimum ?? 0) ? 'DISCOUNT_PURCHASE_NOT_IN_RANGE' : undefined;
  }

  function discountOf(cart: ShelfCart): number {
    const subtotal = subtotalOf(cart);
    const off = cart.codes
      .filter(text => !codeProblem(cart, text))
      .map(text => {
        const { percent = 0, amount = 0 } = codes.find(({ code }) => code === text.toUpperCase()) ?? {};
        return Math.round((subtotal * percent) / 100) + amount;
      });
    return Math.min(
      subtotal,
      off.reduce((sum, minor) => sum + minor, 0),
    );
  }

  return {
    products,
    variants,
    carts,
    /** A fresh text for ids and keys. */
    text: (prefix: string): string => `${prefix}${(++nextText).toString(36).padStart(6, '0')}`,
    currencyOf: (country: string): string => currencies[country] ?? 'EUR',
    /** An amount as the Storefront API writes it: at least one decimal and no needless zero, "19.9", "3200.0". */
    decimal: (minor: number, currency: string): string => {
      const text = moneyToDecimal({ minor, currency });
      return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '.0') : `${text}.0`;
    },
    /** An amount as `/cart.js` writes it: a hundred for one, whatever the currency. */
    hundredths: (minor: number, currency: string): number => Math.round(minor * 10 ** (2 - currencyDecimals(currency))),
    priceOf,
    subtotalOf,
    discountOf,
    codeProblem,
    heldBy,
    openCart(currency: string): ShelfCart {
      const cart: ShelfCart = { token: this.text('c'), currency, lines: [], codes: [] };
      carts.set(cart.token, cart);
      return cart;
    },
    /** The line that an add of this would raise. */
    lineFor: (cart: ShelfCart, variant: ShelfVariant, attributes: Readonly<Record<string, string>>): ShelfLine | undefined =>
      cart.lines.find(line => line.variant === variant && JSON.stringify(line.attributes) === JSON.stringify(attributes)),
    /** How many units a line may have of a wish for so many in all. */
    judge(cart: ShelfCart, variant: ShelfVariant | undefined, line: ShelfLine | undefined, wish: number): Verdict {
      if (!variant || variant.gone) return { allowed: 0, problem: 'gone' };
      const { min, max, step } = variant.rule;
      if (max !== undefined && wish > max) return { allowed: line?.quantity ?? 0, problem: 'above-maximum' };
      if (wish < min) return { allowed: line?.quantity ?? 0, problem: 'below-minimum' };
      if (wish % step !== 0) return { allowed: line?.quantity ?? 0, problem: 'increment' };
      const left = Math.max(0, variant.stock - heldBy(cart, variant, line));
      if (wish <= left) return { allowed: wish };
      return { allowed: left, problem: variant.stock <= 0 ? 'sold-out' : 'too-many' };
    },
    /** Puts the units into the line, or opens or takes away one. */
    put(cart: ShelfCart, variant: ShelfVariant, line: ShelfLine | undefined, quantity: number, attributes: ShelfLine['attributes']): void {
      if (line) line.quantity = quantity;
      else if (quantity > 0) cart.lines.push({ id: this.text('l'), variant, attributes, quantity });
      cart.lines = cart.lines.filter(each => each.quantity > 0);
    },
    /** Takes out what the shop no longer sells, without a word. */
    tidy(cart: ShelfCart): void {
      cart.lines = cart.lines.filter(({ variant }) => !variant.gone);
    },
    /** Orders what is in the cart, as the checkout would. */
    placeOrder(cart: ShelfCart | undefined): boolean {
      if (!cart?.lines.length || cart.lines.some(({ variant, quantity }) => variant.gone || variant.stock < quantity)) return false;
      for (const { variant, quantity } of cart.lines) variant.stock -= quantity;
      carts.delete(cart.token);
      return true;
    },
  };
}

/** See {@link createShopifyShop}. */
export type ShopifyShop = ReturnType<typeof createShopifyShop>;
