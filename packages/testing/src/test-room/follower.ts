import {
  evolve,
  initialShow,
  parseEvent,
  parseState,
  type LogItem,
  type LogPosition,
  type ShowEvent,
  type ShowState,
  type UnknownEvent,
} from '@shopcast/core';

/** Folds what comes down a line, as strictly as the protocol lets a reader be. */
export interface Follower {
  /** The show as far as it was told. */
  readonly state: ShowState;
  /** Where it stands; absent before the first item. */
  readonly position: LogPosition | undefined;
  /** Takes an item in. Throws when it leaves a gap, belongs to another log, or holds what cannot be parsed. */
  take(item: LogItem): void;
}

/** A reader at the beginning. */
export function createFollower(): Follower {
  let state = initialShow;
  let position: LogPosition | undefined;
  const fold = (events: readonly (ShowEvent | UnknownEvent)[] = []) => {
    for (const event of events) state = evolve(state, parseEvent(event));
  };
  return {
    get state() {
      return state;
    },
    get position() {
      return position;
    },
    take(item) {
      if (item.type === 'snapshot') {
        const { epoch, seq } = item.snapshot;
        state = parseState(item.snapshot.state);
        position = { epoch, seq };
        return;
      }
      const { epoch, after, upTo, events, ephemeral } = item.frame;
      if (!position) throw new Error('The first item is a frame, to a reader who stands nowhere.');
      if (epoch !== position.epoch) throw new Error(`A frame of log ${epoch} reached a reader of log ${position.epoch}.`);
      if (after > position.seq) throw new Error(`Places ${position.seq + 1} to ${after} are missing.`);
      const outside = events.find(event => event.seq <= after || event.seq > upTo);
      if (outside) throw new Error(`Place ${outside.seq} lies outside its frame, (${after}, ${upTo}].`);
      fold(events);
      fold(ephemeral);
      position = { epoch, seq: Math.max(position.seq, upTo) };
    },
  };
}
