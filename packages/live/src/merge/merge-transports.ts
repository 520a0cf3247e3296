import { ShopcastError } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment } from '../environment.js';
import { createReaderStates } from '../internal/reader-states.js';
import { createSequenceGuard } from '../internal/sequence-guard.js';
import { cannotSend } from '../internal/line-transport.js';
import { closable } from '../internal/closable.js';
import type { LiveTransport, LogPosition, TransportItem, TransportState } from '../live-transport.js';
import { createStandIns } from './stand-ins.js';

export interface MergeOptions {
  /**
   * What a way brings that carries only what everybody may see (`isPublic`) waits so many ms for a way that also carries what is for this person or for
   * staff alone. Default 2000.
   */
  readonly patience?: number;
  readonly environment?: LiveEnvironment;
}

const readiness: readonly TransportState[] = ['open', 'behind', 'connecting', 'retrying', 'idle', 'closed'];

/**
 * Several ways as one: whichever brings an event first counts, order is kept, and nothing comes twice. Public ways stand in for the others: they count
 * after `patience`, and when another way comes back that knows more of the same stretch, a snapshot of it brings what was missing. Sends by the first that
 * can. One way that fails for good does not end the others. Disposing it disposes them. Throws `transport/bad-options` when there is none.
 */
export function mergeTransports(transports: readonly LiveTransport[], options: MergeOptions = {}): LiveTransport {
  const { patience = 2000, environment = pageEnvironment } = options;
  if (transports.length === 0) throw new ShopcastError('transport/bad-options', 'There is nothing to merge. Give one transport or more.');
  const historians = transports.filter(transport => transport.history !== undefined);
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

  /** What the first of several ways has to say; throws what the last one threw when none has. */
  async function firstAnswer<T>(
    ways: readonly LiveTransport[],
    ask: (transport: LiveTransport) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    assertAlive();
    let failure: Error | undefined;
    for (const way of ways) {
      try {
        const answer = await ask(way);
        if (answer) return answer;
      } catch (error) {
        failure = error as Error;
      }
    }
    if (failure) throw failure;
    return undefined;
  }

  return {
    name,
    canSend: senders.length > 0,
    isPublic: transports.every(transport => transport.isPublic === true),
    get state() {
      return states.state;
    },
    onState: listener => states.onState(listener),
    connect: ({ after, signal } = {}) =>
      closable(life.signal, signal, assertAlive, own => readAll({ transports, patience, environment }, after, own)),
    async send(command, commandId, options) {
      assertAlive();
      for (const [index, sender] of senders.entries()) {
        const result = await sender.send(command, commandId, options);
        // The id makes the command safe to send by another way when nobody knows what became of it.
        if (result.outcome !== 'unknown' || index === senders.length - 1) return result;
      }
      return cannotSend(name);
    },
    serverTime: options => firstAnswer(transports, transport => transport.serverTime(options)),
    ...(historians.length > 0 && {
      history: async options => (await firstAnswer(historians, transport => transport.history!(options)))!,
    }),
    dispose() {
      if (life.signal.aborted) return;
      life.abort();
      states.close();
      for (const transport of transports) transport.dispose();
    },
  };
}

async function* readAll(
  { transports, patience, environment }: Required<MergeOptions> & { readonly transports: readonly LiveTransport[] },
  after: LogPosition | undefined,
  signal: AbortSignal,
): AsyncGenerator<TransportItem, void, undefined> {
  const guard = createSequenceGuard(after);
  const queue: TransportItem[] = [];
  const epochs = new Map<LiveTransport, string>();
  const leading = new Set(transports.filter(transport => !transport.isPublic));
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

  /** Whether it was news. `again`: a snapshot of the reader's own place counts too. */
  const take = (item: TransportItem, again = false): boolean => {
    const { epoch, at } = item.type === 'snapshot' ? item.snapshot : item.frame;
    if (isOld(item)) return false;
    const before = guard.position?.epoch;
    const judged = guard.judge(item, again);
    if (judged.verdict !== 'take') return false; // a gap here: this way tells of a log that does not count
    if (before !== epoch) since = at;
    queue.push(judged.item);
    wake();
    return true;
  };

  const standIns = createStandIns(environment, patience, item => {
    if (take(item) && leading.size > 0) standIns.told(item);
  });

  /** Hears a way that carries everything. `false` when the reader has missed some of it, so that this way must begin anew with a snapshot. */
  const hearLeading = (item: TransportItem): boolean => {
    const { position } = guard;
    if (!standIns.alone || !position) {
      take(item);
    } else if (item.type === 'snapshot') {
      if (take(item, true)) standIns.forget();
      else standIns.told(item); // of a place before the reader's: what it holds beside the events is not known
    } else {
      if (standIns.hidFrom(item.frame, position)) return false;
      take(item);
      if (item.frame.upTo >= position.seq) standIns.forget();
    }
    return true;
  };

  const hear = (item: TransportItem, from: LiveTransport): boolean => {
    epochs.set(from, item.type === 'snapshot' ? item.snapshot.epoch : item.frame.epoch);
    if (leading.has(from)) return hearLeading(item);
    if (leading.size > 0) standIns.hold(item);
    else take(item);
    return true;
  };

  /** Reads one way from a place on; `true` when it is to be read anew. */
  const read = async (transport: LiveTransport, from: LogPosition | undefined): Promise<boolean> => {
    for await (const item of transport.connect({ ...(from && { after: from }), signal })) if (!hear(item, transport)) return true;
    return false;
  };

  const run = async (transport: LiveTransport) => {
    try {
      for (let anew = await read(transport, after); anew && !signal.aborted;) anew = await read(transport, undefined);
    } catch (error) {
      failure ??= error as Error;
    } finally {
      epochs.delete(transport);
      leading.delete(transport);
      if (leading.size === 0 && !signal.aborted) standIns.release();
      running--;
      wake();
    }
  };
  for (const transport of transports) void run(transport);

  try {
    for (;;) {
      while (queue.length > 0) yield queue.shift()!;
      if (signal.aborted) return;
      if (running === 0) {
        if (failure) throw failure;
        return;
      }
      await new Promise<void>(resolve => (wake = resolve));
    }
  } finally {
    standIns.cancel();
  }
}
