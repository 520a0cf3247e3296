import { CommerceError } from '../commerce-error.js';

/** How long a shop is waited for unless said otherwise, ms. Longer than most take: a change that is given up may still take effect. */
export const defaultTimeoutMs = 30_000;

/** Only the properties that say something: what the shop left out, or sent as `null` or an empty text, is absent. */
export function present<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null && value !== '')) as never;
}

/** @throws CommerceError `config` with the message where an option cannot be right. */
export function demand(condition: unknown, message: string): asserts condition {
  if (!condition) throw new CommerceError('config', message);
}

const page = 'https://page.example';

/** Whether an address, absolute or relative, is one of the web. A script is not. `allowed`: how it may begin. */
export function isWebAddress(url: unknown, allowed = /^https?:/): boolean {
  return typeof url === 'string' && URL.canParse(url, page) && allowed.test(new URL(url, page).href);
}

/** A list in portions of at most `size`, for shops that take only so many at once. Each value is in it once. */
export function portions<T>(list: readonly T[], size: number): T[][] {
  const distinct = [...new Set(list)];
  return Array.from({ length: Math.ceil(distinct.length / size) }, (_, at) => distinct.slice(at * size, (at + 1) * size));
}

/** Loads what few pages ever use, when it is used. A part that cannot be loaded is an error of kind `network`, not one of the shop. */
export async function load<T>(part: () => Promise<T>): Promise<T> {
  try {
    return await part();
  } catch (cause) {
    throw new CommerceError('network', 'A part of the adapter could not be loaded.', { cause });
  }
}

/** The answer, or an error of kind `timeout` when it takes longer than `ms`. `who` begins the sentence. */
export async function withinTime<T>(answer: T | PromiseLike<T>, ms: number, who: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CommerceError('timeout', `${who} did not answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
