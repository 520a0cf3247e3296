import type { ShowEvent, UnknownEvent } from './events.js';
import type { ShowState } from './state.js';

/**
 * Folds one event into the show. Pure, and never throws: an event already taken in (`seq` not above the state's), of an unknown
 * type or of a wrong shape changes nothing.
 */
export function evolve(state: ShowState, event: ShowEvent | UnknownEvent): ShowState {
  if (!(event.seq > state.seq)) return state;
  return { ...state, seq: event.seq, at: event.at };
}
