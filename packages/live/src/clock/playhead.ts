import { eventRules, isKnownEvent, type ShowEvent, type UnknownEvent } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment } from '../environment.js';

/** What the player says of itself. */
export interface PlayheadReport {
  /** Program date-time of the frame on screen, ms since 1970 on the encoder's clock; absent when the stream has none. */
  readonly programDateTime?: number | undefined;
  readonly playing: boolean;
  /** Default 1. */
  readonly rate?: number;
  /** The viewer is elsewhere on purpose: rewound, or in a replay. Then nothing is shown before its frame, however far back that is. */
  readonly rewound?: boolean;
}

export interface PlayheadOptions {
  /** The server's clock. */
  readonly now: () => number;
  /** How far a stalled or paused video may hold the shop back, ms. Default 20 000: more than the latency of plain HLS. */
  readonly bound?: number;
  /** Encoder's clock minus server's clock, ms, where they are known to differ. */
  readonly encoderOffset?: number;
  readonly environment?: Pick<LiveEnvironment, 'monotonic'>;
}

/** Where the picture is, in server time: what has happened up to here may be shown. */
export interface Playhead {
  report(report: PlayheadReport): void;
  /** Server ms. Live it lies between now less the bound and now; without a video it is now. */
  position(): number;
  /**
   * When an event is presented, server ms: the later of its own time and the moment its frame is on screen, as far as the bound allows. Facts of
   * price and stock count at once and give their own time. A moment in the future is an estimate that moves when the video stalls.
   */
  presentedAt(event: ShowEvent | UnknownEvent): number;
  /** Whether an event is to be seen by now. */
  present(event: ShowEvent | UnknownEvent): boolean;
}

/** Reports come a few times a second; without any for so long, the picture is taken to stand, ms. */
const trusted = 2000;

export function createPlayhead(options: PlayheadOptions): Playhead {
  const { now, bound = 20_000, encoderOffset = 0, environment = pageEnvironment } = options;
  let last: (PlayheadReport & { readonly at: number }) | undefined;

  const position = (): number => {
    const current = now();
    if (last?.programDateTime === undefined) return current;
    const elapsed = last.playing ? Math.min(trusted, environment.monotonic() - last.at) * (last.rate ?? 1) : 0;
    const picture = Math.min(current, last.programDateTime - encoderOffset + elapsed);
    return last.rewound ? picture : Math.max(picture, current - bound);
  };

  /** `live` facts (chat, counts) keep pace with the crowd, but not with the picture of a viewer who is elsewhere on purpose. */
  const waits = (event: ShowEvent | UnknownEvent) => {
    const presentation = isKnownEvent(event) ? eventRules[event.type].presentation : 'now';
    return presentation === 'playhead' || (presentation === 'live' && last?.rewound === true);
  };

  return {
    report(report) {
      const { programDateTime } = report;
      const usable = programDateTime !== undefined && Number.isFinite(programDateTime);
      last = { ...report, programDateTime: usable ? programDateTime : undefined, at: environment.monotonic() };
    },
    position,
    presentedAt(event) {
      if (!waits(event)) return event.at;
      return event.at + now() - position();
    },
    present: event => !waits(event) || event.at <= position(),
  };
}
