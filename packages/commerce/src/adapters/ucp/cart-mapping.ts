import { moneyFromMinor } from '@shopcast/core';
import type { Cart, CartLine } from '../../commerce-adapter.js';
import { unitsOf } from '../../internal/cart.js';
import { present } from '../../internal/values.js';
import type { Catalogue } from './catalogue.js';
import type { WireCart, WireLine } from './wire.js';

/** The sum of the entries of a kind: tax, fees and discounts may have several. */
function sum(totals: WireCart['totals'], ...types: readonly string[]): number | undefined {
  const found = totals.filter(({ type }) => types.includes(type));
  return found.length ? found.reduce((all, { amount }) => all + amount, 0) : undefined;
}

/** The codes that take something off, in lower case. */
export function appliedCodes(cart: WireCart | null): Set<string> {
  return new Set(cart?.discounts?.applied?.flatMap(({ code }) => code?.toLowerCase() ?? []));
}

/** The shop's cart. */
export function readCart(cart: WireCart, known: Catalogue['known']): Cart {
  const { currency: code, totals, line_items: lines, discounts } = cart;
  const amount = (minor: number | undefined) => moneyFromMinor(minor ?? 0, code);
  const tax = sum(totals, 'tax');
  const applied = appliedCodes(cart);
  const named = discounts?.applied?.flatMap(({ code: own }) => own ?? []) ?? [];
  const codes = new Map([...named, ...(discounts?.codes ?? [])].map(text => [text.toLowerCase(), text]));
  return {
    currency: code,
    lines: lines.map(line => readLine(line, code, known)),
    quantity: unitsOf(lines),
    subtotal: amount(sum(totals, 'subtotal')),
    discount: amount(-(sum(totals, 'discount', 'items_discount') ?? 0)),
    total: amount(sum(totals, 'total')),
    ...present({ tax: tax === undefined ? tax : amount(tax) }),
    // The amounts of a receipt add up to its total, the tax among them.
    taxes: tax === undefined ? 'unknown' : 'added',
    final: false,
    codes: [...codes].map(([key, text]) => ({ code: text, applied: applied.has(key) })),
  };
}

function readLine(line: WireLine, currency: string, known: Catalogue['known']): CartLine {
  const { product, variant } = known.get(line.item.id) ?? {};
  const total = sum(line.totals, 'total') ?? sum(line.totals, 'subtotal') ?? line.item.price * line.quantity;
  return {
    key: line.id,
    variantId: line.item.id,
    title: product?.title ?? line.item.title,
    ...present({
      productId: product?.id,
      variantTitle: product?.options?.length ? variant?.title : undefined,
      image: line.item.image_url,
    }),
    quantity: line.quantity,
    unit: moneyFromMinor(line.item.price, currency),
    total: moneyFromMinor(total, currency),
    // What belongs to another line follows that line.
    editable: line.parent_id === undefined,
  };
}
