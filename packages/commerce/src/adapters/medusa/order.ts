import type { OrderStatus } from '../../commerce-adapter.js';
import { present } from '../../internal/values.js';

/** What of an order is read. */
export const orderFields = 'fields=display_id,status,payment_status,fulfillment_status,*fulfillments.labels';

export interface WireOrder {
  readonly id: string;
  readonly display_id?: number | null;
  readonly status?: string;
  readonly payment_status?: string;
  readonly fulfillment_status?: string;
  readonly fulfillments?:
    | readonly {
        readonly labels?: readonly { readonly tracking_number?: string | null; readonly tracking_url?: string | null }[] | null;
      }[]
    | null;
}

/** What became of an order, in its guest's words. */
export function readOrder(order: WireOrder): OrderStatus {
  const { status, payment_status: payment = '', fulfillment_status: fulfilment = '' } = order;
  const labels = order.fulfillments?.flatMap(({ labels }) => labels ?? []) ?? [];
  return {
    number: String(order.display_id ?? order.id),
    state:
      status === 'canceled'
        ? 'cancelled'
        : fulfilment === 'delivered'
          ? 'delivered'
          : /shipped|delivered/.test(fulfilment)
            ? 'shipped'
            : /captured|authorized/.test(payment)
              ? 'paid'
              : 'open',
    tracking: labels.flatMap(({ tracking_number: code, tracking_url: url }) => (code || url ? present({ code, url }) : [])),
  };
}
