import type { OrderStatus } from '../../commerce-adapter.js';
import { present } from '../../internal/values.js';
import { webUrl } from './profile.js';
import type { UcpApi } from './ucp-api.js';
import type { WireOrder } from './wire.js';

/** Asks what became of an order. Loaded when it is asked for. */
export async function findOrder(ref: string, api: UcpApi, signal: AbortSignal): Promise<OrderStatus | null> {
  const answer = await api.ask(`orders/${encodeURIComponent(ref)}`, signal, { method: 'GET' });
  return answer.refused ? null : readOrder(answer as unknown as WireOrder);
}

/** What became of an order, from its lines and the events of its delivery. */
function readOrder(order: WireOrder): OrderStatus {
  const states = order.line_items.map(({ status }) => status).filter(status => status !== 'removed');
  const events = order.fulfillment.events ?? [];
  const fulfilled = states.every(status => status === 'fulfilled');
  const begun = states.some(status => status !== 'processing') || events.some(({ type }) => /^(shipped|in_transit|delivered)$/.test(type));
  return {
    number: order.label ?? order.id,
    state: !states.length ? 'cancelled' : fulfilled && events.at(-1)?.type === 'delivered' ? 'delivered' : begun ? 'shipped' : 'open',
    tracking: events.flatMap(({ tracking_number: code, tracking_url: url }) =>
      code || webUrl(url) ? present({ code, url: webUrl(url) }) : [],
    ),
  };
}
