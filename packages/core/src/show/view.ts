import { emptyMap, mapGet, mapSet, type PersistentMap } from '../internal/persistent-map.js';
import { ticketOf, voteOf, type ShowState } from './state.js';
import { isStaff, type Viewer } from './visibility.js';

const onlyOf = <T>(map: PersistentMap<T>, key: string | undefined): PersistentMap<T> => {
  const value = key === undefined ? undefined : mapGet(map, key);
  return value === undefined ? emptyMap : mapSet<T>(emptyMap, key!, value);
};

/**
 * The room's state as this viewer may see it: what they would have, had they folded every event `visibleTo` them. Staff see what is
 * held and who is muted; a person sees the own held messages, mute, votes and tickets; nobody sees the votes of others.
 */
export function viewOf(state: ShowState, viewer: Viewer): ShowState {
  const own = viewer.viewerId;
  const staff = isStaff(viewer.role);
  return {
    ...state,
    held: staff ? state.held : state.held.filter(message => message.author.viewerId === own),
    mutes: staff ? state.mutes : state.mutes.filter(mute => mute.viewerId === own),
    polls: state.polls.map(poll => (poll.votes.size ? { ...poll, votes: onlyOf(poll.votes, own) } : poll)),
    draws: state.draws.map(draw => (draw.entries.size ? { ...draw, entries: onlyOf(draw.entries, own) } : draw)),
  };
}

/** Whether the room's state holds anything that only this person (and staff) may see; if not, their view is everybody's. */
export function isConcerned(state: ShowState, viewerId: string): boolean {
  return (
    state.held.some(message => message.author.viewerId === viewerId) ||
    state.mutes.some(mute => mute.viewerId === viewerId) ||
    state.polls.some(poll => voteOf(poll, viewerId) !== undefined) ||
    state.draws.some(draw => ticketOf(draw, viewerId) !== undefined)
  );
}
