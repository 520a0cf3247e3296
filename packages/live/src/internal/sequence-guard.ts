import type { LogItem, LogPosition } from '@shopcast/core';

/** What to do with an item: hand it on, forget it, or mend the line because something before it is missing. */
export type Verdict = { readonly verdict: 'take'; readonly item: LogItem } | { readonly verdict: 'drop' } | { readonly verdict: 'gap' };

/** Sees to it that a reader gets every place once and in order, whatever comes down the line. */
export interface SequenceGuard {
  readonly position: LogPosition | undefined;
  /** Whether a log of this name was left behind: an answer from an old cache, say. */
  isRetired(epoch: string): boolean;
  /** `again`: takes a snapshot of the reader's own place too, as one that holds more. */
  judge(item: LogItem, again?: boolean): Verdict;
}

const drop: Verdict = { verdict: 'drop' };
const gap: Verdict = { verdict: 'gap' };
/** Ephemeral events have no place; so many of their ids are remembered to take each once. */
const ephemeralMemory = 512;

export function createSequenceGuard(after?: LogPosition): SequenceGuard {
  let position = after;
  const retired = new Set<string>();
  const seen = new Set<string>();

  const isFresh = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > ephemeralMemory) seen.delete(seen.values().next().value as string);
    return true;
  };

  return {
    get position() {
      return position;
    },
    isRetired: epoch => retired.has(epoch),
    judge(item, again = false) {
      if (item.type === 'snapshot') {
        const { epoch, seq } = item.snapshot;
        if (retired.has(epoch)) return drop;
        if (position?.epoch === epoch && (again ? seq < position.seq : seq <= position.seq)) return drop;
        if (position && position.epoch !== epoch) retired.add(position.epoch);
        position = { epoch, seq };
        return { verdict: 'take', item };
      }
      const { frame } = item;
      if (retired.has(frame.epoch)) return drop;
      if (position?.epoch !== frame.epoch || frame.after > position.seq) return gap;
      const { seq } = position;
      const ephemeral = frame.ephemeral?.filter(event => isFresh(event.id)) ?? [];
      if (frame.upTo <= seq && ephemeral.length === 0) return drop;
      const upTo = Math.max(seq, frame.upTo);
      const events = frame.events.filter(event => event.seq > seq);
      position = { epoch: frame.epoch, seq: upTo };
      const { epoch, at } = frame;
      return {
        verdict: 'take',
        item: { type: 'frame', frame: { epoch, after: seq, upTo, events, at, ...(ephemeral.length && { ephemeral }) } },
      };
    },
  };
}
