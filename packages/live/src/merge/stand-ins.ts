import type { LogFrame, LogPosition } from '@shopcast/core';
import type { LiveEnvironment } from '../environment.js';
import type { TransportItem } from '../live-transport.js';

/** So many ids are remembered of what stand-ins told; whoever was away for longer than that starts from a snapshot. */
const mostTold = 10_000;

/**
 * Ways that carry only what everybody may see stand in for the others: what they bring waits for as long as the others may still bring it. What
 * they told alone is remembered, to see later what a person did not get to know by it.
 */
export interface StandIns {
  /** Hands an item on after a while, unless its place was reached before by another way or `cancel` was called. */
  hold(item: TransportItem): void;
  /** Hands on at once what is held: nobody else brings it. */
  release(): void;
  /** What a stand-in told has been taken. */
  told(item: TransportItem): void;
  /** Whether a frame of another way has something, up to where the reader stands, that the reader was not told. */
  hidFrom(frame: LogFrame, position: LogPosition): boolean;
  /** Whether the reader stands on what stand-ins alone told. */
  readonly alone: boolean;
  /** The others have caught up. */
  forget(): void;
  cancel(): void;
}

/** `take` gets what has waited for `patience` ms. */
export function createStandIns(environment: LiveEnvironment, patience: number, take: (item: TransportItem) => void): StandIns {
  const held = new Map<TransportItem, () => void>();
  let ids: Set<string> | undefined; // none while the others have brought everything
  let whole = true; // every event since then is among the ids

  const handOn = (item: TransportItem): void => {
    held.get(item)?.();
    held.delete(item);
    take(item);
  };

  return {
    hold: item =>
      void held.set(
        item,
        environment.after(patience, () => handOn(item)),
      ),
    release: () => [...held.keys()].forEach(handOn),
    told(item) {
      ids ??= new Set();
      if (item.type === 'frame') for (const { id } of item.frame.events) ids.add(id);
      if (item.type === 'snapshot' || ids.size > mostTold) whole = false;
    },
    hidFrom: ({ events, after }, { seq }) =>
      ids !== undefined && after < seq && (!whole || events.some(event => event.seq <= seq && !ids!.has(event.id))),
    get alone() {
      return ids !== undefined;
    },
    forget() {
      ids = undefined;
      whole = true;
    },
    cancel() {
      for (const cancel of held.values()) cancel();
      held.clear();
    },
  };
}
