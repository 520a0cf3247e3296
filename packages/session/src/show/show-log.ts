import { createTimeline, evolve, initialShow, ShopcastError, type LogPosition, type ShowState, type Timeline } from '@shopcast/core';
import type { LiveTransport, TransportItem } from '@shopcast/live';
import { absoluteAddresses } from './addresses.js';
import { bringParsers } from './bring-parsers.js';

/** What has arrived of a show so far. */
export interface ShowLog {
  /** The log as this viewer may see it; a new one after a new start. */
  readonly timeline: Timeline;
  /** The newest counts: they have no place in the log. */
  readonly counts: Pick<ShowState, 'viewers' | 'reactions'>;
  /** How far the log has arrived, events for others included; `undefined` before anything has. */
  readonly position: LogPosition | undefined;
  /** Whether the log has ended: nothing more will come. */
  readonly complete: boolean;
  /** Why reading has ended for good, when mending could not help. */
  readonly failure: ShopcastError | undefined;
}

/**
 * Reads a transport into a log until `signal` aborts, its addresses made absolute by `base`. `onChange` hears after everything that arrives.
 */
export function followLog(transport: LiveTransport, base: string | undefined, signal: AbortSignal, onChange: () => void): ShowLog {
  const log = {
    timeline: createTimeline(),
    counts: { viewers: initialShow.viewers, reactions: initialShow.reactions },
    position: undefined as LogPosition | undefined,
    complete: false,
    failure: undefined as ShopcastError | undefined,
  };

  const take = async (item: TransportItem): Promise<void> => {
    if (item.type === 'snapshot') {
      const { parseState } = await bringParsers();
      if (signal.aborted) return;
      const from = absoluteAddresses(parseState(item.snapshot.state), base);
      log.timeline = createTimeline([], { from });
      log.counts = { viewers: from.viewers, reactions: from.reactions };
      log.position = { epoch: item.snapshot.epoch, seq: item.snapshot.seq };
    } else {
      log.timeline.append(absoluteAddresses(item.frame.events, base));
      const counted = (item.frame.ephemeral ?? []).reduce(evolve, { ...initialShow, ...log.counts });
      log.counts = { viewers: counted.viewers, reactions: counted.reactions };
      log.position = { epoch: item.frame.epoch, seq: item.frame.upTo };
    }
    onChange();
  };

  const read = async (): Promise<void> => {
    try {
      for await (const item of transport.connect({ signal })) await take(item);
      log.complete = !signal.aborted;
    } catch (error) {
      if (signal.aborted) return;
      const message = `The show cannot be followed: ${String(error)}`;
      log.failure = error instanceof ShopcastError ? error : new ShopcastError('transport/unreachable', message, { cause: error });
    }
    onChange();
  };
  void read();
  return log;
}
