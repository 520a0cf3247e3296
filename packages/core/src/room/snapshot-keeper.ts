import type { ShowState } from '../show/state.js';
import { roomStateFormat } from './open-log.js';
import type { RoomLog } from './room-log.js';

/** Saves the room's state now and then, so that opening the log is quick. */
export interface SnapshotKeeper {
  /** Saves when enough has happened since the last time and nothing is being saved. */
  offer(state: ShowState): void;
  /** Saves whatever is newer than the last snapshot and resolves when that is done or has failed. */
  finish(state: ShowState): Promise<void>;
}

/** Keeps snapshots in `log`, at most one for `every` events. A snapshot that fails is reported and made again later. */
export function createSnapshotKeeper(options: {
  readonly log: RoomLog;
  readonly every: number;
  readonly savedSeq: number;
  readonly report: (problem: unknown) => void;
}): SnapshotKeeper {
  const { log, every, report } = options;
  let { savedSeq } = options;
  let saving: Promise<void> | undefined;
  const save = async (state: ShowState): Promise<void> => {
    const before = savedSeq;
    savedSeq = state.seq;
    try {
      await log.saveSnapshot?.({ format: roomStateFormat, epoch: log.epoch, seq: state.seq, at: state.at, state });
    } catch (problem) {
      savedSeq = before;
      report(problem);
    }
    saving = undefined;
  };
  return {
    offer(state) {
      if (log.saveSnapshot && !saving && state.seq - savedSeq >= every) saving = save(state);
    },
    async finish(state) {
      await saving;
      if (log.saveSnapshot && state.seq > savedSeq) await save(state);
    },
  };
}
