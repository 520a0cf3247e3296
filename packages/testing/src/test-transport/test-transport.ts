import { ShopcastError, type LogItem, type Role, type ShowCommand } from '@shopcast/core';
import {
  createLineTransport,
  LineError,
  type BackOffOptions,
  type LineItem,
  type LineReader,
  type LiveTransport,
  type SendResult,
} from '@shopcast/live';
import type { TestEnvironment } from '../test-environment/test-environment.js';
import type { TestRoom } from '../test-room/test-room.js';

/** What goes wrong on the line to a test room. Change it at any time. */
export interface LineFaults {
  /** So many of the next frames get lost on the way. */
  lose: number;
  /** So many of the next frames arrive twice. */
  repeat: number;
  /** So many of the next attempts to connect fail. */
  refuse: number;
  /** What a refused attempt is told to wait, ms. */
  retryAfter: number | undefined;
  /** The token is no good: final. */
  forbid: boolean;
  /** Commands arrive, but their answers do not. */
  swallowAnswers: boolean;
  /** The log is complete. */
  ended: boolean;
}

/** A transport in memory to a test room. */
export interface TestTransport extends LiveTransport {
  readonly faults: LineFaults;
  /** Attempts to connect so far. */
  readonly attempts: number;
  /** Breaks every open line. */
  cut(): void;
}

export interface TestTransportOptions {
  /** Whose transport it is: a viewer's by default. */
  readonly as?: Role;
  /** The pseudonym in the show. */
  readonly viewerId?: string;
  readonly environment: TestEnvironment;
  readonly backOff?: BackOffOptions;
}

/** Joins a room to whatever needs a `LiveTransport`. `room` is asked for anew on each connection, so it may be another after a loss. */
export function createTestTransport(room: () => TestRoom, options: TestTransportOptions): TestTransport {
  const { as: role = 'viewer', viewerId = 'test-viewer', environment } = options;
  const faults: LineFaults = {
    lose: 0,
    repeat: 0,
    refuse: 0,
    retryAfter: undefined,
    forbid: false,
    swallowAnswers: false,
    ended: false,
  };
  const lines = new Set<() => void>();
  let attempts = 0;

  async function* open(reader: LineReader): AsyncGenerator<LineItem, void, undefined> {
    attempts++;
    await Promise.resolve(); // a real line is never there at once
    if (faults.forbid) throw new ShopcastError('transport/not-allowed', 'The token is no good.');
    if (faults.refuse > 0) {
      faults.refuse--;
      throw new LineError('refused', faults.retryAfter);
    }
    const queue: LineItem[] = [];
    let wake = () => {};
    const put = (item: LineItem) => {
      queue.push(item);
      wake();
    };
    const receive = (item: LogItem) => {
      if (item.type === 'frame' && faults.lose > 0) return void faults.lose--;
      const arrived = JSON.parse(JSON.stringify(item)) as LogItem;
      put(arrived);
      if (item.type === 'frame' && faults.repeat > 0) {
        faults.repeat--;
        put(arrived);
      }
    };
    let broken = false;
    const end = () => {
      broken = true;
      wake();
    };
    const leave = room().room.join({ viewer: { role, viewerId }, after: reader.position, receive });
    lines.add(end);
    reader.signal.addEventListener('abort', end);
    try {
      for (;;) {
        while (queue.length > 0 && !broken) yield queue.shift()!;
        if (broken) return;
        if (faults.ended) yield { type: 'end' };
        await new Promise<void>(resolve => (wake = resolve));
      }
    } finally {
      leave();
      lines.delete(end);
      reader.signal.removeEventListener('abort', end);
    }
  }

  const send = async (command: ShowCommand, commandId: string): Promise<SendResult> => {
    const answer = await room().room.submit(JSON.parse(JSON.stringify(command)), { by: { viewerId, name: viewerId, role }, commandId });
    return faults.swallowAnswers ? { outcome: 'unknown', message: 'No answer came.' } : answer;
  };

  const transport = createLineTransport({
    name: 'test',
    environment,
    backOff: options.backOff,
    open,
    send,
    async history() {
      const { epoch, events } = await room().room.read(0, room().room.position.seq, { role: 'viewer' });
      return { epoch, events: JSON.parse(JSON.stringify(events)) as typeof events };
    },
    serverTime() {
      const now = environment.monotonic();
      return Promise.resolve({ serverTime: room().clock.now(), sentAt: now, receivedAt: now });
    },
  });
  const cut = () => [...lines].forEach(end => end());
  Object.defineProperty(transport, 'attempts', { get: () => attempts });
  return Object.assign(transport, { faults, cut }) as TestTransport;
}
