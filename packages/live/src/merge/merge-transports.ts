import { ShopcastError } from '@shopcast/core';
import { createReaderStates } from '../internal/reader-states.js';
import { createSequenceGuard } from '../internal/sequence-guard.js';
import { cannotSend } from '../internal/line-transport.js';
import { closable } from '../internal/closable.js';
import type { LiveTransport, LogPosition, TransportItem, TransportState } from '../live-transport.js';

const readiness: readonly TransportState[] = ['open', 'behind', 'connecting', 'retrying', 'idle', 'closed'];

/**
 * Several ways as one: whichever brings an event first counts, order is kept, and nothing comes twice. Sends by the first that can. One way that
 * fails for good does not end the others. Disposing it disposes them. Throws `transport/bad-options` when there is none.
 */
export function mergeTransports(transports: readonly LiveTransport[]): LiveTransport {
  if (transports.length === 0) throw new ShopcastError('transport/bad-options', 'There is nothing to merge. Give one transport or more.');
  const senders = transports.filter(transport => transport.canSend);
  const name = transports.map(transport => transport.name).join('+');
  const life = new AbortController();
  const states = createReaderStates();
  const showState = () => {
    const best = readiness.find(state => transports.some(transport => transport.state === state));
    states.set(states, best === 'closed' ? undefined : best);
  };
  for (const transport of transports) transport.onState(showState);

  const assertAlive = () => {
    if (life.signal.aborted) throw new ShopcastError('transport/disposed', `This "${name}" transport is disposed. Create a new one.`);
  };

  return {
    name,
    canSend: senders.length > 0,
    get state() {
      return states.state;
    },
    onState: listener => states.onState(listener),
    connect: ({ after, signal } = {}) => closable(life.signal, signal, assertAlive, own => readAll(transports, after, own)),
    async send(command, commandId, options) {
      assertAlive();
      for (const [index, sender] of senders.entries()) {
        const result = await sender.send(command, commandId, options);
        // The id makes the command safe to send by another way when nobody knows what became of it.
        if (result.outcome !== 'unknown' || index === senders.length - 1) return result;
      }
      return cannotSend(name);
    },
    async serverTime(options) {
      assertAlive();
      let failure: Error | undefined;
      for (const transport of transports) {
        try {
          const sample = await transport.serverTime(options);
          if (sample) return sample;
        } catch (error) {
          failure = error as Error;
        }
      }
      if (failure) throw failure;
      return undefined;
    },
    dispose() {
      if (life.signal.aborted) return;
      life.abort();
      states.close();
      for (const transport of transports) transport.dispose();
    },
  };
}

async function* readAll(
  transports: readonly LiveTransport[],
  after: LogPosition | undefined,
  signal: AbortSignal,
): AsyncGenerator<TransportItem, void, undefined> {
  const guard = createSequenceGuard(after);
  const queue: TransportItem[] = [];
  const epochs = new Map<LiveTransport, string>();
  let since = -Infinity; // when the log that counts began to count, server ms
  let running = transports.length;
  let failure: Error | undefined;
  let wake = () => {};

  /** A slow way may still tell of an old log: that log counts only when it is newer, or nobody tells of the other any more. */
  const isOld = (item: TransportItem) =>
    item.type === 'snapshot' &&
    guard.position !== undefined &&
    guard.position.epoch !== item.snapshot.epoch &&
    item.snapshot.at < since &&
    [...epochs.values()].includes(guard.position.epoch);

  const take = (item: TransportItem, from: LiveTransport) => {
    const { epoch, at } = item.type === 'snapshot' ? item.snapshot : item.frame;
    epochs.set(from, epoch);
    if (isOld(item)) return;
    const before = guard.position?.epoch;
    const judged = guard.judge(item);
    if (judged.verdict !== 'take') return; // a gap here: this way tells of a log that does not count
    if (before !== epoch) since = at;
    queue.push(judged.item);
    wake();
  };

  const run = async (transport: LiveTransport) => {
    try {
      for await (const item of transport.connect({ ...(after && { after }), signal })) take(item, transport);
    } catch (error) {
      failure ??= error as Error;
    } finally {
      epochs.delete(transport);
      running--;
      wake();
    }
  };
  for (const transport of transports) void run(transport);

  for (;;) {
    while (queue.length > 0) yield queue.shift()!;
    if (signal.aborted) return;
    if (running === 0) {
      if (failure) throw failure;
      return;
    }
    await new Promise<void>(resolve => (wake = resolve));
  }
}
