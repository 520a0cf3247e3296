import type { ShowSession, ShowState } from '@shopcast/session';
import type { PlayerStream } from './engine.js';

/** What to play of a show. */
export interface ShowStreams {
  readonly streams: readonly PlayerStream[];
  /** Play at once: the show is on. */
  readonly on: boolean;
}

const nothing: ShowStreams = { streams: [], on: false };

/**
 * The streams of a show at this moment: none before it (nobody's data is spent on waiting), the live ones while it is on, the recording
 * afterwards, for whoever asks to watch it again.
 */
export function showStreams(session: ShowSession | undefined, show: ShowState | undefined): ShowStreams {
  if (!session || !show) return nothing;
  const of = (kind: PlayerStream['kind']): readonly PlayerStream[] => show.streams.filter(stream => stream.kind === kind);
  if (show.phase === 'ended') {
    const recorded = of('recorded');
    return { streams: recorded.length > 0 ? recorded : show.streams, on: false };
  }
  // The log may not be here yet: a show whose time has come is taken to be on, so that its picture need not wait for the log.
  const isOn = show.phase === 'live' || show.phase === 'paused' || session.manifest.startsAt <= session.$now.get();
  if (!isOn) return nothing;
  const live = of('live');
  return { streams: live.length > 0 ? live : show.streams, on: true };
}
