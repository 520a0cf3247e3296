import type { LogRecord } from '@shopcast/core';
import type { StoredShow } from '../store.js';

export const show: StoredShow = { id: 'summer', epoch: 'epoch-1', createdAt: 1, manifest: '{"showId":"summer"}', segmentSize: 100 };

/** What stands at a place of its log. */
export const record = (seq: number): LogRecord => ({
  event: { id: `e${seq}`, seq, at: seq, type: 'announcement-made', data: { announcementId: `a${seq}`, text: `Number ${seq}` } },
  cause: { viewerId: 'hanna', commandId: `c${seq}` },
});

export const records = (from: number, to: number): LogRecord[] => Array.from({ length: to - from + 1 }, (_, index) => record(from + index));
