import type { Playback } from '@shopcast/session';
import { atom } from 'nanostores';

/** The stores a session reads from a player, and the player's way to set them. */
export interface PlaybackStores extends Pick<Playback, '$playhead' | '$playing'> {
  set(playhead: number | undefined, playing: boolean): void;
}

/** Makes the stores of one player. */
export function createPlaybackStores(): PlaybackStores {
  const $playhead = atom<number | undefined>(undefined);
  const $playing = atom(false);
  return {
    $playhead,
    $playing,
    set(playhead, playing) {
      // Whether it moves comes first: who hears of a new playhead reads both.
      $playing.set(playing);
      $playhead.set(playhead);
    },
  };
}
