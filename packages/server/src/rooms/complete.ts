import type { Room } from '@shopcast/core';

/** A show ended so long ago, in ms, will not change any more. */
const completeAfter = 3_600_000;

/** Whether a show's log has ended, so that nobody need come back for more. `now` in server ms. */
export function isComplete(room: Room, now: number): boolean {
  const { endedAt } = room.state({ role: 'viewer' });
  return endedAt !== undefined && now - endedAt > completeAfter;
}
