import type { ShowEvent, UnknownEvent } from '@shopcast/core';
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookConfig } from '../config/config.js';
import type { Store, StoredDelivery } from '../store/store.js';

/** Seconds before each further try: the schedule that Standard Webhooks recommends, over about two days. */
const schedule = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600];
const patience = 15_000;

/** What deliveries are handed, so that tests own time and network. */
export interface DeliveryOptions {
  readonly store: Store;
  readonly webhooks: readonly WebhookConfig[];
  /** Server ms. */
  readonly now: () => number;
  readonly fetch?: typeof globalThis.fetch;
  /** Told of each try, without body or secret. */
  readonly report?: (told: {
    readonly id: string;
    readonly url: string;
    readonly attempt: number;
    readonly status: number | string;
    readonly done: boolean;
  }) => void;
}

/** Outgoing webhooks: kept on disk until they arrive or have been tried long enough. */
export interface Deliveries {
  /** What is to be delivered for these events: kept in the transaction that writes them, so that neither is there without the other. */
  forEvents(showId: string, events: readonly (ShowEvent | UnknownEvent)[]): readonly StoredDelivery[];
  /** Tries everything that is due, each once. */
  run(): Promise<void>;
  /** Lets tries under way end by themselves and starts no more. */
  close(): Promise<void>;
}

/** Signed deliveries after Standard Webhooks (standardwebhooks.com): `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
export function createDeliveries(options: DeliveryOptions): Deliveries {
  const { store, webhooks, now, fetch = globalThis.fetch, report = () => undefined } = options;
  const stopped = new AbortController();
  let running: Promise<void> | undefined;

  const attempt = async (delivery: StoredDelivery, webhook: WebhookConfig): Promise<number | string> => {
    const sentAt = new Date(now());
    const signature = new Webhook(webhook.secret, { format: 'raw' }).sign(delivery.id, sentAt, delivery.body);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': delivery.id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': signature,
    };
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(patience)]);
    try {
      const answer = await fetch(delivery.url, { method: 'POST', headers, body: delivery.body, redirect: 'manual', signal });
      await answer.body?.cancel();
      return answer.status;
    } catch (error) {
      return error instanceof Error ? error.name : 'failed';
    }
  };

  const deliver = async (delivery: StoredDelivery): Promise<void> => {
    const webhook = webhooks.find(one => one.url === delivery.url);
    // Nobody wants it any more since the configuration changed.
    if (!webhook) return store.removeDelivery(delivery.id);
    const status = await attempt(delivery, webhook);
    if (stopped.signal.aborted) return;
    const attempts = delivery.attempts + 1;
    const wait = schedule[delivery.attempts];
    const arrived = typeof status === 'number' && status >= 200 && status < 300;
    // 410 says: never again.
    const done = arrived || status === 410 || wait === undefined;
    report({ id: delivery.id, url: delivery.url, attempt: attempts, status, done });
    if (done) await store.removeDelivery(delivery.id);
    else await store.saveDelivery({ ...delivery, attempts, dueAt: now() + wait * 1000 });
  };

  // One receiver after the other would let a slow one hold up the rest; one delivery after the other keeps each receiver's order.
  const runOnce = async (): Promise<void> => {
    const queues = Map.groupBy(store.deliveriesDue(now(), 200), delivery => delivery.url);
    await Promise.all(
      [...queues.values()].map(async queue => {
        for (const delivery of queue) if (!stopped.signal.aborted) await deliver(delivery);
      }),
    );
  };

  return {
    forEvents(showId, events) {
      return webhooks
        .filter(webhook => webhook.shows === undefined || webhook.shows.includes(showId))
        .flatMap(webhook =>
          events
            .filter(event => webhook.events === undefined || webhook.events.includes(event.type))
            .map(event => {
              const body = JSON.stringify({
                type: `shopcast.${event.type}`,
                timestamp: new Date(event.at).toISOString(),
                data: { showId, event },
              });
              return { id: `msg_${randomUUID()}`, showId, url: webhook.url, body, attempts: 0, dueAt: now() };
            }),
        );
    },
    run() {
      running ??= runOnce().finally(() => (running = undefined));
      return running;
    },
    async close() {
      stopped.abort();
      await running;
    },
  };
}
