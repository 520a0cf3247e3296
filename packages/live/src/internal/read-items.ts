import { parseEvent, parseFrame, parseSnapshot, ShopcastError, type LogFrame, type LogItem } from '@shopcast/core';
import { LineError } from './line-error.js';

type Warn = (message: string) => void;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function goodEvents(list: unknown, warn: Warn): unknown[] {
  if (!Array.isArray(list)) return [];
  return list.filter((input: unknown) => {
    try {
      parseEvent(input);
      return true;
    } catch (error) {
      warn(messageOf(error));
      return false;
    }
  });
}

/**
 * A frame from outside. A bad event is left out and told: its place is covered, so that one event nobody can read does not keep the rest of the
 * show away. A bad frame throws a `LineError`.
 */
export function readFrame(input: unknown, warn: Warn): LogFrame {
  try {
    return parseFrame(input);
  } catch (error) {
    const { events, ephemeral } = (input ?? {}) as { events?: unknown; ephemeral?: unknown };
    if (!Array.isArray(events)) throw new LineError('not a frame', undefined, { cause: error });
    try {
      return parseFrame({ ...(input as object), events: goodEvents(events, warn), ephemeral: goodEvents(ephemeral, warn) });
    } catch (cause) {
      warn(messageOf(cause));
      throw new LineError('not a frame', undefined, { cause });
    }
  }
}

/** A snapshot from outside; a bad one throws a `LineError`. */
export function readSnapshot(input: unknown, warn: Warn): LogItem {
  return { type: 'snapshot', snapshot: orLineError(() => parseSnapshot(input), warn) };
}

/** Runs a parser whose complaint means that the line brought rubbish, which may be better next time. */
export function orLineError<T>(parse: () => T, warn: Warn): T {
  try {
    return parse();
  } catch (error) {
    warn(messageOf(error));
    throw new LineError(error instanceof ShopcastError ? error.code : 'unreadable', undefined, { cause: error });
  }
}
