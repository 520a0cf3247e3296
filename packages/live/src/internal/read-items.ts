import { parseEvent, parseFrame, parseSnapshot, ShopcastError, type LogFrame, type LogItem } from '@shopcast/core';
import { LineError } from './line-error.js';

/** Tells developers what was wrong with something that came from outside. */
function warn(error: unknown): void {
  console.warn(error instanceof Error ? error.message : error);
}

function isGoodEvent(input: unknown): boolean {
  try {
    parseEvent(input);
    return true;
  } catch (error) {
    warn(error);
    return false;
  }
}

/**
 * A frame from outside. A bad event is left out and told: its place is covered, so that one event nobody can read does not keep the rest of the
 * show away. A bad frame throws a `LineError`.
 */
export function readFrame(input: unknown): LogFrame {
  try {
    return parseFrame(input);
  } catch (error) {
    const { events, ephemeral } = (input ?? {}) as { events?: unknown; ephemeral?: unknown };
    if (!Array.isArray(events)) throw new LineError('not a frame', undefined, { cause: error });
    const good = (list: unknown) => (Array.isArray(list) ? list.filter(isGoodEvent) : []);
    try {
      return parseFrame({ ...(input as object), events: good(events), ephemeral: good(ephemeral) });
    } catch (cause) {
      warn(cause);
      throw new LineError('not a frame', undefined, { cause });
    }
  }
}

/** A snapshot from outside; a bad one throws a `LineError`. */
export function readSnapshot(input: unknown): LogItem {
  return { type: 'snapshot', snapshot: orLineError(() => parseSnapshot(input)) };
}

/** Runs a parser whose complaint means that the line brought rubbish, which may be better next time. */
export function orLineError<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    warn(error);
    throw new LineError(error instanceof ShopcastError ? error.code : 'unreadable', undefined, { cause: error });
  }
}
