import type { Money } from '@shopcast/core';
import type { Cart, CartIssue, CartLine, ProductOption } from '../../commerce-adapter.js';
import { higher, unitsOf } from '../../internal/cart.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import { variantIdOf, type Kin, type Known } from './product-mapping.js';
import { readRefusal } from './refusals.js';
import { amount, noLimit, type WireCart, type WireItem, type WireProduct, type WireRefusal } from './wire.js';

/** Whether a variation leaves open, by itself, which values its shopper chose: its address then names fewer than it has. */
function isOpen({ type, permalink, variation }: WireItem): boolean {
  return type === 'variation' && (permalink.match(/[?&]attribute_/g)?.length ?? 0) < variation.length;
}

/** The values its shopper chose where a variation leaves some open. */
const chosenIn =
  ({ variation }: WireItem) =>
  ({ label, values }: ProductOption): string => {
    const chosen = plainText(variation.find(({ attribute }) => plainText(attribute) === label)?.value);
    return values.find(value => value.label === chosen)?.id ?? chosen;
  };

/** What the shop says about its cart unasked. It repeats it with each answer: what was `told` is not told again. */
export function readNews(errors: readonly WireRefusal[], told: readonly WireRefusal[]): CartIssue[] {
  return errors.filter(({ message }) => !told.some(before => before.message === message)).map(error => readRefusal(error, {}));
}

/**
 * A cart that there is something to say about. Loaded with the first.
 * @param find Finds a product or variation by its id; `meet` reads a product, so that `known` has its variations.
 */
export async function readFilledCart(
  { items, coupons, totals, shipping_address }: WireCart,
  known: Known,
  find: (id: string) => Promise<WireProduct | undefined>,
  meet: (product: WireProduct) => Promise<unknown>,
): Promise<Cart> {
  for (const item of items) {
    if (known.has(item.id) || !isOpen(item)) continue;
    const parent = (await find(String(item.id)))?.parent;
    const product = parent && (await find(String(parent)));
    if (product) await meet(product);
  }
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
    lines: items.map(item => readLine(item, known.get(item.id), shown)),
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
    variantId: variantIdOf(item.id, kin?.free ?? [], chosenIn(item)),
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
