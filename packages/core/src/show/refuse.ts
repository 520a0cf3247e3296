import { ShopcastError, type ShopcastErrorCode } from '../errors/errors.js';

/** Ends a decision with a coded refusal. */
export function refuse(code: ShopcastErrorCode, message: string, field?: string): never {
  throw new ShopcastError(code, message, field === undefined ? undefined : { field });
}
