import type { InStreamPart } from '@shopcast/core';
import { parseDateRange, parseId3Value, inStreamClass } from '@shopcast/core';
import { readTextFrames } from './id3.js';

/** Where parts of messages come from: the player, reading the stream. */
export interface InStreamSource {
  /** Calls back with what the stream carries, again and again with what was there before if need be. Returns how to stop. */
  onParts(listener: (parts: readonly InStreamPart[]) => void): () => void;
}

/** The little of an hls.js player that is needed; hls.js itself is not. Parameters are `never`, so that the names and listeners of every version fit. */
export interface HlsPlayer {
  on(event: never, listener: never): unknown;
  off(event: never, listener: never): unknown;
}

interface LevelUpdate {
  readonly details: {
    readonly dateRanges?: Readonly<Record<string, { readonly attr?: Readonly<Record<string, string | undefined>> } | undefined>>;
  };
}
interface ParsedMetadata {
  readonly samples: readonly { readonly data: Uint8Array }[];
}

const isPart = (part: InStreamPart | undefined): part is InStreamPart => part !== undefined;

/**
 * Reads date ranges and ID3 (also in emsg) from an hls.js player. Takes `details.dateRanges` of each playlist and the metadata of each fragment,
 * because text-track cues get lost when media is attached.
 */
export function hlsSource(player: HlsPlayer): InStreamSource {
  return {
    onParts(listener) {
      const onLevel = (_: string, { details }: LevelUpdate) => {
        listener(
          Object.values(details.dateRanges ?? {})
            .map(range => parseDateRange(range?.attr ?? {}))
            .filter(isPart),
        );
      };
      const onMetadata = (_: string, { samples }: ParsedMetadata) => {
        const frames = samples.flatMap(sample => readTextFrames(sample.data));
        listener(frames.map(frame => (frame.description === inStreamClass ? parseId3Value(frame.value) : undefined)).filter(isPart));
      };
      const listeners = Object.entries({ hlsLevelUpdated: onLevel, hlsFragParsingMetadata: onMetadata });
      for (const [event, heard] of listeners) player.on(event as never, heard as never);
      return () => listeners.forEach(([event, heard]) => player.off(event as never, heard as never));
    },
  };
}
