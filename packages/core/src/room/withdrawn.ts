import type { ShowEvent, UnknownEvent } from '../show/events.js';
import { isKnownEvent } from '../show/visibility.js';
import type { RoomLog } from './room-log.js';

type AnyEvent = ShowEvent | UnknownEvent;

/** Stands for words that were removed. */
export const withdrawnText = '…';
/** Records read at once. */
const page = 1000;

/** Words that were removed, which keep their places in the log and are told to no viewer any more. */
export interface Withdrawn {
  /** Takes note of removals. */
  note(events: readonly AnyEvent[]): void;
  /** The event without words that were removed, as far as was noted. */
  hide<E extends AnyEvent>(event: E): E;
}

/** Knows no removal yet. */
export function createWithdrawn(): Withdrawn {
  const gone = new Set<string>();
  return {
    note(events) {
      for (const event of events) {
        if (!isKnownEvent(event)) continue;
        if (event.type === 'message-removed') gone.add(`message ${event.data.messageId}`);
        else if (event.type === 'question-dismissed') gone.add(`question ${event.data.questionId}`);
      }
    },
    hide(event) {
      if (gone.size === 0 || !isKnownEvent(event)) return event;
      const isGone =
        event.type === 'message-posted' || event.type === 'message-released' || event.type === 'message-held'
          ? gone.has(`message ${event.data.messageId}`)
          : event.type === 'question-asked' && gone.has(`question ${event.data.questionId}`);
      return isGone ? { ...event, data: { ...event.data, text: withdrawnText } } : event;
    },
  };
}

/** The removals of a whole log: read once, when they are first asked for. What is written later is for `note`. */
export function createWithdrawnOf(log: RoomLog): Withdrawn & { ready(): Promise<void> } {
  const withdrawn = createWithdrawn();
  let reading: Promise<void> | undefined;
  const readAll = async (): Promise<void> => {
    for (let after = 0; ;) {
      const records = await log.read(after, page);
      if (records.length === 0) return;
      withdrawn.note(records.map(({ event }) => event));
      after += records.length;
    }
  };
  return {
    ...withdrawn,
    ready() {
      reading ??= readAll();
      reading.catch(() => (reading = undefined)); // a disk that failed once may answer again
      return reading;
    },
  };
}
