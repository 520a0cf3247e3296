import {
  createMemoryLog,
  createRoom,
  type Author,
  type MemoryLog,
  type Moderate,
  type Role,
  type Room,
  type RoomLimitOptions,
  type ShowCommand,
} from '@shopcast/core';
import { createTestClock, type TestClock } from '../test-clock/test-clock.js';
import { createTestClient, type ConnectAs, type TestClient } from './test-client.js';

/** What a test room differs in. */
export interface TestRoomOptions {
  /** A clock of your own, to share between rooms and players. */
  readonly clock?: TestClock;
  /** What differs from `defaultRoomLimits`. */
  readonly limits?: RoomLimitOptions;
  readonly moderate?: Moderate;
  /** A log to go on with, or one that fails on purpose. An empty one in memory by default. */
  readonly log?: MemoryLog;
  /** How far the show is when the room is handed over: `live` by default. Has no effect on a log that is not empty. */
  readonly phase?: 'new' | 'scheduled' | 'live';
  readonly snapshotEvery?: number;
}

/** The room that the server runs, in memory: with a clock that you move, and lines that are cut when you say so. */
export interface TestRoom {
  /** The room itself. Another one after {@link restart}. */
  readonly room: Room;
  readonly clock: TestClock;
  readonly log: MemoryLog;
  /** What the room reported: empty when all went well. */
  readonly problems: readonly unknown[];
  /** A client at the other end of a line in memory. */
  connect(who?: ConnectAs): TestClient;
  /** Has the room do something, as its producer unless told otherwise. Resolves with the place it took; throws when it is refused. */
  run(command: ShowCommand, as?: Role): Promise<number>;
  /** What a server does about once a second; see `Room.tick`. */
  tick(options?: { readonly elsewhere?: number }): void;
  /** Ends the room and opens another on the same log, as when a server starts again. Lines are cut. `crash` leaves no time to close. */
  restart(how?: 'crash'): Promise<void>;
  /** Closes the room and cuts every line. */
  close(): Promise<void>;
}

/** Opens a room for tests. */
export async function createTestRoom(options: TestRoomOptions = {}): Promise<TestRoom> {
  const clock = options.clock ?? createTestClock();
  const log = options.log ?? createMemoryLog({ epoch: 'test' });
  const clients = new Set<TestClient>();
  const problems: unknown[] = [];
  let counter = 0;
  const count = (prefix: string) => `${prefix}${++counter}`;

  const open = () =>
    createRoom({
      showId: 'test-show',
      log,
      clock,
      ids: { next: () => count(`event-${log.records.length}-`) },
      ticketSalt: 'test-salt',
      report: problem => void problems.push(problem),
      ...(options.limits && { limits: options.limits }),
      ...(options.moderate && { moderate: options.moderate }),
      ...(options.snapshotEvery !== undefined && { snapshotEvery: options.snapshotEvery }),
    });
  let room = await open();

  const cutLines = () => {
    for (const client of clients) client.disconnect();
  };
  const run = async (command: ShowCommand, as: Role = 'producer'): Promise<number> => {
    const by: Author = { viewerId: `test-${as}`, name: as, role: as };
    const answer = await room.submit(command, { by, commandId: count('run-') });
    if (answer.outcome === 'accepted') return answer.seq;
    throw new Error(`The room refused ${command.type}: ${answer.message} (${answer.code})`);
  };

  const phase = log.records.length > 0 ? 'new' : (options.phase ?? 'live');
  if (phase !== 'new') {
    const streams = [{ url: 'https://stream.example/show.m3u8', kind: 'live' }] as const;
    await run({ type: 'schedule-show', data: { showId: 'test-show', title: 'Test show', startsAt: clock.now(), streams } });
  }
  if (phase === 'live') await run({ type: 'start-show', data: {} });

  return {
    get room() {
      return room;
    },
    clock,
    log,
    problems,
    connect(who = {}) {
      const client = createTestClient(() => room, who, count('viewer-'));
      clients.add(client);
      return client;
    },
    run,
    tick: tickOptions => room.tick(tickOptions),
    async restart(how) {
      cutLines();
      if (how !== 'crash') await room.close();
      room = await open();
    },
    async close() {
      cutLines();
      await room.close();
    },
  };
}
