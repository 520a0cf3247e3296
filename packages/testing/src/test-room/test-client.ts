import type { Author, CommandAnswer, LogItem, LogPosition, Role, Room, ShowCommand, ShowState } from '@shopcast/core';
import { createFollower } from './follower.js';

/** Who a client is. */
export interface ConnectAs {
  /** `viewer` by default. */
  readonly as?: Role;
  /** Pseudonym in the show; a made-up one by default. `null` watches without a name and cannot send. */
  readonly viewerId?: string | null;
  /** The `viewerId` by default. */
  readonly name?: string;
  /** Network address, for limits. */
  readonly address?: string;
  /** Where it stands when it comes back. */
  readonly after?: LogPosition;
}

/** One end of a line in memory whose other end is the room. What goes through is turned into text and back, as on a real line. */
export interface TestClient {
  readonly viewerId: string | undefined;
  /** Everything received, in order. */
  readonly items: readonly LogItem[];
  /** The show as this client has been told. */
  readonly state: ShowState;
  /** Where it stands; absent before the first item. */
  readonly position: LogPosition | undefined;
  readonly connected: boolean;
  /** Sends a command; the same `commandId` again is a repeat. A new one is made up when none is given. */
  send(command: ShowCommand, commandId?: string): Promise<CommandAnswer>;
  /** Resolves with the state as soon as it fulfils the wish; at once if it does. Rejects when the line is cut first. */
  until(wish: (state: ShowState) => boolean): Promise<ShowState>;
  /** Cuts the line. */
  disconnect(): void;
  /** Comes back and goes on where it stands. */
  reconnect(): void;
}

/** A client of the room that `room()` gives. */
export function createTestClient(room: () => Room, who: ConnectAs, madeUpId: string): TestClient {
  const role = who.as ?? 'viewer';
  const viewerId = who.viewerId === null ? undefined : (who.viewerId ?? madeUpId);
  const items: LogItem[] = [];
  const follower = createFollower();
  let waiting: { readonly wish: (state: ShowState) => boolean; resolve(state: ShowState): void; reject(error: Error): void }[] = [];
  let leave: (() => void) | undefined;
  let sent = 0;

  const receive = (item: LogItem): void => {
    const arrived = JSON.parse(JSON.stringify(item)) as LogItem;
    items.push(arrived);
    follower.take(arrived);
    waiting = waiting.filter(({ wish, resolve }) => {
      if (!wish(follower.state)) return true;
      resolve(follower.state);
      return false;
    });
  };
  const connect = (after: LogPosition | undefined): void => {
    leave = room().join({ viewer: { role, ...(viewerId !== undefined && { viewerId }) }, after, receive });
  };
  const disconnect = (): void => {
    leave?.();
    leave = undefined;
    for (const { reject } of waiting.splice(0)) reject(new Error('The line was cut before the wish came true.'));
  };
  connect(who.after);

  return {
    viewerId,
    items,
    get state() {
      return follower.state;
    },
    get position() {
      return follower.position;
    },
    get connected() {
      return leave !== undefined;
    },
    send(command, commandId = `${viewerId}-${++sent}`) {
      if (viewerId === undefined) return Promise.reject(new Error('A client without a viewerId cannot send.'));
      const by: Author = { viewerId, name: who.name ?? viewerId, role };
      return room().submit(JSON.parse(JSON.stringify(command)), { by, commandId, address: who.address });
    },
    until(wish) {
      if (wish(follower.state)) return Promise.resolve(follower.state);
      if (!leave) return Promise.reject(new Error('The line is cut.'));
      return new Promise((resolve, reject) => waiting.push({ wish, resolve, reject }));
    },
    disconnect,
    reconnect() {
      disconnect();
      connect(follower.position);
    },
  };
}
