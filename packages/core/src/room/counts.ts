import { ShopcastError } from '../errors/errors.js';
import type { Author, ShowEvent, ShowFact } from '../show/events.js';
import { decide } from '../show/decide.js';
import { showLimits } from '../show/limits.js';
import { parseEvent } from '../show/parse.js';
import type { ShowCommandOf } from '../show/commands.js';
import type { ShowState } from '../show/state.js';

/** The room itself. */
export const systemAuthor: Author = { viewerId: 'system', name: 'system', role: 'system' };

/** A command that makes counts: facts that have no place in the log. */
export type CountCommand = ShowCommandOf<'react' | 'count-viewers' | 'count-reactions'>;

/** The ephemeral lane: viewers' taps are summed, and what is counted becomes events between the places of the log. */
export interface Counts {
  /**
   * Takes a viewer's taps, to be told with the next sum. Throws what `decide` refuses, and `room/limit-reached` for one kind of reaction
   * too many.
   */
  react(command: ShowCommandOf<'react'>, by: Author): void;
  /** The taps since the last call; `undefined` if there were none. */
  takeReactions(): ShowCommandOf<'count-reactions'> | undefined;
  /** A count as an event, dated after every other count. Throws what `decide` refuses. */
  tell(command: ShowCommandOf<'count-viewers' | 'count-reactions'>, by: Author): ShowEvent[];
}

/** Counts of a room whose state is `state()`. */
export function createCounts(options: {
  readonly state: () => ShowState;
  readonly clock: { now(): number };
  readonly ids: { next(): string };
}): Counts {
  const { state, clock, ids } = options;
  let sums = new Map<string, number>();
  const timeOf = ({ at, viewers, reactions }: ShowState) => Math.max(clock.now(), at, viewers.at + 1, reactions.at + 1);
  return {
    react(command, by) {
      decide(command, state(), { by, now: timeOf(state()) });
      const { reaction, times = 1 } = command.data;
      const before = sums.get(reaction);
      if (before === undefined && sums.size >= showLimits.reactionKinds)
        throw new ShopcastError('room/limit-reached', `More than ${showLimits.reactionKinds} kinds of reactions at once.`, {
          field: 'data.reaction',
        });
      sums.set(reaction, Math.min((before ?? 0) + times, showLimits.count));
    },
    takeReactions() {
      if (sums.size === 0) return undefined;
      const reactions = Object.fromEntries(sums);
      sums = new Map();
      return { type: 'count-reactions', data: { reactions } };
    },
    tell(command, by) {
      const at = timeOf(state());
      const facts: readonly ShowFact[] = decide(command, state(), { by, now: at });
      return facts.map(fact => parseEvent({ id: ids.next(), seq: state().seq, at, ...fact }) as ShowEvent);
    },
  };
}
