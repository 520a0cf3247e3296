import type {
  CallOptions,
  CartChange,
  CartIssueCode,
  CartResult,
  CommerceAdapter,
  CommerceCapabilities,
  Product,
  Variant,
} from '@shopcast/commerce';
import { checkProduct, checkResult, fail, ok, print, same, unitsOf } from './checks.js';
import type { ConformanceShop, ShopControl } from './conformance-shop.js';
import { standardCode, type StandardCodeKey, type StandardProductKey } from './standard-catalogue.js';

/** One shopper: an adapter whose every answer is checked for form, with the words a case is written in. */
export interface Shopper {
  readonly adapter: CommerceAdapter;
  cart(options?: CallOptions): Promise<CartResult>;
  change(...changes: readonly CartChange[]): Promise<CartResult>;
  add(variant: Variant, quantity: number): Promise<CartResult>;
  /** Sets the line of the variant, whose key is read first. */
  set(variant: Variant, quantity: number): Promise<CartResult>;
  remove(variant: Variant): Promise<CartResult>;
  addCode(code: string): Promise<CartResult>;
  removeCode(code: string): Promise<CartResult>;
  /** Fails unless a fresh read, and the shop itself where it can be asked, hold exactly these units. */
  expectUnits(...expected: readonly (readonly [Variant, number])[]): Promise<void>;
  /** Fails unless the result's cart is what a fresh read shows. */
  expectTrue(result: CartResult): Promise<void>;
}

/** What a case is given. */
export interface Scene {
  readonly supports: CommerceCapabilities;
  readonly shop: ConformanceShop;
  /** How long to wait for what the shop has to tell by itself, ms. */
  readonly patienceMs: number;
  readonly control: Required<ShopControl>;
  readonly shopper: Shopper;
  shopperOf(adapter: CommerceAdapter): Shopper;
  /** Reads one product of the standard catalogue. */
  product(key: StandardProductKey): Promise<Product>;
  /** Reads a variant by the labels of its values; without labels the first. */
  variant(key: StandardProductKey, values?: Readonly<Record<string, string>>): Promise<Variant>;
  ref(key: StandardProductKey): string;
  code(key: StandardCodeKey): string;
}

/** Sets the stage for one case. */
export function createScene(shop: ConformanceShop, supports: CommerceCapabilities, patienceMs: number): Scene {
  const ref = (key: StandardProductKey) => shop.refs[key] ?? fail(`The shop has no ref for "${key}".`);
  const shopperOf = (adapter: CommerceAdapter) => createShopper(adapter, shop.control);
  const product = async (key: StandardProductKey) => {
    const found = (await shop.adapter.products([ref(key)])).get(ref(key));
    ok(found, `The shop does not know its own product "${key}" (${ref(key)}).`);
    checkProduct(found);
    return found;
  };
  return {
    supports,
    shop,
    patienceMs,
    // Cases name the controls they need, and run only where these are there.
    control: shop.control as Required<ShopControl>,
    shopper: shopperOf(shop.adapter),
    shopperOf,
    product,
    async variant(key, values = {}) {
      const from = await product(key);
      return findVariant(from, values) ?? fail(`Product "${key}" has no variant ${print(values)}.`);
    },
    ref,
    code: key => shop.codes?.[key] ?? standardCode(key).code,
  };
}

/** The variant whose values have these labels, whatever their ids and order. */
export function findVariant(product: Product, values: Readonly<Record<string, string>>): Variant | undefined {
  const wanted = Object.entries(values).map(([option, value]) => {
    const found = product.options.find(({ label }) => label === option);
    return [found?.id, found?.values.find(({ label }) => label === value)?.id] as const;
  });
  return product.variants.find(variant => wanted.every(([option, value]) => option !== undefined && variant.options[option] === value));
}

/** The codes of a result's issues. */
export function issueCodes(result: CartResult): CartIssueCode[] {
  return result.issues.map(issue => issue.code);
}

function createShopper(adapter: CommerceAdapter, control: ShopControl): Shopper {
  const checked = (result: CartResult) => {
    checkResult(result);
    return result;
  };
  const cart = async (options?: CallOptions) => checked(await adapter.cart(options));
  const change = async (...changes: readonly CartChange[]) => checked(await adapter.change(changes));
  const keyOf = async (variant: Variant) => {
    const lines = (await cart()).cart.lines;
    return lines.find(line => line.variantId === variant.id)?.key ?? fail(`The cart has no line of ${print(variant.title)}.`);
  };
  return {
    adapter,
    cart,
    change,
    add: (variant, quantity) => change({ type: 'add', variantId: variant.id, quantity }),
    set: async (variant, quantity) => change({ type: 'set', lineKey: await keyOf(variant), quantity }),
    remove: async variant => change({ type: 'remove', lineKey: await keyOf(variant) }),
    addCode: code => change({ type: 'add-code', code }),
    removeCode: code => change({ type: 'remove-code', code }),
    async expectUnits(...expected) {
      const wanted = Object.fromEntries(expected.filter(([, units]) => units > 0).map(([variant, units]) => [variant.id, units]));
      same(unitsOf((await cart()).cart), wanted, 'units in the cart as the adapter reads it');
      if (control.readCart) same(await control.readCart(adapter), wanted, 'units in the cart as the shop has it');
    },
    async expectTrue(result) {
      const read = await cart();
      same(unitsOf(result.cart), unitsOf(read.cart), 'units in the answer, compared with a fresh read');
      if (control.readCart)
        same(unitsOf(result.cart), await control.readCart(adapter), 'units in the answer, compared with the shop itself');
    },
  };
}
