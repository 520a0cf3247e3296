import { ShopcastError, type ShopcastErrorCode } from '../errors/errors.js';
import type { ShowCommand } from './commands.js';
import type { ShowEvent, UnknownEvent } from './events.js';
import type { LogFrame } from './log-frame.js';
import type { ShowManifest } from './manifest.js';
import type { ShowState } from './state.js';
import { eventRules } from './rules.js';

function object(input: unknown, code: ShopcastErrorCode): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new ShopcastError(code, 'Expected an object.');
  return input as Record<string, unknown>;
}

/**
 * An event from outside, typed. An unknown type becomes an `UnknownEvent`.
 * @throws ShopcastError `show/bad-event` with the field at fault
 */
export function parseEvent(input: unknown): ShowEvent | UnknownEvent {
  const event = object(input, 'show/bad-event');
  if (Object.hasOwn(eventRules, String(event['type']))) return event as unknown as ShowEvent;
  return { ...event, unknown: true } as unknown as UnknownEvent;
}

/**
 * A command from outside, typed.
 * @throws ShopcastError `show/bad-command` with the field at fault
 */
export function parseCommand(input: unknown): ShowCommand {
  return object(input, 'show/bad-command') as unknown as ShowCommand;
}

/**
 * A show manifest from outside, typed.
 * @throws ShopcastError `show/bad-manifest` with the field at fault
 */
export function parseManifest(input: unknown): ShowManifest {
  return object(input, 'show/bad-manifest') as unknown as ShowManifest;
}

/**
 * A frame of a log from outside, typed, its events one by one.
 * @throws ShopcastError `show/bad-log` with the field at fault
 */
export function parseFrame(input: unknown): LogFrame {
  return object(input, 'show/bad-log') as unknown as LogFrame;
}

/**
 * The state in a snapshot from outside, typed.
 * @throws ShopcastError `show/bad-log` with the field at fault
 */
export function parseState(input: unknown): ShowState {
  return object(input, 'show/bad-log') as unknown as ShowState;
}
