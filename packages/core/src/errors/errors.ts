/**
 * Every code a Shopcast package may throw or warn with. The list is closed: a code is added here, gets a heading in
 * docs/errors.md, and never changes its meaning. The part before the slash is the family.
 */
export const errorCodes = [
  'money/bad-amount',
  'money/bad-currency',
  'money/currency-mismatch',
  'show/bad-event',
  'show/bad-command',
  'show/bad-manifest',
  'show/bad-log',
  'show/not-allowed',
  'show/wrong-phase',
  'show/unknown-product',
  'show/unknown-offer',
  'show/unknown-coupon',
  'show/unknown-message',
  'show/unknown-question',
  'show/unknown-poll',
  'show/unknown-draw',
  'show/already-exists',
  'show/already-closed',
  'show/too-many-featured',
  'show/offer-immutable',
  'show/offer-overlaps',
  'show/muted',
  'show/draw-not-verifiable',
  'show/draw-still-open',
  'room/limit-reached',
  'room/closed',
  'room/full',
  'room/log-failed',
  'room/text-refused',
  'room/bad-limits',
  'options/bad-product',
  'commerce/network',
  'commerce/timeout',
  'commerce/rate-limited',
  'commerce/unauthorized',
  'commerce/conflict',
  'commerce/unavailable',
  'commerce/config',
  'commerce/protocol',
  'commerce/aborted',
  'commerce/disposed',
  'server/bad-config',
  'server/port-taken',
  'server/unwritable-folder',
  'server/folder-in-use',
  'server/newer-format',
  'server/damaged-log',
  'server/unknown-address',
  'server/wrong-method',
  'server/unknown-show',
  'server/unknown-segment',
  'server/show-exists',
  'server/bad-request',
  'server/bad-token',
  'server/expired-token',
  'server/bad-signature',
  'server/not-allowed',
  'server/too-many',
  'server/failed',
  'transport/not-found',
  'transport/not-allowed',
  'transport/unreachable',
  'transport/bad-answer',
  'transport/bad-options',
  'transport/not-available',
  'transport/cannot-send',
  'transport/disposed',
  'transport/log-too-long',
  'cart/bad-change',
  'cart/unknown-line',
  'cart/withdrawn',
  'cart/unsure',
  'cart/unreachable',
  'cart/rate-limited',
  'cart/shop-failed',
  'cart/offline',
  'cart/look-first',
  'cart/empty',
  'cart/disposed',
  'session/unknown-shop',
  'session/unknown-transport',
  'session/manifest-unreachable',
  'session/part-failed',
  'player/cannot-play',
  'player/not-supported',
] as const;

/** A code of the closed list, `family/what-happened`. */
export type ShopcastErrorCode = (typeof errorCodes)[number];

/** What an error may say beyond its code. */
export interface ShopcastErrorOptions extends ErrorOptions {
  /** Path of the field at fault, dotted, array positions as numbers: `data.price.currency`. */
  readonly field?: string;
}

/** The one error class of Shopcast (`CommerceError` is one that knows more). `code` is the contract and never changes; `message` is for people and may. */
export class ShopcastError extends Error {
  override readonly name: string = 'ShopcastError';
  /** What happened; a member of {@link errorCodes}. */
  readonly code: ShopcastErrorCode;
  /** The field at fault, when one can be named. */
  readonly field: string | undefined;
  constructor(code: ShopcastErrorCode, message: string, options?: ShopcastErrorOptions) {
    super(`[shopcast] ${message} (${code})`, options);
    this.code = code;
    this.field = options?.field;
  }
}

/** What an error says without the name of the library and the code: what goes over the wire. Apart from the class, which every bundle holds. */
export function reasonOf({ message, code }: ShopcastError): string {
  return message.slice('[shopcast] '.length, -` (${code})`.length);
}
