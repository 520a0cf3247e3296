import type { ShowEvent, UnknownEvent } from '@shopcast/core';
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookConfig } from '../config/config.js';
import type { Store, StoredDelivery } from '../store/store.js';

/** Seconds before each further try: the schedule that Standard Webhooks recommends, over about two days. */
const schedule = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600];
/** A receiver that was away for so long, in ms, is not told of what happened before. */
const mostAge = schedule.reduce((sum, seconds) => sum + seconds, 0) * 1000;
/** Statuses that say nothing of the message: the receiver is away or busy, so what follows waits too and keeps its order. */
const away: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);
const batch = 100;

/** What deliveries are handed, so that tests own time and network. */
export interface DeliveryOptions {
  readonly store: Store;
  readonly webhooks: readonly WebhookConfig[];
  /** Server ms. */
  readonly now: () => number;
  readonly fetch?: typeof globalThis.fetch;
  /** How long a receiver may take to answer, ms; 15 s by default. */
  readonly patience?: number;
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
  /** Tries everything that is due, each once; every receiver by itself, in the order of the log. */
  run(): Promise<void>;
  /** Breaks off tries under way, which are made again after the next start, and begins no more. */
  close(): Promise<void>;
}

/** Signed deliveries after Standard Webhooks (standardwebhooks.com): `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
export function createDeliveries(options: DeliveryOptions): Deliveries {
  const { store, webhooks, now, fetch = globalThis.fetch, patience = 15_000, report = () => undefined } = options;
  const stopped = new AbortController();
  // A slow receiver holds up nobody else: each has a line of its own.
  const running = new Map<string, Promise<void>>();
  const pausedUntil = new Map<string, number>();

  const attempt = async (delivery: StoredDelivery, webhook: WebhookConfig): Promise<number | string> => {
    const sentAt = new Date(now());
    const { secret } = webhook;
    const signer = secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
    const signature = signer.sign(delivery.id, sentAt, delivery.body);
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

  /** Resolves with whether the receiver is there to take more. */
  const deliver = async (delivery: StoredDelivery, webhook: WebhookConfig): Promise<boolean> => {
    const status = await attempt(delivery, webhook);
    if (stopped.signal.aborted) return false;
    const attempts = delivery.attempts + 1;
    const wait = schedule[delivery.attempts];
    const arrived = typeof status === 'number' && status >= 200 && status < 300;
    // 410 says: never again.
    const done = arrived || status === 410 || wait === undefined;
    report({ id: delivery.id, url: delivery.url, attempt: attempts, status, done });
    if (done) await store.removeDelivery(delivery.id);
    else await store.saveDelivery({ ...delivery, attempts, dueAt: now() + wait * 1000 });
    if (typeof status === 'number' && !away.has(status)) return true;
    pausedUntil.set(delivery.url, now() + (wait ?? 0) * 1000);
    if (wait === undefined) await store.removeDeliveries(delivery.url, now() - mostAge);
    return false;
  };

  const serve = async (url: string): Promise<void> => {
    const webhook = webhooks.find(one => one.url === url);
    // Nobody wants it any more since the configuration changed.
    if (!webhook) return store.removeDeliveries(url, Number.MAX_SAFE_INTEGER);
    while ((pausedUntil.get(url) ?? 0) <= now()) {
      const due = store.deliveriesDue(url, now(), batch);
      if (due.length === 0) return;
      for (const delivery of due) if (!(await deliver(delivery, webhook))) return;
    }
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
              return { id: `msg_${randomUUID()}`, showId, url: webhook.url, body, createdAt: now(), attempts: 0, dueAt: now() };
            }),
        );
    },
    async run() {
      if (stopped.signal.aborted) return;
      for (const url of store.receivers()) {
        if (!running.has(url))
          running.set(
            url,
            serve(url).finally(() => running.delete(url)),
          );
      }
      await Promise.all(running.values());
    },
    async close() {
      stopped.abort();
      await Promise.allSettled(running.values());
    },
  };
}
