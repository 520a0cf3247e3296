import type * as Parsers from './parsers.js';

let coming: Promise<typeof Parsers> | undefined;

/** The parsers of manifest and state: fetched beside the first of what they are to read, rather than before anything is on screen. */
export function bringParsers(): Promise<typeof Parsers> {
  coming ??= import('./parsers.js').catch((error: unknown) => {
    coming = undefined; // the next who needs them asks again
    throw error;
  });
  return coming;
}
