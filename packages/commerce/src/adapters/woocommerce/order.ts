import type { OrderStatus } from '../../commerce-adapter.js';
import type { StoreApi } from './store-api.js';

/** What became of an order, in its guest's words. Loaded when it is asked for. */
export async function findOrder(ref: string, api: StoreApi, signal: AbortSignal): Promise<OrderStatus | null> {
  const [, number, query] = /(?:^|\/)(\d+)\/?\?(.*)$/.exec(ref) ?? [];
  if (!number) return null;
  const answer = await api.read(`/order/${number}?${query}`, signal, /_invalid_/);
  if (!answer?.body) return null;
  const { id, status } = answer.body as { readonly id: number; readonly status: string };
  const states: Readonly<Record<string, OrderStatus['state']>> = {
    'checkout-draft': 'open',
    pending: 'open',
    'on-hold': 'open',
    failed: 'open',
    processing: 'paid',
    completed: 'shipped',
    cancelled: 'cancelled',
    refunded: 'cancelled',
  };
  return { number: String(id), state: states[status] ?? 'unknown', tracking: [] };
}
