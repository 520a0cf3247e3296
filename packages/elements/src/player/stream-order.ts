/** A stream that failed is left alone for so long, ms: doubled with each failure in a row, to the most. */
const firstPause = 1_000;
const longestPause = 15_000;

interface Standing {
  failures: number;
  /** Not before this time. */
  from: number;
}

/** Which of several streams to play: the first in order of preference that is not resting after a failure. */
export class StreamOrder {
  readonly #standings: Standing[];
  readonly #random: () => number;

  /** @param random - 0 to 1; spreads the attempts of many viewers. */
  constructor(count: number, random: () => number = Math.random) {
    this.#standings = Array.from({ length: count }, () => ({ failures: 0, from: 0 }));
    this.#random = random;
  }

  /** Lets a stream rest. `forGood`: it can never be played here. */
  fail(index: number, now: number, forGood = false): void {
    const standing = this.#standings[index];
    if (!standing) return;
    const pause = Math.min(firstPause * 2 ** standing.failures, longestPause) * (0.75 + this.#random() / 2);
    standing.failures++;
    standing.from = forGood ? Infinity : now + pause;
  }

  /** It has played well for a while: earlier failures are forgotten. */
  praise(index: number): void {
    const standing = this.#standings[index];
    if (standing) standing.failures = 0;
  }

  /** The best stream to play now; with `below`, only if it is better than that one. */
  best(now: number, below = Infinity): number | undefined {
    const index = this.#standings.findIndex(({ from }) => from <= now);
    return index >= 0 && index < below ? index : undefined;
  }

  /** Whether there is another one to go to. */
  hasOther(index: number, now: number): boolean {
    return this.#standings.some(({ from }, other) => other !== index && from <= now);
  }

  /** When the next stream may be tried again; `Infinity`: never. */
  get nextAttempt(): number {
    return Math.min(...this.#standings.map(({ from }) => from));
  }
}
