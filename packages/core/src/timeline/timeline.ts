import { evolve } from '../show/evolve.js';
import type { ShowEvent, ShowEventOf, UnknownEvent } from '../show/events.js';
import { eventRules, type Presentation } from '../show/rules.js';
import { initialShow, type ShowState } from '../show/state.js';
import { isKnownEvent } from '../show/visibility.js';

type AnyEvent = ShowEvent | UnknownEvent;

/** How a timeline is kept. */
export interface TimelineOptions {
  /** A state is kept every so many events, a whole number from 1; 256 unless told. Fewer is faster and takes more memory. */
  readonly every?: number;
  /** What the log starts from, where its beginning is only known as a snapshot; `initialShow` unless told. */
  readonly from?: ShowState;
}

/** Two moments, in server ms: how late it is, and where the viewer's video is. */
export interface Presented {
  readonly truth: number;
  /** Program date-time of the frame on screen. Beyond `truth` it counts as `truth`. */
  readonly playhead: number;
}

/** A log that can be looked at at any moment, and grows. */
export interface Timeline {
  /** The events that count, in order: without those before `from`, and without what came twice. */
  readonly events: readonly AnyEvent[];
  /** Server ms of the first and the last event; `undefined` while there is none. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** The state after the last event. */
  readonly head: ShowState;
  /** Adds what has happened since. Events must come in order: one that is already in the log, or lies before its end, is left out. */
  append(events: readonly AnyEvent[]): void;
  /** The show as it was at `time` (server ms): every event with `at <= time`. O(log n) and at most `every` folds. */
  stateAt(time: number): ShowState;
  /**
   * The show as a viewer may see it whose video lags behind, was rewound or plays again: the events up to the playhead, and of those
   * between playhead and truth the ones that `eventRules` presents `now` (and `live`, unless the show has ended by `truth`), in order.
   * O(log n), at most `every` folds, and one fold for each such event in between. The same moments give the same object.
   */
  presentedState(moments: Presented): ShowState;
}

/** How many of the ascending `values` are at most `value`. */
function countUpTo(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const presentationOf = (event: AnyEvent): Presentation | undefined =>
  isKnownEvent(event) ? eventRules[event.type].presentation : undefined;

/**
 * A timeline of a log. The log given is put in order by `seq` first; later events go through `append`.
 * @param log Events of one show, as one audience may see them: places may be missing.
 */
export function createTimeline(log: readonly AnyEvent[] = [], options: TimelineOptions = {}): Timeline {
  const every = Math.max(1, Math.floor(options.every ?? 256) || 256);
  const from = options.from ?? initialShow;
  const events: AnyEvent[] = [];
  /** When each event took effect: its `at`, but never before the event in front of it. */
  const times: number[] = [];
  /** The state after 0, every, 2 * every ... events. */
  const kept: ShowState[] = [from];
  /** Positions of the events that do not wait for the playhead: in a replay, and while the show is on. */
  const atOnce: { readonly now: number[]; readonly live: number[] } = { now: [], live: [] };
  /** Stock reports that a later one about the same thing replaces, which then need no folding: reports are most of what is `now`. */
  const replacedBy = new Map<number, number>();
  const newestReport = new Map<string, number>();
  let head = from;
  /** How many events are known once the show has ended. */
  let ended = from.phase === 'ended' ? 0 : Infinity;
  let last = { count: 0, state: from };
  let presented = { shown: -1, known: -1, state: from };

  function append(more: readonly AnyEvent[]): void {
    for (const event of more) {
      const next = evolve(head, event);
      if (next === head) continue;
      const presentation = presentationOf(event);
      if (presentation === 'now') atOnce.now.push(events.length);
      if (presentation === 'now' || presentation === 'live') atOnce.live.push(events.length);
      // Only a report that counted replaces another; whether it counts is the same in every presentation, for listings are `now` too.
      if (event.type === 'stock-reported' && next.products !== head.products) noteReport((event as ShowEventOf<'stock-reported'>).data);
      times.push(Math.max(event.at, times.at(-1) ?? 0));
      events.push(event);
      if (next.phase === 'ended') ended = Math.min(ended, events.length);
      head = next;
      if (events.length % every === 0) kept.push(head);
    }
  }

  function noteReport({ productId, variantId }: ShowEventOf<'stock-reported'>['data']): void {
    const about = JSON.stringify([productId, variantId]);
    const older = newestReport.get(about);
    if (older !== undefined) replacedBy.set(older, events.length);
    newestReport.set(about, events.length);
  }

  /** The state after the first `count` events. Remembered, because a playhead mostly moves on by a little. */
  function after(count: number): ShowState {
    const place = Math.floor(count / every);
    const near = last.count <= count && last.count >= place * every;
    let state = near ? last.state : kept[place]!;
    for (let i = near ? last.count : place * every; i < count; i++) state = evolve(state, events[i]!);
    last = { count, state };
    return state;
  }

  append([...log].sort((a, b) => a.seq - b.seq));

  return {
    events,
    get start() {
      return times[0];
    },
    get end() {
      return times.at(-1);
    },
    get head() {
      return head;
    },
    append,
    stateAt: time => after(countUpTo(times, time)),
    presentedState({ truth, playhead }) {
      const known = countUpTo(times, truth);
      const shown = Math.min(countUpTo(times, playhead), known);
      if (presented.shown === shown && presented.known === known) return presented.state;
      const early = known >= ended ? atOnce.now : atOnce.live;
      let state = after(shown);
      for (let i = countUpTo(early, shown - 1); i < early.length && early[i]! < known; i++) {
        const newer = replacedBy.get(early[i]!);
        if (newer === undefined || newer >= known) state = evolve(state, events[early[i]!]!);
      }
      presented = { shown, known, state };
      return state;
    },
  };
}
