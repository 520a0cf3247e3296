import { createMemoryLog, type ShowCommand } from '@shopcast/core';
import { createTestRoom, type TestRoom } from '../test-room/test-room.js';
import type { TransportRig } from './transport-rig.js';

/** The parts of a rig that a test room plays. */
export interface RoomSide extends Required<
  Pick<TransportRig, 'append' | 'position' | 'state' | 'goodCommand' | 'badCommand' | 'serverNow'>
> {
  /** Another one after {@link replace}. */
  readonly room: TestRoom;
  /** The room is gone, log and all; another one takes its place. Cutting lines is the rig's business. */
  replace(): Promise<void>;
}

/** Opens a test room as the other end of a rig. */
export async function createRoomSide(): Promise<RoomSide> {
  let made = 0;
  // The kit sends much in no time at all.
  const limits = { staff: { burst: 1e6, perSecond: 1e6 } };
  const open = () => createTestRoom({ limits, log: createMemoryLog({ epoch: `epoch-${++made}` }) });
  let room = await open();
  const announce = (): ShowCommand => ({ type: 'announce', data: { announcementId: `a${++made}`, text: `Number ${made}` } });
  return {
    get room() {
      return room;
    },
    async append(count) {
      for (let index = 0; index < count; index++) await room.run(announce());
    },
    position: () => Promise.resolve(room.room.position),
    state: () => Promise.resolve(room.room.state({ role: 'viewer' })),
    goodCommand: () => ({ type: 'post-message', data: { messageId: `m${++made}`, text: 'Hello' } }),
    badCommand: { command: announce(), code: 'show/not-allowed' },
    serverNow: () => Promise.resolve(room.clock.now()),
    async replace() {
      await room.close();
      room = await open();
    },
  };
}
