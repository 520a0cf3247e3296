import { ShopcastError, type LogPosition, type ShowEvent, type UnknownEvent } from '@shopcast/core';
import type { LiveEnvironment, LiveTransport } from '@shopcast/live';
import { absoluteAddresses } from './addresses.js';

/** Where to read from, and what for. */
export interface BeforeOptions {
  readonly transport: LiveTransport;
  /** What addresses in the log go by. */
  readonly base: string | undefined;
  readonly signal: AbortSignal;
  readonly environment: Pick<LiveEnvironment, 'warn'>;
}

/**
 * The log up to the snapshot a viewer joined by, as far as everybody may see it. `undefined` where it is not to be had, which is told.
 * Rejects when a later try may help.
 */
export async function readBefore(
  snapshot: LogPosition,
  { transport, base, signal, environment }: BeforeOptions,
): Promise<readonly (ShowEvent | UnknownEvent)[] | undefined> {
  try {
    const { epoch, events } = await transport.history!({ signal });
    // A cache may still hold a log that is gone, or the line not know yet that its log is.
    if (epoch !== snapshot.epoch) throw new ShopcastError('transport/unreachable', 'What came is the log of another epoch.');
    return absoluteAddresses(
      events.filter(({ seq }) => seq <= snapshot.seq),
      base,
    );
  } catch (error) {
    if (signal.aborted || (error instanceof ShopcastError && error.code === 'transport/unreachable')) throw error;
    environment.warn(`What was shown before joining is not to be had: ${String(error)}`);
    return undefined;
  }
}
