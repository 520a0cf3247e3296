import type { Author, LogPosition, ShowCommand, ShowState } from '@shopcast/core';
import type { LiveEnvironment, LiveTransport, SendResult } from '@shopcast/live';
import type { PendingCommand, showPending } from './optimistic.js';

/** Sends commands and shows them meanwhile. */
export interface Sending {
  send(command: ShowCommand): Promise<SendResult>;
  /** The state as it will be when the room allows everything sent. `known`: how far the log has arrived; `now`: server ms. */
  over(state: ShowState, known: LogPosition | undefined, now: number): ShowState;
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

/** The rules of the room, once a session has brought them: those after it show their first command at once. */
let rules: typeof showPending | undefined;

/** The sending half of a session. A command whose answer got lost is sent again: its id makes that safe. */
export function createSending(options: SendingOptions): Sending {
  const { transport, by, environment, nextId, signal, epoch, onChange } = options;
  /** By the command's id. */
  const pending = new Map<string, PendingCommand>();
  let show = rules;

  /** The rules of the room come with the first command: who only watches does without. Without them a command shows once the log has it. */
  const bringRules = async (): Promise<void> => {
    try {
      ({ showPending: rules } = await import('./optimistic.js'));
      show = rules;
    } catch {
      return; // asked for again with the next command
    }
    onChange();
  };

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
    over: (state, known, now) => (show && pending.size > 0 ? show(state, pending, { by, known, now }) : state),
    async send(command) {
      const commandId = nextId();
      const sent: PendingCommand = { command };
      pending.set(commandId, sent);
      if (show) onChange();
      else void bringRules();
      const result = await deliver(command, commandId);
      if (result.outcome === 'accepted') sent.accepted = { seq: result.seq, epoch: epoch() };
      else pending.delete(commandId);
      onChange();
      return result;
    },
  };
}
