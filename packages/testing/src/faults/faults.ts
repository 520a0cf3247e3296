import { seededRandom } from '../test-environment/test-environment.js';

/**
 * What can go wrong between a page and a shop. Whether the shop carried the request out is part of the fault: *before* it did not, *after*
 * it did.
 */
export const faults = [
  /** No answer ever; the shop never saw it. */
  'timeout-before',
  /** No answer ever; the shop carried it out. */
  'timeout-after',
  /** 429 with Retry-After; the shop never saw it. */
  'rate-limited',
  /** 500 with JSON; the shop never saw it. */
  'server-error',
  /** 502 with a gateway's HTML; the shop carried it out. */
  'html-502',
  /** 200 with something that is not JSON; the shop carried it out. */
  'malformed',
  /** The answer breaks off in the middle; the shop carried it out. */
  'truncated',
  /** The answer comes twice in one body; the shop carried it out once. */
  'duplicated-answer',
  /** A gateway sends the request twice. No client can undo that: only for shops that know a request again. */
  'duplicated-request',
  /** The right answer, late. */
  'slow',
  /** The connection breaks; the shop never saw it. */
  'reset-before',
  /** The connection breaks; the shop carried it out. */
  'reset-after',
] as const;

/** What can go wrong; a member of {@link faults}. */
export type Fault = (typeof faults)[number];

/** Which fault meets a request, if any. `number` counts from 1; `name` is `POST /path` or the name of the call. */
export type FaultPlan = (request: { readonly number: number; readonly name: string }) => Fault | undefined;

/** What happened so far. */
export interface FaultCounts {
  readonly requests: number;
  /** How many reached the shop. */
  readonly forwarded: number;
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
}

/** How faults look. */
export interface FaultOptions {
  readonly plan: FaultPlan;
  /** `Retry-After` of a 429: seconds or an HTTP date. Default `1`. */
  readonly retryAfter?: string;
  /** How late a slow answer is, ms. Default 30,000. */
  readonly slowMs?: number;
  /** How time passes. Default the real one; hand in a test clock's to wait for nothing. */
  readonly delay?: (ms: number) => Promise<void>;
}

/** One fault after the other, `undefined` for a request that passes; after the last all pass. */
export function listedFaults(list: readonly (Fault | undefined)[]): FaultPlan {
  let at = 0;
  return () => list[at++];
}

/** Faults by chance, the same for the same seed. `rate`: share of the requests, 0 to 1, default 0.2. */
export function randomFaults(options: { readonly seed: number; readonly rate?: number; readonly among?: readonly Fault[] }): FaultPlan {
  const { rate = 0.2, among = faults.filter(fault => fault !== 'duplicated-request') } = options;
  const random = seededRandom(options.seed);
  return () => (random() < rate ? among[Math.floor(random() * among.length)] : undefined);
}

/** A counter of what happens, for whoever makes faults. */
export function countFaults(plan: FaultPlan): { readonly counts: FaultCounts; next(name: string): Fault | undefined; forwarded(): void } {
  const counts = { requests: 0, forwarded: 0, faults: {} as Partial<Record<Fault, number>> };
  return {
    counts,
    next(name) {
      const fault = plan({ number: ++counts.requests, name });
      if (fault) counts.faults[fault] = (counts.faults[fault] ?? 0) + 1;
      return fault;
    },
    forwarded: () => counts.forwarded++,
  };
}

/** The default way for time to pass. */
export const realDelay = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** What a gateway says when the shop behind it does not. */
export const gatewayPage = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
/** An answer that is no JSON. */
export const malformedBody = '{"data": {"cart": nul';
