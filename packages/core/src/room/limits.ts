import { ShopcastError } from '../errors/errors.js';

/** What is counted apart from one another. `votes` are votes and entries to draws, `commands` everything not named. */
export type LimitKind = 'messages' | 'questions' | 'votes' | 'reactions' | 'commands';

/** So many at once, then so many per second. A rate of nothing (`burst` 0) forbids. */
export interface Rate {
  /** At once, after a rest: a number >= 0. */
  readonly burst: number;
  /** In the long run: a number >= 0. */
  readonly perSecond: number;
}

/** What a room grants before it refuses with `room/limit-reached`. A shower of reactions counts each tap. */
export interface RoomLimits {
  /** Of one viewer. */
  readonly viewer: Readonly<Record<LimitKind, Rate>>;
  /** Of one network address, which a household, an office or a whole mobile network may share. */
  readonly address: Readonly<Record<LimitKind, Rate>>;
  /**
   * Of all viewers together. `messages` is what keeps a very large chat readable: beyond it the sender is told to wait, so that a
   * message is either in the log for everybody or was refused openly. Staff does not count, so a crowd never silences the host.
   */
  readonly show: Readonly<Record<LimitKind, Rate>>;
  /** Of one member of the staff, commands of every kind together. The room's own commands have no limit. */
  readonly staff: Rate;
  /** Longest message or question of a viewer, in UTF-16 units. */
  readonly textLength: number;
  /** Most peers joined at once; more are refused with `room/full`. */
  readonly peers: number;
  /** Most commands waiting for the log at once. */
  readonly waiting: number;
  /** Most records in one append. */
  readonly group: number;
  /** A peer that comes back gets up to this many places as a tail, beyond that a snapshot. */
  readonly tail: number;
  /** So many commands are remembered at least, twice as many at most, to answer a repeated one as the first. */
  readonly remembered: number;
  /** How long they are remembered, in ms. */
  readonly rememberedFor: number;
}

/** What differs from {@link defaultRoomLimits}. */
export type RoomLimitOptions = {
  readonly [K in keyof RoomLimits]?: RoomLimits[K] extends Readonly<Record<LimitKind, Rate>> ? Partial<RoomLimits[K]> : RoomLimits[K];
};

const rate = (burst: number, perSecond: number): Rate => ({ burst, perSecond });

/** Limits under which a person notices nothing and a flood stays harmless. */
export const defaultRoomLimits: RoomLimits = {
  viewer: { messages: rate(5, 1), questions: rate(3, 0.1), votes: rate(10, 1), reactions: rate(100, 20), commands: rate(10, 2) },
  address: { messages: rate(50, 10), questions: rate(20, 1), votes: rate(500, 50), reactions: rate(2000, 400), commands: rate(100, 20) },
  show: {
    messages: rate(400, 200),
    questions: rate(100, 20),
    votes: rate(20_000, 5000),
    reactions: rate(100_000, 50_000),
    commands: rate(2000, 500),
  },
  staff: rate(200, 50),
  textLength: 500,
  peers: 100_000,
  waiting: 10_000,
  group: 1000,
  tail: 1000,
  remembered: 20_000,
  rememberedFor: 10 * 60_000,
};

const smallest: Partial<Record<keyof RoomLimits, number>> = { group: 1 };

/** The defaults with what differs. Throws `room/bad-limits` with the field that is no finite number in range. */
export function resolveRoomLimits(options: RoomLimitOptions = {}): RoomLimits {
  const limits: RoomLimits = {
    ...defaultRoomLimits,
    ...options,
    viewer: { ...defaultRoomLimits.viewer, ...options.viewer },
    address: { ...defaultRoomLimits.address, ...options.address },
    show: { ...defaultRoomLimits.show, ...options.show },
  };
  const check = (field: string, value: unknown, min: number): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) check(`${field}.${key}`, inner, 0);
    } else if (typeof value !== 'number' || !(value >= min) || value === Infinity) {
      throw new ShopcastError('room/bad-limits', `"${field}" is ${String(value)}; give a number from ${min} on.`, { field });
    }
  };
  for (const [key, value] of Object.entries(limits)) check(key, value, smallest[key as keyof RoomLimits] ?? 0);
  return limits;
}
