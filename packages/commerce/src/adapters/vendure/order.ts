import type { OrderStatus } from '../../commerce-adapter.js';
import { problemError } from '../../internal/graphql.js';
import type { ShopApi } from './shop-api.js';

const orderQuery = 'query($id:String!){orderByCode(code:$id){code state fulfillments{trackingCode}}}';

interface WireOrderStatus {
  readonly code: string;
  readonly state: string;
  readonly fulfillments?: readonly { readonly trackingCode?: string | null }[] | null;
}

/** The states of Vendure's order process. A shop may have others. */
const states: readonly (readonly [RegExp, OrderStatus['state']])[] = [
  [/^A/, 'open'], // AddingItems, ArrangingPayment, ArrangingAdditionalPayment
  [/^Payment/, 'paid'],
  [/^Delivered$/, 'delivered'],
  [/Shipped$|Delivered$/, 'shipped'],
  [/^Cancelled$/, 'cancelled'],
];

/** What became of an order, in its guest's words. Loaded when it is asked for. */
export async function findOrder(ref: string, api: ShopApi, signal: AbortSignal): Promise<OrderStatus | null> {
  const { data, problems } = await api.ask<{ orderByCode: WireOrderStatus | null }>(orderQuery, { id: ref }, signal, false);
  // An order that does not exist and one that is none of the asker's business are answered alike.
  if (problems[0] && problems[0].code !== 'FORBIDDEN') throw problemError('Vendure', problems[0]);
  const order = data?.orderByCode;
  if (!order) return null;
  const tracking = order.fulfillments?.flatMap(({ trackingCode }) => (trackingCode ? [{ code: trackingCode }] : [])) ?? [];
  return { number: order.code, state: states.find(([word]) => word.test(order.state))?.[1] ?? 'unknown', tracking };
}
