import type { Money } from '@shopcast/core';
import type { Cart, CartLine } from '../../commerce-adapter.js';
import { higher, unitsOf } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import { openId, type Kin } from './product-mapping.js';
import { amount, noLimit, type WireCart, type WireItem } from './wire.js';

/** Whether an item of the cart leaves open, by itself, which values its shopper chose: its address then names fewer than it has. */
export function isOpen({ permalink, variation }: WireItem): boolean {
  return (permalink.match(/[?&]attribute_/g)?.length ?? 0) < variation.length;
}

/** The id of the variant of an item: that of the variation, with the values chosen where it leaves some open. */
function variantIdOf({ id, variation }: WireItem, kin: Kin | undefined): string {
  return (kin?.free ?? []).reduce((known, option) => {
    const chosen = plainText(variation.find(({ attribute }) => plainText(attribute) === option.label)?.value);
    return openId(known, option.id, option.values.find(({ label }) => label === chosen)?.id ?? chosen);
  }, String(id));
}

export function readCart({ items, coupons, totals, shipping_address }: WireCart, kinOf: (id: number) => Kin | undefined): Cart {
  const sum = (...amounts: readonly string[]) =>
    amount(
      amounts.reduce((all, each) => all + Number(each), 0),
      totals,
    );
  // The shop does not say whether the prices it shows contain the tax. Its sums do.
  const off = (taxed: 0 | 1) =>
    items.reduce((all, { quantity, prices, totals: { line_subtotal, line_subtotal_tax } }) => {
      return all + Math.abs(Number(prices.price) * quantity - Number(line_subtotal) - taxed * Number(line_subtotal_tax));
    }, 0);
  const [gross, net] = [off(1), off(0)];
  const shown = (name: string, tax: string) => (gross < net ? sum(name, tax) : sum(name));
  return {
    currency: totals.currency_code,
    lines: items.map(item => readLine(item, kinOf(item.id), shown)),
    quantity: unitsOf(items),
    subtotal: shown(totals.total_items, totals.total_items_tax),
    discount: shown(totals.total_discount, totals.total_discount_tax),
    total: sum(totals.total_price),
    tax: sum(totals.total_tax),
    taxes: gross === net ? 'unknown' : gross < net ? 'included' : 'added',
    // Before there is an address, the shop guesses where to send it and what that costs.
    final: !!shipping_address.address_1,
    codes: coupons.map(({ code }) => ({ code, applied: true })),
  };
}

function readLine(item: WireItem, kin: Kin | undefined, shown: (name: string, tax: string) => Money): CartLine {
  const { prices, quantity_limits: limits, totals } = item;
  const unit = amount(prices.price, prices);
  return {
    key: item.key,
    variantId: variantIdOf(item, kin),
    title: plainText(item.name),
    quantity: item.quantity,
    unit,
    total: shown(totals.line_subtotal, totals.line_subtotal_tax),
    editable: limits.editable,
    ...present({
      productId: kin?.productId ?? (item.type === 'variation' ? undefined : String(item.id)),
      variantTitle: item.variation.map(({ value }) => plainText(value)).join(' / '),
      unitCompareAt: higher(amount(prices.regular_price, prices), unit),
      image: item.images[0]?.src,
      max: limits.maximum === noLimit ? undefined : limits.maximum,
    }),
  };
}
