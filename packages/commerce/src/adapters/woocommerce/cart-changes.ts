import { sameCode } from '@shopcast/core';
import type { CartChange, CartIssue, CartResult } from '../../commerce-adapter.js';
import { CommerceError } from '../../commerce-error.js';
import type { JsonAnswer } from '../../internal/request.js';
import type { Kin, Known } from './product-mapping.js';
import { readRefusal, type Wished } from './refusals.js';
import { failureOf, readCart, refusalOf, type StoreApi } from './store-api.js';
import type { WireCart, WireItem } from './wire.js';

/** What changes need of their adapter. */
export interface WooCart {
  readonly api: StoreApi;
  /** Those of the last answer. */
  readonly items: readonly WireItem[];
  readonly known: Known;
  readonly result: (cart: WireCart, issues: readonly CartIssue[], signal: AbortSignal) => Promise<CartResult>;
}

/** One change, by the endpoint's name below `/cart/`, and what an issue of it is about. */
interface WireWish {
  readonly path: string;
  readonly body: unknown;
  readonly about: Partial<CartIssue>;
}

// More requests in one trip the batch endpoint of WordPress does not take.
const batchSize = 25;

/** Makes changes in order. Loaded with the first of them: most who watch never make any. */
export async function applyChanges(changes: readonly CartChange[], shop: WooCart, signal: AbortSignal): Promise<CartResult> {
  let { items } = shop;
  // The shop takes several adds in one trip, and in order.
  const trips = changes.every(({ type }) => type === 'add') ? [changes] : changes.map(each => [each]);
  const refused: { readonly change: CartChange; readonly issue: CartIssue }[] = [];
  let cart: WireCart | undefined;
  for (const trip of trips) {
    const wishes = trip.map(wishOf);
    (await write(wishes, shop.api, signal)).forEach((answer, at) => {
      const [{ about }, asked] = [wishes[at], trip[at]] as [WireWish, CartChange];
      const refusal = refusalOf(answer);
      if (refusal) refused.push({ change: asked, issue: readRefusal(refusal, about, wishedOf(asked, items, shop.known)) });
      cart = refusal ? (refusal.data?.cart ?? cart) : (answer.body as WireCart);
      items = cart?.items ?? items;
    });
  }
  const now = cart ?? (await readCart(shop.api, signal));
  const has = (code: string) => now.coupons.some(coupon => sameCode(coupon.code, code));
  // A code that is there already, or is not there to be taken away, is as it was wished to be.
  const issues = refused.filter(({ change: asked }) => !('code' in asked) || has(asked.code) !== (asked.type === 'add-code'));
  return shop.result(
    now,
    issues.map(({ issue }) => issue),
    signal,
  );
}

/** Sends wishes in as few trips as the shop allows. An answer for each; a refusal of the shop is one. */
async function write(wishes: readonly WireWish[], { ask }: StoreApi, signal: AbortSignal): Promise<readonly JsonAnswer[]> {
  const answers: JsonAnswer[] = [];
  for (let at = 0; at < wishes.length; at += batchSize) {
    const part = wishes.slice(at, at + batchSize);
    const requests = (headers: object) => ({
      requests: part.map(({ path, body }) => ({ path: `/wc/store/v1/cart/${path}`, method: 'POST', headers, body })),
    });
    const alone = part.length === 1 ? part[0] : undefined;
    answers.push(...(await (alone ? ask(`/cart/${alone.path}`, signal, () => alone.body) : ask('/batch', signal, requests, inBatch))));
  }
  for (const answer of answers) if (!isAnswered(answer)) throw failureOf(answer);
  if (answers.length !== wishes.length) throw new CommerceError('protocol', 'WooCommerce left a request without an answer.');
  return answers;
}

/** The answers of a batch, the headers of each as if it had come alone; the answer itself where it is none of a batch. */
function inBatch(whole: JsonAnswer): readonly JsonAnswer[] {
  type InBatch = Omit<JsonAnswer, 'headers'> & { readonly headers?: Readonly<Record<string, unknown>> };
  const { responses } = (whole.body ?? {}) as { readonly responses?: readonly InBatch[] };
  const read = ({ headers = {}, ...answer }: InBatch): JsonAnswer => ({
    ...answer,
    headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  });
  return responses?.map(read) ?? [whole];
}

/** Done, or refused for reasons of business. */
function isAnswered(answer: JsonAnswer): boolean {
  if (answer.status < 300) return true;
  const code = refusalOf(answer)?.code;
  return [400, 404, 409].includes(answer.status) && !!code && !/^rest_no_route|rate_limit/.test(code);
}

/** How many units a change asks for in all. */
function wishedOf(change: CartChange, items: readonly WireItem[], known: Known): Wished | undefined {
  if (change.type === 'set') return { units: change.quantity, step: stepOf(items.find(({ key }) => key === change.lineKey)) };
  if (change.type !== 'add') return undefined;
  const id = parseInt(change.variantId);
  const item = items.find(each => each.id === id);
  return { units: change.quantity + (item?.quantity ?? 0), step: stepOf(item, known.get(id)) };
}

/** The request of a change, and what an issue of it is about. */
function wishOf(change: CartChange): WireWish {
  switch (change.type) {
    case 'add': {
      const [id, chosen] = change.variantId.split('?');
      const variation = [...new URLSearchParams(chosen)].map(([attribute, value]) => ({ attribute, value }));
      const { variantId, quantity } = change;
      return { path: 'add-item', body: { id: Number(id), quantity, ...(chosen ? { variation } : {}) }, about: { variantId } };
    }
    case 'add-code':
    case 'remove-code':
      return {
        path: change.type === 'add-code' ? 'apply-coupon' : 'remove-coupon',
        body: { code: change.code },
        about: { discountCode: change.code },
      };
    default: {
      const { lineKey: key } = change;
      const quantity = change.type === 'set' ? change.quantity : 0;
      // The shop refuses a quantity of 0.
      return quantity
        ? { path: 'update-item', body: { key, quantity }, about: { lineKey: key } }
        : { path: 'remove-item', body: { key }, about: { lineKey: key } };
    }
  }
}

function stepOf(item: WireItem | undefined, kin?: Kin): number {
  return (item?.quantity_limits ?? kin?.limits)?.multiple_of ?? 1;
}
