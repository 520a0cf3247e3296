import type { Cart, CartLine } from '../../commerce-adapter.js';
import { higher } from '../../internal/cart.js';
import { present } from '../../internal/values.js';
import { cartQuery, checkoutQuery } from './cart-operations.js';
import { money, moneyIf, type WireCart, type WireLine } from './mapping.js';
import type { StorefrontApi } from './storefront-api.js';

/* Loaded with the first cart: most who watch have none. */

/** The cart of an id; null where the shop has none. */
export async function askCart({ ask, context }: StorefrontApi, id: string, signal: AbortSignal): Promise<WireCart | null> {
  return (await ask<{ cart: WireCart | null }>(cartQuery(context), { id }, signal)).cart;
}

/** Where the checkout of a cart is. */
export async function askCheckout({ ask, context }: StorefrontApi, id: string, signal: AbortSignal): Promise<string | undefined> {
  return (await ask<{ cart: { checkoutUrl: string } | null }>(checkoutQuery(context), { id }, signal)).cart?.checkoutUrl;
}

/** The cart. `lines` are those of all pages. */
export function readCart(wire: WireCart, lines: readonly WireLine[]): Cart {
  const total = money(wire.cost.totalAmount);
  // Shopify states what the lines cost before any reduction, and what the cart costs after all of them.
  const before = lines.reduce((sum, { cost }) => sum + money(cost.subtotalAmount).minor, 0);
  const subtotal = { ...total, minor: Math.max(before, total.minor) };
  return {
    currency: total.currency,
    lines: lines.filter(({ quantity }) => quantity > 0).map(readLine),
    quantity: wire.totalQuantity,
    subtotal,
    discount: { ...total, minor: subtotal.minor - total.minor },
    total,
    taxes: 'unknown',
    // Shipping and tax are found out in the checkout.
    final: false,
    codes: wire.discountCodes.map(({ code, applicable }) => ({ code, applied: applicable })),
  };
}

function readLine({ id, quantity, attributes, cost, merchandise }: WireLine): CartLine {
  const unit = money(cost.amountPerQuantity);
  const { title, image, quantityRule, product } = merchandise;
  return {
    key: id,
    variantId: merchandise.id,
    productId: product.id,
    title: product.title,
    quantity,
    unit,
    total: money(cost.totalAmount),
    editable: true,
    ...present({
      variantTitle: title === 'Default Title' ? undefined : title,
      unitCompareAt: higher(moneyIf(cost.compareAtAmountPerQuantity), unit),
      image: image?.url,
      max: quantityRule.maximum,
      attributes: attributes.length ? Object.fromEntries(attributes.map(({ key, value }) => [key, value ?? ''])) : undefined,
    }),
  };
}
