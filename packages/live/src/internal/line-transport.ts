import { ShopcastError, type LogItem, type LogPosition, type ShowCommand } from '@shopcast/core';
import type { LiveEnvironment } from '../environment.js';
import type { LiveTransport, LogHistory, SendResult, TimeSample, TransportItem } from '../live-transport.js';
import { closable } from './closable.js';
import { backOffDelay, defaultBackOff, type BackOffOptions } from './back-off.js';
import { LineError } from './line-error.js';
import { createReaderStates } from './reader-states.js';
import { createSequenceGuard } from './sequence-guard.js';
import { follow, wait } from './wait.js';

/** What a line says: an item as it came, how it stands though nothing came yet, or that the log has ended. */
export type LineItem = LogItem | { readonly type: 'open' } | { readonly type: 'behind' } | { readonly type: 'end' };

/** What a line knows of its reader. */
export interface LineReader {
  /** Where the reader stands now; moves on as items are taken. */
  readonly position: LogPosition | undefined;
  readonly isRetired: (epoch: string) => boolean;
  /** Aborts when this line is to be given up. */
  readonly signal: AbortSignal;
  /** Sets the bound of the first delay, as the other side asks for it. */
  readonly setRetryBase: (ms: number) => void;
}

/** The part of a transport that differs from way to way. */
export interface LineTransportOptions {
  readonly name: string;
  readonly environment: LiveEnvironment;
  readonly backOff?: BackOffOptions | undefined;
  /** Carries only what everybody may see. */
  readonly isPublic?: boolean;
  /**
   * Opens the line once, from the reader's position (a snapshot when there is none, or its log is gone). It may lose, repeat or swap
   * what it likes. When it ends or throws a `LineError` it is opened again after a pause; a `ShopcastError` is final.
   */
  open(reader: LineReader): AsyncIterable<LineItem>;
  send?(command: ShowCommand, commandId: string, signal: AbortSignal): Promise<SendResult>;
  serverTime?(signal: AbortSignal): Promise<TimeSample | undefined>;
  history?(signal: AbortSignal): Promise<LogHistory>;
  dispose?(): void;
}

/** Makes a whole transport of a line: order, gaps, duplicates, epochs, back-off, states and disposal are alike for every way. */
export function createLineTransport(options: LineTransportOptions): LiveTransport {
  const { name, environment } = options;
  const life = new AbortController();
  const states = createReaderStates();

  const assertAlive = () => {
    if (life.signal.aborted) throw new ShopcastError('transport/disposed', `This "${name}" transport is disposed. Create a new one.`);
  };

  /** One call, given up when the transport is disposed or the caller's signal aborts. */
  const call = async <T>(signal: AbortSignal | undefined, act: (own: AbortSignal) => T): Promise<Awaited<T>> => {
    assertAlive();
    const own = follow(life.signal, signal);
    try {
      return await act(own.controller.signal);
    } finally {
      own.release();
    }
  };

  async function* read(after: LogPosition | undefined, signal: AbortSignal): AsyncGenerator<TransportItem, void, undefined> {
    const guard = createSequenceGuard(after);
    const reader = {};
    const backOff = { ...defaultBackOff, ...options.backOff };
    let attempt = 0;
    try {
      while (!signal.aborted) {
        states.set(reader, attempt ? 'retrying' : 'connecting');
        const line = follow(signal);
        let progressed = false;
        let gap = false;
        let asked: number | undefined;
        try {
          const items = options.open({
            get position() {
              return guard.position;
            },
            isRetired: epoch => guard.isRetired(epoch),
            signal: line.controller.signal,
            setRetryBase: ms => (backOff.base = Math.min(Math.max(ms, 1), backOff.max)),
          });
          for await (const item of items) {
            if (signal.aborted || item.type === 'end') return;
            if (item.type === 'open' || item.type === 'behind') {
              states.set(reader, item.type);
              continue;
            }
            const judged = guard.judge(item);
            if (judged.verdict === 'gap') {
              gap = true;
              break;
            }
            states.set(reader, 'open');
            attempt = 0;
            if (judged.verdict === 'drop') continue;
            progressed = true;
            yield judged.item;
          }
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof ShopcastError) throw error;
          if (error instanceof LineError) asked = error.retryAfter;
        } finally {
          line.controller.abort();
          line.release();
        }
        if (signal.aborted) return;
        if (gap && progressed) {
          states.set(reader, 'behind');
          continue; // what is missing is asked for at once; only a line that brings nothing new has to wait
        }
        states.set(reader, gap ? 'behind' : 'retrying');
        await wait(environment, backOffDelay(attempt++, environment.random, backOff, asked), signal, asked === undefined);
      }
    } finally {
      states.set(reader, undefined);
    }
  }

  return {
    name,
    canSend: options.send !== undefined,
    isPublic: options.isPublic ?? false,
    get state() {
      return states.state;
    },
    onState: listener => states.onState(listener),
    connect: ({ after, signal } = {}) => closable(life.signal, signal, assertAlive, own => read(after, own)),
    send: (command, commandId, { signal } = {}) => call(signal, own => options.send?.(command, commandId, own) ?? cannotSend(name)),
    serverTime: ({ signal } = {}) => call(signal, own => options.serverTime?.(own)),
    ...(options.history && { history: ({ signal } = {}) => call(signal, own => options.history!(own)) }),
    dispose() {
      if (life.signal.aborted) return;
      life.abort();
      states.close();
      options.dispose?.();
    },
  };
}

/** The answer of a way that only carries events down. */
export function cannotSend(name: string): SendResult {
  return {
    outcome: 'refused',
    code: 'transport/cannot-send',
    message: `"${name}" only carries events down. Add a transport that can send.`,
  };
}
