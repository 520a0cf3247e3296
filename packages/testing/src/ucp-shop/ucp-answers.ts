import type { CartIssue, CartResult, Product, Variant } from '@shopcast/commerce';
import type { MemoryCode, MemoryOrder } from '@shopcast/commerce/adapters/memory';

/** A JSON object of the protocol. */
export type Json = Record<string, unknown>;

/** A chosen value of an option. */
export interface Selected {
  readonly name: string;
  readonly id?: string;
  readonly label: string;
}

const price = ({ minor, currency }: Variant['price']) => ({ amount: minor, currency });
const described = (text: string | undefined, title: string) => ({ plain: text ?? title });

/** The values of a variant by name and label. */
export function selectedOf({ options }: Product, variant: Variant): Selected[] {
  return options.flatMap(({ id, label: name, values }) => {
    const value = values.find(each => each.id === variant.options[id]);
    return value ? [{ name, id: value.id, label: value.label }] : [];
  });
}

/** Whether a variant has these values; an id counts before a label. */
export function matches(product: Product, variant: Variant, selected: readonly Selected[]): boolean {
  const own = selectedOf(product, variant);
  return selected.every(({ name, id, label }) =>
    own.some(value => value.name === name && (id === undefined ? value.label === label : value.id === id)),
  );
}

/** A variant in the protocol's words. */
export function variantNode(product: Product, variant: Variant): Json {
  const { state } = variant.stock;
  return {
    id: variant.id,
    ...(variant.sku ? { sku: variant.sku } : {}),
    title: variant.title,
    description: described(undefined, variant.title),
    price: price(variant.price),
    ...(variant.compareAt ? { list_price: price(variant.compareAt) } : {}),
    availability: {
      available: state !== 'out',
      status: state === 'out' ? 'out_of_stock' : state === 'backorder' ? 'backorder' : 'in_stock',
    },
    ...(product.options.length ? { options: selectedOf(product, variant) } : {}),
    ...(variant.image ? { media: [{ type: 'image', url: variant.image }] } : {}),
  };
}

/** A product in the protocol's words, with these of its variants. */
export function productNode(product: Product, variants: readonly Json[]): Json {
  const amounts = product.variants.map(variant => variant.price).toSorted((a, b) => a.minor - b.minor);
  const [least, most] = [amounts[0], amounts.at(-1)];
  return {
    id: product.id,
    ...(product.handle ? { handle: product.handle } : {}),
    ...(product.url ? { url: product.url } : {}),
    title: product.title,
    description: described(product.description, product.title),
    ...(least && most ? { price_range: { min: price(least), max: price(most) } } : {}),
    ...(product.images.length ? { media: product.images.map(url => ({ type: 'image', url })) } : {}),
    ...(product.options.length
      ? { options: product.options.map(({ label, values }) => ({ name: label, values: values.map(valueNode) })) }
      : {}),
    ...(product.rating ? { rating: { value: product.rating.value, scale_max: 5, count: product.rating.count } } : {}),
    variants,
  };
}

const valueNode = ({ id, label }: { id: string; label: string }) => ({ id, label });

/** The options of a product with what of them exists and is there beside the selection. */
export function optionNodes(product: Product, selected: readonly Selected[]): Json[] {
  return product.options.map(({ label: name, values }) => {
    const others = selected.filter(chosen => chosen.name !== name);
    const beside = product.variants.filter(variant => matches(product, variant, others));
    return {
      name,
      values: values.map(({ id, label }) => {
        const having = beside.filter(variant => matches(product, variant, [{ name, id, label }]));
        return { id, label, exists: having.length > 0, available: having.some(({ stock }) => stock.state !== 'out') };
      }),
    };
  });
}

/** Lines and totals of a cart in the protocol's words. */
export function cartNode({ cart }: CartResult, codes: readonly MemoryCode[], sent: readonly string[]): Json {
  const off = ({ percent = 0, amount = 0 }: MemoryCode) => Math.round((cart.subtotal.minor * percent) / 100) + amount;
  const applied = codes.filter(({ code }) => cart.codes.some(own => own.applied && own.code === code.toUpperCase()));
  return {
    currency: cart.currency,
    line_items: cart.lines.map(line => ({
      id: line.key,
      item: { id: line.variantId, title: line.title, price: line.unit.minor, ...(line.image ? { image_url: line.image } : {}) },
      quantity: line.quantity,
      totals: [
        { type: 'subtotal', amount: line.total.minor },
        { type: 'total', amount: line.total.minor },
      ],
    })),
    totals: [
      { type: 'subtotal', display_text: 'Subtotal', amount: cart.subtotal.minor },
      ...(cart.discount.minor ? [{ type: 'discount', display_text: 'Discount', amount: -cart.discount.minor }] : []),
      { type: 'total', display_text: 'Estimated total', amount: cart.total.minor },
    ],
    ...(sent.length || applied.length
      ? { discounts: { codes: sent, applied: applied.map(code => ({ code: code.code, title: code.code, amount: off(code) })) } }
      : {}),
  };
}

/** An order in the protocol's words. */
export function orderNode({ ref, number, result: { cart } }: MemoryOrder, origin: string): Json {
  const { line_items, totals, currency } = cartNode({ cart, issues: [] }, [], []) as { line_items: Json[]; totals: Json; currency: string };
  return {
    id: ref,
    label: `#${number}`,
    checkout_id: `checkout-of-${ref}`,
    permalink_url: `${origin}/orders/${ref}`,
    line_items: line_items.map(line => ({ ...line, quantity: { total: line['quantity'], fulfilled: 0 }, status: 'processing' })),
    fulfillment: {},
    currency,
    totals,
  };
}

const errorCodes: Partial<Record<CartIssue['code'], string>> = {
  'out-of-stock': 'out_of_stock',
  'quantity-limited': 'quantity_invalid_limit_exceeded',
  'quantity-rule': 'quantity_invalid_minimum_not_met',
  'variant-gone': 'item_unavailable',
  'line-removed': 'item_unavailable',
};
const codeReasons: Partial<Record<CartIssue['code'], string>> = {
  'code-invalid': 'discount_code_invalid',
  'code-expired': 'discount_code_expired',
  'code-not-applicable': 'discount_code_user_ineligible',
  'code-dropped': 'discount_code_user_ineligible',
};

/** Why a code is not applied, in the protocol's words; undefined for an issue about something else. */
export function codeReason({ code }: CartIssue): string | undefined {
  return codeReasons[code];
}

/** An issue about a line as a message. A path points to the line that was sent. */
export function lineMessage(issue: CartIssue, sent: readonly { readonly item: { readonly id: string } }[]): Json {
  const at = sent.findIndex(({ item }) => item.id === issue.variantId);
  return {
    type: 'error',
    severity: 'recoverable',
    code: errorCodes[issue.code] ?? 'other',
    content: `${issue.variantId ?? 'The cart'}: ${issue.code}`,
    ...(at < 0 ? {} : { path: `$.line_items[${at}]` }),
  };
}
