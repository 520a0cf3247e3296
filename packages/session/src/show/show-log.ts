import { createTimeline, evolve, initialShow, ShopcastError, type LogPosition, type ShowState, type Timeline } from '@shopcast/core';
import type { LiveEnvironment, LiveTransport, TransportItem } from '@shopcast/live';
import { absoluteAddresses } from './addresses.js';
import { bringParsers } from './bring-parsers.js';

/** What has arrived of a show so far. */
export interface ShowLog {
  /** The log as this viewer may see it; a new one after a new start. */
  readonly timeline: Timeline;
  /**
   * The log to look at when the viewer is at `playhead` on purpose (server ms): the whole of it before the snapshot it began with, which is
   * asked for then, and serves once it is there.
   */
  timelineAt(playhead: number): Timeline;
  /** The newest counts: they have no place in the log. */
  readonly counts: Pick<ShowState, 'viewers' | 'reactions'>;
  /** How far the log has arrived, events for others included; `undefined` before anything has. */
  readonly position: LogPosition | undefined;
  /** Whether the log has ended: nothing more will come. */
  readonly complete: boolean;
  /** Why reading has ended for good, when mending could not help. */
  readonly failure: ShopcastError | undefined;
}

/** After so many ms a log that did not come is asked for again, while it is wanted. */
const pause = 10_000;

/**
 * Reads a transport into a log until `signal` aborts, its addresses made absolute by `base`. `onChange` hears after everything that arrives.
 */
export function followLog(
  transport: LiveTransport,
  base: string | undefined,
  signal: AbortSignal,
  environment: LiveEnvironment,
  onChange: () => void,
): ShowLog {
  /** Where the snapshot stands that the log began with, and its server ms. */
  let start: (LogPosition & { readonly at: number }) | undefined;
  /** The log from its first event on, once it was asked for and has come; not asked for again before `again`, on the device's clock. */
  let whole: { timeline?: Timeline | undefined; again: number } | undefined;

  const askForWhole = (from: LogPosition): void => {
    const asked: typeof whole = (whole = { again: Infinity });
    import('./before-joining.js')
      .then(({ readBefore }) => readBefore(from, { transport, base, signal, environment }))
      .then(
        before => {
          if (!before || whole !== asked) return;
          asked.timeline = createTimeline([...before, ...log.timeline.events]);
          onChange();
        },
        () => (asked.again = environment.monotonic() + pause),
      );
  };

  const log = {
    timelineAt(playhead: number) {
      if (!start || playhead >= start.at || !transport.history) return log.timeline;
      if (!whole || environment.monotonic() >= whole.again) askForWhole(start);
      return whole?.timeline ?? log.timeline;
    },
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
      start = { epoch: item.snapshot.epoch, seq: item.snapshot.seq, at: from.at };
      whole = undefined;
      log.counts = { viewers: from.viewers, reactions: from.reactions };
      log.position = { epoch: item.snapshot.epoch, seq: item.snapshot.seq };
    } else {
      const events = absoluteAddresses(item.frame.events, base);
      log.timeline.append(events);
      whole?.timeline?.append(events);
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
