import type { ShowEvent, ShowEventOf, UnknownEvent } from './events.js';
import { evolveShop } from './evolve-shop.js';
import { evolveStage } from './evolve-stage.js';
import { evolveTalk } from './evolve-talk.js';
import { showLimits } from './limits.js';
import { eventRules } from './rules.js';
import { hasPlace, hasShape } from './shapes.js';
import type { ShowState } from './state.js';

/**
 * Folds one event into the show. Takes everything from its arguments, never mutates and never throws, whatever it is given:
 * - an event already taken in (its `seq` is not above the state's) changes nothing, so duplicates and stragglers are harmless;
 * - one without a place (`seq`, `at`) changes nothing;
 * - one of an unknown type, of a wrong shape, or that breaks a rule (a fourth featured product, a second offer on the same variant at
 *   the same time, a vote after the end) takes its place in the count and changes nothing else;
 * - ephemeral counts have no place of their own and are ordered by `at`.
 */
export function evolve(state: ShowState, event: ShowEvent | UnknownEvent): ShowState {
  if (!hasPlace(event)) return state;
  const understood = hasShape(event) && !('unknown' in event);
  if (understood && eventRules[event.type].lane === 'ephemeral') return evolveCounts(state, event);
  if (event.seq <= state.seq) return state;
  return { ...(understood ? evolveDurable(state, event) : state), seq: event.seq, at: event.at };
}

function evolveDurable(state: ShowState, event: ShowEvent): ShowState {
  return evolveStage(state, event) ?? evolveShop(state, event) ?? evolveTalk(state, event) ?? state;
}

/** Sums up to the largest whole number that is exact. */
const add = (a: number, b: number): number => Math.min(a + b, Number.MAX_SAFE_INTEGER);

function evolveCounts(state: ShowState, event: ShowEvent): ShowState {
  if (event.type === 'viewers-counted') {
    return event.at > state.viewers.at ? { ...state, viewers: { count: event.data.viewers, at: event.at } } : state;
  }
  return event.type === 'reactions-counted' && event.at > state.reactions.at ? evolveReactions(state, event) : state;
}

function evolveReactions(state: ShowState, { data, at }: ShowEventOf<'reactions-counted'>): ShowState {
  const totals = new Map(state.reactions.totals.map(({ reaction, count }) => [reaction, count]));
  for (const [reaction, count] of Object.entries(data.reactions)) {
    if (reaction.length <= showLimits.id && (totals.has(reaction) || totals.size < showLimits.reactionKinds)) {
      totals.set(reaction, add(totals.get(reaction) ?? 0, count));
    }
  }
  return { ...state, reactions: { totals: Array.from(totals, ([reaction, count]) => ({ reaction, count })), at } };
}
