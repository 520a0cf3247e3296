import { uuid } from '@shopcast/core';

/** An id nobody else has. */
export const randomId = (): string => uuid(crypto.getRandomValues(new Uint8Array(16)));
