import { ShopcastError } from '@shopcast/core';
import { accessSync, constants, mkdirSync } from 'node:fs';

/** What is thrown for a data folder that cannot be written to. */
export function unwritable(folder: string, cause: unknown): ShopcastError {
  const message = `Cannot write to the data folder "${folder}". Make it writable for this user or name another with --data.`;
  return new ShopcastError('server/unwritable-folder', message, { cause });
}

/** Makes the data folder where there is none. Throws `server/unwritable-folder`. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}
