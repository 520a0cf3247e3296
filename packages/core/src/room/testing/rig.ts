import type { ShowCommand } from '../../show/commands.js';
import type { Author, Role } from '../../show/events.js';
import type { LogItem } from '../../show/log-frame.js';
import type { CommandAnswer } from '../../wire/http.js';
import { createMemoryLog, type MemoryLog } from '../memory-log.js';
import { createRoom, type Room, type RoomOptions } from '../room.js';
import type { LogRecord } from '../room-log.js';

export const noon = Date.UTC(2030, 0, 1, 12);
export const producer: Author = { viewerId: 'paula', name: 'Paula', role: 'producer' };
export const ann: Author = { viewerId: 'ann', name: 'Ann', role: 'viewer' };
export const bob: Author = { viewerId: 'bob', name: 'Bob', role: 'viewer' };

export const schedule: ShowCommand = {
  type: 'schedule-show',
  data: { showId: 'show', title: 'Show', startsAt: noon, streams: [{ url: 'https://stream.example/a.m3u8', kind: 'live' }] },
};
export const start: ShowCommand = { type: 'start-show', data: {} };
export const list = (productId: string): ShowCommand => ({ type: 'list-product', data: { productId, listing: { title: productId } } });
export const feature = (productId: string): ShowCommand => ({ type: 'feature-product', data: { productId } });
export const post = (messageId: string, text = 'Hello'): ShowCommand => ({ type: 'post-message', data: { messageId, text } });
export const react = (times?: number): ShowCommand => ({
  type: 'react',
  data: { reaction: 'heart', ...(times !== undefined && { times }) },
});

/** All that can happen without the log has happened. */
export const nextTurn = () => new Promise(resolve => setTimeout(resolve));

/** A log whose appends wait for `release` or fail on demand. */
export function createGatedLog(log: MemoryLog = createMemoryLog({ epoch: 'one' })) {
  const appends: number[] = [];
  let gate: Promise<void> | undefined;
  let open = () => {};
  let failing: 'lost' | 'written' | undefined;
  let unreadable = false;
  return {
    ...log,
    records: log.records,
    appends,
    hold() {
      gate = new Promise(resolve => (open = resolve));
    },
    release() {
      gate = undefined;
      open();
    },
    /** The next append rejects; its records are lost, or written all the same. */
    failNext(how: 'lost' | 'written') {
      failing = how;
    },
    setUnreadable(value: boolean) {
      unreadable = value;
    },
    read(after: number, limit: number) {
      return unreadable ? Promise.reject(new Error('disk gone')) : log.read(after, limit);
    },
    async append(records: readonly LogRecord[]) {
      await gate;
      appends.push(records.length);
      const how = failing;
      failing = undefined;
      if (how !== 'lost') await log.append(records);
      if (how) throw new Error('disk full');
    },
  };
}

/** A room on a clock of its own, after `commands`. */
export async function createRig(options: Partial<RoomOptions> = {}, commands: readonly ShowCommand[] = [schedule, start]) {
  let now = noon;
  let ids = 0;
  const problems: unknown[] = [];
  const log = options.log ?? createMemoryLog({ epoch: 'one' });
  const open = (more: Partial<RoomOptions> = {}) =>
    createRoom({
      showId: 'show',
      log,
      clock: { now: () => now },
      ids: { next: () => `id${++ids}` },
      report: problem => void problems.push(problem),
      ...options,
      ...more,
    });
  const room = await open();
  let sent = 0;
  const send = (command: unknown, by: Author = producer, commandId = `c${++sent}`, to: Room = room, address?: string) =>
    to.submit(command, { by, commandId, address });
  for (const command of commands) await send(command);
  return { room, log, problems, open, send, advance: (ms: number) => (now += ms) };
}

/** Joins and gathers what comes. */
export function watch(room: Room, role: Role = 'viewer', viewerId?: string) {
  const items: LogItem[] = [];
  const leave = room.join({ viewer: { role, ...(viewerId !== undefined && { viewerId }) }, receive: item => items.push(item) });
  const types = () => items.flatMap(item => (item.type === 'frame' ? item.frame.events.map(event => event.type) : []));
  return { items, leave, types };
}

/** What became of a command: its refusal's code, or `accepted`. */
export const codeOf = (answer: CommandAnswer) => (answer.outcome === 'refused' ? answer.code : answer.outcome);
