import type { CartChange, CartIssue } from '@shopcast/commerce';
import type { MemoryCode, MemoryShop } from '@shopcast/commerce/adapters/memory';
import { cartNode, codeReason, lineMessage, type Json } from './ucp-answers.js';

/** A cart as it was written. */
export interface WrittenCart {
  readonly line_items: readonly { readonly id?: string; readonly item: { readonly id: string }; readonly quantity: number }[];
  readonly context?: { readonly currency?: string };
  readonly buyer?: unknown;
  readonly discounts?: { readonly codes?: readonly string[] };
}

interface KeptCart {
  readonly id: string;
  readonly currency: string;
  context?: unknown;
  buyer?: unknown;
  /** The codes as they were sent, those that are not applied with the reason. */
  codes: readonly string[];
  reasons: Map<string, string>;
}

/** The carts of a shop that speaks UCP. A cart's id is the shopper of the shop in memory. */
export interface UcpCarts {
  /** The cart, or messages that say why none was made. */
  create(written: WrittenCart): Promise<Json>;
  /** `undefined` where there is no such cart. */
  read(id: string): Promise<Json | undefined>;
  update(id: string, written: WrittenCart): Promise<Json | undefined>;
  forget(id: string): void;
}

/** Opens them. `currencies`: what the shop sells in, its own first. */
export function ucpCarts(
  shop: MemoryShop,
  codes: readonly MemoryCode[],
  currencies: readonly string[],
  extras: (id: string) => Json,
): UcpCarts {
  const carts = new Map<string, KeptCart>();
  let made = 0;

  async function answer(cart: KeptCart, issues: readonly CartIssue[], sent: WrittenCart['line_items'] | undefined): Promise<Json> {
    const result = await shop.readCart(cart.id, cart.currency);
    const all = [...issues, ...result.issues.filter(({ code }) => !issues.some(told => told.code === code))];
    for (const issue of all) {
      const reason = codeReason(issue);
      const code = cart.codes.find(text => text.toUpperCase() === issue.discountCode?.toUpperCase());
      if (reason && code !== undefined) cart.reasons.set(code, reason);
    }
    const rejected = cart.codes.flatMap((text, at) => {
      const code = cart.reasons.get(text);
      return code ? [{ type: 'warning', code, path: `$.discounts.codes[${at}]`, content: `"${text}" is not applied.` }] : [];
    });
    const lines = sent ?? result.cart.lines.map(line => ({ item: { id: line.variantId } }));
    const messages = [...all.filter(issue => !codeReason(issue)).map(issue => lineMessage(issue, lines)), ...rejected];
    return {
      id: cart.id,
      ...cartNode(result, codes, cart.codes),
      ...(messages.length ? { messages } : {}),
      ...(cart.context ? { context: cart.context } : {}),
      ...(cart.buyer ? { buyer: cart.buyer } : {}),
      ...extras(cart.id),
    };
  }

  /** Makes the cart what was written, and answers what of it did not work. */
  async function replace(cart: KeptCart, written: WrittenCart): Promise<readonly CartIssue[]> {
    const { lines, codes: applied } = (await shop.readCart(cart.id, cart.currency)).cart;
    const ids = new Set(written.line_items.map(({ id }) => id));
    const changes: CartChange[] = lines.filter(({ key }) => !ids.has(key)).map(({ key }) => ({ type: 'remove', lineKey: key }));
    for (const { id, item, quantity } of written.line_items) {
      const line = lines.find(({ key }) => key === id);
      if (!line) changes.push({ type: 'add', variantId: item.id, quantity });
      else if (line.quantity !== quantity) changes.push({ type: 'set', lineKey: line.key, quantity });
    }
    cart.context = written.context ?? cart.context;
    cart.buyer = written.buyer ?? cart.buyer;
    const wanted = written.discounts?.codes;
    if (wanted) {
      cart.codes = wanted;
      cart.reasons = new Map([...cart.reasons].filter(([text]) => wanted.includes(text)));
      const isIn = (list: readonly string[], text: string) => list.some(other => other.toUpperCase() === text.toUpperCase());
      for (const { code } of applied) if (!isIn(wanted, code)) changes.push({ type: 'remove-code', code });
      const now = applied.map(({ code }) => code);
      for (const code of wanted) if (!isIn(now, code)) changes.push({ type: 'add-code', code });
    }
    return changes.length ? (await shop.changeCart(cart.id, cart.currency, changes, undefined)).issues : [];
  }

  return {
    async create(written) {
      const wish = written.context?.currency;
      const currency = currencies.find(each => each === wish) ?? currencies[0] ?? 'EUR';
      const cart: KeptCart = { id: `cart_${++made}`, currency, codes: [], reasons: new Map() };
      const issues = await replace(cart, written);
      if (written.line_items.length && !Object.keys(shop.unitsOf(cart.id)).length) {
        shop.loseCart(cart.id);
        const refusals = issues.filter(issue => !codeReason(issue));
        return { messages: refusals.map(issue => ({ ...lineMessage(issue, written.line_items), severity: 'unrecoverable' })) };
      }
      carts.set(cart.id, cart);
      return answer(cart, issues, written.line_items);
    },
    async read(id) {
      const cart = carts.get(id);
      return cart && answer(cart, [], undefined);
    },
    async update(id, written) {
      const cart = carts.get(id);
      return cart && answer(cart, await replace(cart, written), written.line_items);
    },
    forget: id => void carts.delete(id),
  };
}
