import type { ShopcastError } from '@shopcast/core';
import type { LiveTransport } from '@shopcast/live';
import type { SessionConnection } from './session-types.js';

/** How the line stands, in a viewer's terms. */
export function connectionOf(
  transport: Pick<LiveTransport, 'state' | 'canSend'>,
  online: boolean,
  failure: ShopcastError | undefined,
  since: number,
): SessionConnection {
  const { canSend, state } = transport;
  if (failure) return { state: 'closed', canSend: false, since };
  if (!online && state !== 'open') return { state: 'offline', canSend, since };
  return { state: state === 'idle' ? 'connecting' : state, canSend, since };
}
