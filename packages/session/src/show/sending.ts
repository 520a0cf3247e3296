import type { Author, ShowCommand } from '@shopcast/core';
import type { LiveEnvironment, LiveTransport, SendResult } from '@shopcast/live';
import { createOptimistic, type Optimistic } from './optimistic.js';

/** Sends commands and shows them meanwhile. */
export interface Sending extends Pick<Optimistic, 'over'> {
  send(command: ShowCommand): Promise<SendResult>;
}

export interface SendingOptions {
  readonly transport: LiveTransport;
  readonly by: Author;
  readonly environment: Pick<LiveEnvironment, 'after'>;
  /** Unique ids of 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly nextId: () => string;
  readonly signal: AbortSignal;
  /** Which log is being read. */
  readonly epoch: () => string | undefined;
  /** Hears whenever what is shown may have changed. */
  readonly onChange: () => void;
}

/** Pauses before a command of unknown outcome is sent again under the same id, ms. */
const pauses = [500, 1500, 4000];

/** The sending half of a session. A command whose answer got lost is sent again: its id makes that safe. */
export function createSending(options: SendingOptions): Sending {
  const { transport, by, environment, nextId, signal, epoch, onChange } = options;
  const optimistic = createOptimistic(by);

  const wait = (ms: number): Promise<void> =>
    new Promise(resolve => {
      const cancel = environment.after(ms, resolve);
      signal.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    });

  const attempt = async (command: ShowCommand, commandId: string): Promise<SendResult> => {
    try {
      return await transport.send(command, commandId, { signal });
    } catch (error) {
      return { outcome: 'unknown', message: String(error) };
    }
  };

  const deliver = async (command: ShowCommand, commandId: string): Promise<SendResult> => {
    let result = await attempt(command, commandId);
    for (const pause of pauses) {
      if (result.outcome !== 'unknown' || signal.aborted) return result;
      await wait(pause);
      if (!signal.aborted) result = await attempt(command, commandId);
    }
    return result;
  };

  return {
    over: (state, known, now) => optimistic.over(state, known, now),
    async send(command) {
      const commandId = nextId();
      optimistic.add(commandId, command);
      onChange();
      const result = await deliver(command, commandId);
      if (result.outcome === 'accepted') optimistic.accept(commandId, result.seq, epoch());
      else optimistic.drop(commandId);
      onChange();
      return result;
    },
  };
}
