import type { LogPosition, ShowCommand, ShowState } from '@shopcast/core';
import type { LiveTransport } from '@shopcast/live';
import type { TestEnvironment } from '../test-environment/test-environment.js';

/** What a way can do and what can happen to it. Decides which cases apply. */
export interface TransportSupports {
  /** The log grows while it is read. A recording's does not; what is appended is there for the next reader. */
  readonly live: boolean;
  /** Commands go up. */
  readonly send: boolean;
  /** The server's clock can be read. */
  readonly serverTime: boolean;
  /** A line can break: `cut`. */
  readonly cuts: boolean;
  /** Things can get lost or come twice on a standing line: `lose`, `repeat`. */
  readonly losses: boolean;
  /** The log can be lost and begin anew: `loseLog`. */
  readonly newLog: boolean;
  /** A connection can fail: `refuse`, `attempts`. */
  readonly backOff: boolean;
  /** There are tokens: `forbid`. */
  readonly tokens: boolean;
  /** The log can be complete: `end`. */
  readonly ends: boolean;
}

/** A transport under test with the show at its other end. Everything but `transport` plays the world around it. */
export interface TransportRig {
  readonly transport: LiveTransport;
  /** Writes so many durable events that every viewer sees. */
  append(count: number): Promise<void>;
  /** How far the show's log is. */
  position(): Promise<LogPosition>;
  /** The show as an anonymous viewer may see it. */
  state(): Promise<ShowState>;
  /** A command the room accepts from this transport, and that makes one event that every viewer sees. */
  goodCommand(): ShowCommand;
  /** A command the room refuses, with the code it gives. */
  readonly badCommand?: { readonly command: ShowCommand; readonly code: string };
  /** Server ms. */
  serverNow?(): Promise<number>;
  /** Breaks every open line now. */
  cut?(): Promise<void>;
  /** The next so many frames get lost. */
  lose?(frames: number): Promise<void>;
  /** The next so many frames come twice. */
  repeat?(frames: number): Promise<void>;
  /** The log is gone; the show begins anew under another epoch. Lines break. */
  loseLog?(): Promise<void>;
  /** Breaks every line; the next so many attempts to connect fail. With `retryAfter` (s) they are told how long to stay away. */
  refuse?(attempts: number, retryAfter?: number): Promise<void>;
  /** Attempts to connect so far. */
  attempts?(): Promise<number>;
  /** Breaks every line; from now on the token is no good. */
  forbid?(): Promise<void>;
  /** Commands arrive and are carried out, but answers get lost, while `on`. */
  swallowAnswers?(on: boolean): Promise<void>;
  /** The log is complete. */
  end?(): Promise<void>;
  dispose(): Promise<void>;
}

/** What a case works with. */
export interface ConformanceScene {
  readonly rig: TransportRig;
  readonly environment: TestEnvironment;
}

/** One case of the kit, with what it needs. */
export interface TransportCase {
  readonly name: string;
  readonly needs?: readonly (keyof TransportSupports)[];
  /** Applies only to ways that lack this. */
  readonly without?: keyof TransportSupports;
  run(scene: ConformanceScene): Promise<void>;
}
