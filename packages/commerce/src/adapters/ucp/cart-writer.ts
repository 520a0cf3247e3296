import { sameCode } from '@shopcast/core';
import type { CartChange, CartIssue } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import { randomId } from '../../internal/random-id.js';
import { present } from '../../internal/values.js';
import { cartOf, isGone, pathOf, unasked, type CartAnswer, type CartReader } from './cart-reader.js';
import { appliedCodes } from './cart-mapping.js';
import type { Catalogue } from './catalogue.js';
import { concerns, readMessages, type ReadMessage, type Wish } from './messages.js';
import { webUrl } from './profile.js';
import type { UcpAnswer, UcpApi } from './ucp-api.js';
import type { WireCart, WireWish } from './wire.js';

/** What changes the cart of a shopper, and leads to its checkout. */
export interface CartWriter {
  change(changes: readonly CartChange[], signal: AbortSignal): Promise<CartAnswer>;
  /** Where the shopper goes on; undefined where there is no cart. */
  checkoutUrl(signal: AbortSignal): Promise<string | undefined>;
}

/**
 * Makes of single changes what the protocol has: the cart, written as a whole. It is read before, so that what was added elsewhere stays. Loaded
 * with the first change or checkout: most who watch never make any.
 * @param stock Asked when a wish for several was refused as out of stock.
 */
export function cartWriter(api: UcpApi, reader: CartReader, context: object | undefined, stock: Catalogue['stock']): CartWriter {
  /** A cart that was to be made, and may have been although nobody heard of it. */
  let unheard: { readonly text: string; readonly key: string } | undefined;

  /** Writes the cart as a whole; makes it where there is none. */
  async function write(
    base: WireCart | null,
    lines: readonly WireWish[],
    codes: readonly string[],
    signal: AbortSignal,
  ): Promise<UcpAnswer> {
    const { discounts } = await api.profile();
    const body = {
      ...(base ? present({ id: base.id, buyer: base.buyer, signals: base.signals, attribution: base.attribution }) : {}),
      ...present({ context: base?.context ?? context }),
      line_items: lines,
      ...(discounts ? { discounts: { codes } } : {}),
    };
    let key: string = randomId();
    if (!base) {
      // Who repeats word for word what failed means the same cart: the shop tells by the key, and makes it once.
      const text = JSON.stringify(body);
      unheard = unheard?.text === text ? unheard : { text, key };
      ({ key } = unheard);
    }
    const answer = await api.ask(base ? pathOf(base.id) : 'carts', signal, { method: base ? 'PUT' : 'POST', body, key });
    unheard = undefined;
    if (!answer.refused) reader.keep(cartOf(answer));
    return answer;
  }

  async function apply(change: CartChange, base: WireCart | null, signal: AbortSignal): Promise<CartAnswer & { lost?: boolean }> {
    const wish = wishOf(change, base);
    const codeless = change.type === 'add-code' && !(await api.profile()).discounts;
    const refuse = codeless ? 'code-not-applicable' : 'lineKey' in change && !wish.about.variantId ? 'line-gone' : undefined;
    if (refuse) return { cart: base, issues: [{ code: refuse, ...wish.about }] };
    const codes = codesAfter(change, base);
    const lines = linesAfter(change, base);
    // Without a cart there is nothing to take away.
    if (!base && change.type === 'remove-code') return { cart: base, issues: [] };
    const answer = await write(base, lines, codes, signal);
    if (base && isGone(answer)) {
      const again = await reader.read(signal, true);
      if (!again.cart) {
        reader.forget();
        return { cart: null, issues: [{ code: 'cart-lost' }], lost: true };
      }
    }
    let cart = answer.refused ? base : cartOf(answer);
    // A path points to the lines that were sent where some of them are not in the answer.
    const shown = cart && !answer.refused && cart.line_items.length === lines.length ? cart.line_items : lines;
    const messages = readMessages(answer.messages ?? [], shown, codes);
    const fresh = reader.news(messages);
    const mine = messages.filter(message => concerns(message, wish));
    const others = fresh.filter(message => !mine.includes(message)).map(unasked);
    const freshMine = fresh.filter(message => mine.includes(message));
    if (!fulfilled(change, wish, cart)) {
      const own = await worded(mine.some(isReason) ? mine : freshMine, wish, signal);
      const untold = mine.some(isReason) ? [] : [{ code: silence(change, wish, cart), ...wish.about }];
      return { cart, issues: [...untold, ...own, ...others] };
    }
    // More was taken in, and it cannot be had: taken back, or the checkout would stumble over it.
    const raised = (wish.units ?? 0) > unitsIn(base?.line_items ?? [], wish.about.variantId ?? '');
    const refusals = raised ? freshMine.filter(({ refusal }) => refusal) : [];
    if (refusals.length) {
      const undone = await write(cart, wishesOf(base), codesOf(base), signal);
      if (!undone.refused) cart = cartOf(undone);
    }
    return { cart, issues: [...(await worded(refusals.length ? refusals : freshMine, wish, signal)), ...others] };
  }

  /** The issues with what the wish was about, and told apart: sold out, or only not as many. */
  function worded(messages: readonly ReadMessage[], { about, units = 0 }: Wish, signal: AbortSignal): Promise<CartIssue[]> {
    return Promise.all(
      messages.map(async ({ issue }) => {
        const told = { ...about, ...issue };
        if (issue.code !== 'out-of-stock' || units < 2 || !about.variantId) return told;
        // The change is made: a look-up that fails must not make it one that failed.
        const known = await stock([about.variantId], signal).catch(() => undefined);
        const state = known?.get(about.variantId)?.stock.state;
        return state === 'in' || state === 'backorder' ? { ...told, code: 'quantity-limited' as const } : told;
      }),
    );
  }

  return {
    async change(changes, signal) {
      const first = await reader.read(signal);
      const issues = [...first.issues];
      if (issues.some(({ code }) => code === 'cart-lost')) return first;
      let { cart } = first;
      for (const change of changes) {
        const step = await apply(change, cart, signal);
        issues.push(...step.issues);
        cart = step.cart;
        if (step.lost) break;
      }
      return { cart, issues };
    },
    async checkoutUrl(signal) {
      const { cart } = await reader.read(signal, true);
      if (!cart) return undefined;
      let url = webUrl(cart.continue_url);
      if (!url && (await api.profile()).checkouts) {
        // The shop takes the lines from the cart.
        const body = { cart_id: cart.id, line_items: [] };
        url = webUrl((await api.ask('checkout-sessions', signal, { body, key: randomId() }))['continue_url']);
      }
      if (!url) throw new CommerceError('config', 'The shop gives no continue_url, so there is no way to its checkout.');
      reader.handOver(cart);
      return url;
    },
  };
}

/** Whether a message can be why a wish was not fulfilled; a warning with a text of the shop's own only goes with it. */
const isReason = ({ error, issue }: ReadMessage) => error || issue.code !== 'other';

const wishesOf = (cart: WireCart | null): readonly WireWish[] =>
  cart?.line_items.map(({ id, item, quantity, parent_id }) => ({ id, item: { id: item.id }, quantity, ...present({ parent_id }) })) ?? [];

/** Codes that work: one that was refused is not sent again, or the shop would refuse it for ever. */
const codesOf = (cart: WireCart | null): readonly string[] => {
  const applied = appliedCodes(cart);
  return (cart?.discounts?.codes ?? [...applied]).filter(code => applied.has(code.toLowerCase()));
};

const unitsIn = (lines: readonly WireWish[], variantId: string) =>
  lines.reduce((sum, { item, quantity }) => (item.id === variantId ? sum + quantity : sum), 0);

function wishOf(change: CartChange, base: WireCart | null): Wish {
  if ('code' in change) return { about: { discountCode: change.code } };
  const variantId = change.type === 'add' ? change.variantId : base?.line_items.find(({ id }) => id === change.lineKey)?.item.id;
  const lineKey = change.type === 'add' ? undefined : change.lineKey;
  return { about: present({ variantId, lineKey }), units: unitsIn(linesAfter(change, base), variantId ?? '') };
}

function linesAfter(change: CartChange, base: WireCart | null): readonly WireWish[] {
  const lines = wishesOf(base);
  if ('code' in change) return lines;
  if (change.type === 'add') {
    const { variantId, quantity } = change;
    const there = lines.find(({ item, parent_id }) => item.id === variantId && !parent_id);
    if (!there) return [...lines, { item: { id: variantId }, quantity }];
    return lines.map(line => (line === there ? { ...line, quantity: line.quantity + quantity } : line));
  }
  const quantity = change.type === 'set' ? change.quantity : 0;
  const { lineKey } = change;
  if (quantity) return lines.map(line => (line.id === lineKey ? { ...line, quantity } : line));
  return lines.filter(({ id, parent_id }) => id !== lineKey && parent_id !== lineKey);
}

function codesAfter(change: CartChange, base: WireCart | null): readonly string[] {
  const codes = codesOf(base);
  if (!('code' in change)) return codes;
  const others = codes.filter(code => !sameCode(code, change.code));
  return change.type === 'add-code' ? [...others, change.code] : others;
}

function fulfilled(change: CartChange, { about, units }: Wish, cart: WireCart | null): boolean {
  if ('code' in change) return appliedCodes(cart).has(change.code.toLowerCase()) === (change.type === 'add-code');
  return unitsIn(cart?.line_items ?? [], about.variantId ?? '') === units;
}

/** What a wish is told with that was not fulfilled without a word. */
function silence(change: CartChange, { about }: Wish, cart: WireCart | null): CartIssue['code'] {
  if ('code' in change) return change.type === 'add-code' ? 'code-not-applicable' : 'other';
  if (change.type === 'remove') return 'other';
  return unitsIn(cart?.line_items ?? [], about.variantId ?? '') ? 'quantity-limited' : 'out-of-stock';
}
