import type { Engine } from './engine.js';

/** How long a viewer waits, ms, while there is another stream to go to, and when there is none. */
const patience = { other: 1_750, alone: 10_000 };
/** How long the first answer may take: phones on slow networks need their time. */
const firstPatience = { other: 2_500, alone: 15_000 };
/** Data that trickles in is given more time: another stream would trickle too. */
const trickle = 4;
/** There is enough to show and nothing moves, ms: a hole, or a decoder that is stuck. */
const stuckAfter = 3_000;
const enough = 0.5;

export interface WatchdogScene {
  readonly now: number;
  /** There is another stream to go to. */
  readonly hasOther: boolean;
  /** The stream is known. */
  readonly ready: boolean;
}

/** Tells a stream that is slow from one that is dead, and from a picture that is stuck although there is enough to show. */
export class Watchdog {
  readonly #video: HTMLVideoElement;
  #time = 0;
  #received = -1;
  #movedAt = 0;
  #receivedAt = 0;
  #looked = 0;
  #nudgedAt = -Infinity;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.reset();
  }

  /** Begins to wait anew. */
  reset(): void {
    this.#movedAt = performance.now();
    this.#receivedAt = this.#movedAt;
    this.#looked = this.#movedAt;
    this.#received = -1;
  }

  look(engine: Engine, { now, hasOther, ready }: WatchdogScene): 'well' | 'dead' | 'stuck' {
    const video = this.#video;
    // A page that slept must not blame the stream for it.
    if (now - this.#looked > 2_000) this.reset();
    this.#looked = now;
    if (engine.received !== this.#received) {
      this.#received = engine.received;
      this.#receivedAt = now;
    }
    const waits = !video.paused && !video.ended;
    if (!waits || video.currentTime !== this.#time) this.#movedAt = now;
    this.#time = video.currentTime;
    const who = hasOther ? 'other' : 'alone';
    const silent = now - this.#receivedAt;
    if (!ready) return silent > firstPatience[who] ? 'dead' : 'well';
    const still = now - this.#movedAt;
    const { buffered, currentTime } = video;
    const ahead = Array.from({ length: buffered.length }, (_, index) => index).some(
      index => buffered.start(index) <= currentTime + 0.1 && buffered.end(index) - currentTime > enough,
    );
    if (ahead) {
      if (still < stuckAfter || now - this.#nudgedAt < stuckAfter) return 'well';
      this.#nudgedAt = now;
      return still > stuckAfter * 3 ? 'dead' : 'stuck';
    }
    if (still > patience[who] && silent > patience[who]) return 'dead';
    return still > patience[who] * trickle ? 'dead' : 'well';
  }
}
