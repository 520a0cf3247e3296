import { ShopcastError } from '@shopcast/core';

/** Why a call failed as a whole. Each is also an error code: `commerce/<kind>`. */
export const commerceFailures = [
  'network',
  'timeout',
  'rate-limited',
  'unauthorized',
  'conflict',
  'unavailable',
  'config',
  'protocol',
  'aborted',
  'disposed',
] as const;

/** Why a call failed as a whole; a member of {@link commerceFailures}. */
export type CommerceFailure = (typeof commerceFailures)[number];

/** What a {@link CommerceError} may say beyond its kind. */
export interface CommerceErrorOptions extends ErrorOptions {
  /** How long the shop asks to be left alone, ms >= 0. */
  readonly retryAfterMs?: number | undefined;
  /** HTTP status, where there was one. */
  readonly status?: number | undefined;
}

const effectUnknown: ReadonlySet<CommerceFailure> = new Set(['network', 'timeout', 'unavailable', 'protocol', 'aborted']);

/**
 * A call to a shop failed as a whole. A refusal by the shop (sold out, unknown code) is no error: it is an issue in the result.
 * `kind` is the contract; `code` is `commerce/<kind>`.
 */
export class CommerceError extends ShopcastError {
  override readonly name = 'CommerceError';
  readonly kind: CommerceFailure;
  /** How long the shop asks to be left alone, ms; undefined where it did not say. */
  readonly retryAfterMs: number | undefined;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(kind: CommerceFailure, message: string, options?: CommerceErrorOptions) {
    super(`commerce/${kind}`, message, options);
    this.kind = kind;
    this.retryAfterMs = options?.retryAfterMs;
    this.status = options?.status;
  }

  /**
   * True when the shop may have carried out the call although it failed: no answer, a broken one, or one by a gateway in between.
   * Whoever repeats an add must read the cart first.
   */
  get effectUnknown(): boolean {
    return effectUnknown.has(this.kind);
  }
}
