import { CommerceError } from '../commerce-error.js';
import { sound } from './sound.js';

/** Reads an answer of a shop. What it stumbles over is no answer the adapter knows: that becomes a `CommerceError` of kind `protocol`. */
export async function understand<T>(shop: string, read: () => Promise<T> | T): Promise<T> {
  try {
    return sound(await read());
  } catch (cause) {
    if (cause instanceof CommerceError) throw cause;
    throw new CommerceError('protocol', `"${shop}" answered in a form this adapter does not know.`, { cause });
  }
}

/**
 * What to throw where a call failed after a part of it was done: an error whose effect is unknown, so that whoever repeats the call looks
 * first.
 */
export function afterEffect(error: unknown): unknown {
  if (!(error instanceof CommerceError) || error.effectUnknown || error.kind === 'disposed') return error;
  const { retryAfterMs, status } = error;
  return new CommerceError('unavailable', 'A part was done, then the shop refused to go on.', { cause: error, retryAfterMs, status });
}
