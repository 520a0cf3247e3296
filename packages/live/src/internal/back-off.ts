/** How long to stay away after a line broke. */
export interface BackOffOptions {
  /** Upper bound of the first delay, ms > 0. Default 1000; a server may set it. */
  readonly base?: number;
  /** Upper bound of every delay, ms. Default 30 000. */
  readonly max?: number;
}

export const defaultBackOff = { base: 1000, max: 30_000 } as const;

/** Longest `Retry-After` that is kept to, ms. */
const longestAsked = 10 * 60_000;

/**
 * Full jitter: anywhere between nothing and a bound that doubles with each failure, so that a crowd cut off together does not come
 * back together. `asked` (`Retry-After`, ms) is kept to and spread by the first bound.
 */
export function backOffDelay(attempt: number, random: () => number, options: Required<BackOffOptions>, asked?: number): number {
  if (asked !== undefined) return Math.min(asked, longestAsked) + random() * options.base;
  return random() * Math.min(options.max, options.base * 2 ** Math.min(attempt, 30));
}
