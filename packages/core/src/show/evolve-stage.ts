import { pick } from '../internal/pick.js';
import type { ShowEvent, Stream } from './events.js';
import type { ShowState } from './state.js';

const clean = (streams: readonly Stream[]): readonly Stream[] => streams.map(stream => pick(stream, 'url', 'kind'));

/** The broadcast itself: scheduled, started, paused, resumed, ended, streams. `undefined` for events that are not about it. */
export function evolveStage(state: ShowState, event: ShowEvent): ShowState | undefined {
  switch (event.type) {
    case 'show-scheduled': {
      if (state.phase !== 'new' && state.phase !== 'scheduled') return state;
      const { host, ...data } = event.data;
      const details = {
        ...pick(data, 'showId', 'title', 'description', 'startsAt', 'poster', 'language'),
        ...(host && { host: pick(host, 'name', 'picture') }),
      };
      return { ...state, phase: 'scheduled', details, streams: clean(data.streams) };
    }
    case 'show-started':
      return state.startedAt === undefined && state.phase !== 'ended' ? { ...state, phase: 'live', startedAt: event.at } : state;
    case 'show-paused':
      return state.phase === 'live'
        ? { ...state, phase: 'paused', ...(event.data.reason !== undefined && { pauseReason: event.data.reason }) }
        : state;
    case 'show-resumed':
      return state.phase === 'paused' ? { ...withoutPauseReason(state), phase: 'live' } : state;
    case 'show-ended':
      return state.phase === 'live' || state.phase === 'paused'
        ? { ...withoutPauseReason(state), phase: 'ended', endedAt: event.at }
        : state;
    case 'stream-replaced':
      return { ...state, streams: clean(event.data.streams) };
    default:
      return undefined;
  }
}

function withoutPauseReason({ pauseReason: _, ...state }: ShowState): ShowState {
  return state;
}
