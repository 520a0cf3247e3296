import type { Cart, CartIssue, TokenStore } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { load } from '../../internal/values.js';
import { readCart } from './cart-mapping.js';
import type { Catalogue } from './catalogue.js';
import type { ReadMessage } from './messages.js';
import type { UcpAnswer, UcpApi } from './ucp-api.js';
import type { WireCart } from './wire.js';

/** The shop's cart, `null` where there is none, and what was told with it. */
export interface CartAnswer {
  readonly cart: WireCart | null;
  readonly issues: readonly CartIssue[];
}

/** The one cart of a shopper. */
export interface CartReader {
  /** The cart as the contract words it. */
  readonly describe: (cart: WireCart) => Cart;
  /** `quiet`: what there is to tell, a loss too, is left to the next read. */
  readonly read: (signal: AbortSignal, quiet?: boolean) => Promise<CartAnswer>;
  /** What of the messages is new: a shop repeats them for as long as they are true. */
  readonly news: (messages: readonly ReadMessage[]) => readonly ReadMessage[];
  /** Takes note of the cart that was answered. */
  readonly keep: (cart: WireCart) => void;
  /** Takes note that the shopper went on to the checkout with it. */
  readonly handOver: (cart: WireCart) => void;
  readonly forget: () => void;
}

/** Where a cart is. */
export const pathOf = (id: string) => `carts/${encodeURIComponent(id)}`;

/** Whether the shop has no such cart any more. */
export const isGone = ({ refused, messages }: UcpAnswer) => refused && !!messages?.some(({ code, path }) => code === 'not_found' && !path);

/** Reads the cart whose id `tokens` keep. Loaded when there is one, or is to be one. */
export function cartReader(api: UcpApi, tokens: TokenStore, tokenKey: string, known: Catalogue['known']): CartReader {
  const handedKey = `${tokenKey}:handed-over`;
  let told = new Set<string>();

  function news(messages: readonly ReadMessage[]): readonly ReadMessage[] {
    const fresh = messages.filter(({ mark }) => !told.has(mark));
    told = new Set(messages.map(({ mark }) => mark));
    return fresh;
  }

  async function read(signal: AbortSignal, quiet = false): Promise<CartAnswer> {
    const id = tokens.get(tokenKey);
    if (!id) return { cart: null, issues: [] };
    const answer = await api.ask(pathOf(id), signal, { method: 'GET' });
    if (!answer.refused) {
      const cart = cartOf(answer);
      if (quiet) return { cart, issues: [] };
      // Most carts come without a word.
      const messages = cart.messages?.length
        ? (await load(() => import('./messages.js'))).readMessages(cart.messages, cart.line_items, cart.discounts?.codes ?? [])
        : [];
      return { cart, issues: news(messages).map(unasked) };
    }
    if (!isGone(answer)) throw refusedError(answer);
    if (quiet) return { cart: null, issues: [] };
    // After a hand-over it has most likely become an order, which is no loss.
    const ordered = tokens.get(handedKey) === id;
    forget();
    return { cart: null, issues: ordered ? [] : [{ code: 'cart-lost' }] };
  }

  function forget(): void {
    told = new Set();
    tokens.set(tokenKey, null);
    tokens.set(handedKey, null);
  }

  return {
    describe: cart => readCart(cart, known),
    read,
    news,
    forget,
    keep: ({ id }) => tokens.set(tokenKey, id),
    handOver: ({ id }) => tokens.set(handedKey, id),
  };
}

/** A cart in an answer; without lines it is none, which `understand` tells. */
export function cartOf(answer: UcpAnswer): WireCart {
  const cart = answer as unknown as WireCart;
  if (typeof cart.id !== 'string' || !Array.isArray(cart.line_items)) throw new TypeError('No cart.');
  return cart;
}

function refusedError({ messages }: UcpAnswer): CommerceError {
  return new CommerceError('unavailable', `The shop does not show its cart: ${messages?.[0]?.code} ${messages?.[0]?.content}`);
}

/** The issue of what nobody asked for just now: about a code, it was applied before. */
export const unasked = ({ issue }: ReadMessage): CartIssue =>
  issue.discountCode === undefined ? issue : { ...issue, code: 'code-dropped' };
