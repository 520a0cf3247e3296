import {
  commandRules,
  decide,
  evolve,
  initialShow,
  ShopcastError,
  type Author,
  type Role,
  type ShopcastErrorCode,
  type ShowCommand,
  type ShowEvent,
  type ShowFact,
  type ShowState,
} from '@shopcast/core';

/** How a wish is made. */
export interface WishOptions {
  /** Who asks: somebody, or anybody of a role. The first role that `commandRules` allows unless told. */
  readonly by?: Author | Role;
  /** Ms after the facts that were given; 0 unless told. */
  readonly after?: number;
  /** What the moderation says, as in `CommandContext`. */
  readonly hold?: { readonly reason: string };
}

/** What became of a wish. Every check throws an `Error` that shows what was expected and what was found. */
export interface Outcome {
  /** Exactly these facts, in this order; none when nothing is given. `evolve` must take each of them in. */
  then(...facts: readonly ShowFact[]): void;
  /** Refused, with this code and (when given) this field. */
  thenRefused(code: ShopcastErrorCode, field?: string): void;
  /** The state afterwards, for whatever else there is to say. Throws the refusal, if it was refused. */
  thenState(): ShowState;
}

/** A show with a past. */
export interface GivenShow {
  readonly state: ShowState;
  /** The past, as a log. */
  readonly log: readonly ShowEvent[];
  when(command: ShowCommand, options?: WishOptions): Outcome;
}

/** Says what a show does, in the words of its facts: `given(...).when(...).then(...)`. */
export type ShowSpecification = (...facts: readonly ShowFact[]) => GivenShow;

/** Somebody of a role, for tests. */
export const someone = (role: Role): Author => ({ viewerId: `a-${role}`, name: `A ${role}`, role });

/**
 * Makes a `given` whose facts all happen at `start` (server ms; 1 January 2030, 12:00 UTC unless told). Free of any test runner.
 * @example
 * const given = showSpecification();
 * given(scheduled).when({ type: 'start-show', data: {} }).then({ type: 'show-started', data: {} });
 */
export function showSpecification({ start = Date.UTC(2030, 0, 1, 12) }: { readonly start?: number } = {}): ShowSpecification {
  return (...facts) => {
    const log = place(facts, initialShow, start);
    const state = log.reduce(evolve, initialShow);
    return {
      state,
      log,
      when(command, options = {}) {
        const now = start + (options.after ?? 0);
        const by = options.by ?? commandRules[command.type].by[0] ?? 'system';
        const context = { by: typeof by === 'string' ? someone(by) : by, now, ...(options.hold && { hold: options.hold }) };
        let decided: readonly ShowFact[] | ShopcastError;
        try {
          decided = decide(command, state, context);
        } catch (error) {
          if (!(error instanceof ShopcastError)) throw error;
          decided = error;
        }
        return outcome(decided, state, now);
      },
    };
  };
}

function place(facts: readonly ShowFact[], state: ShowState, at: number): ShowEvent[] {
  return facts.map((fact, i) => ({ id: `e${state.seq + i + 1}`, seq: state.seq + i + 1, at, ...fact }));
}

function outcome(decided: readonly ShowFact[] | ShopcastError, before: ShowState, now: number): Outcome {
  const facts = (): readonly ShowFact[] => {
    if (decided instanceof ShopcastError) throw new Error(`Expected facts, but it was refused: ${decided.message}`, { cause: decided });
    return decided;
  };
  const after = () => place(facts(), before, now).reduce(evolve, before);
  return {
    then(...expected) {
      const found = facts();
      if (canonical(found) !== canonical(expected)) throw new Error(`Expected ${canonical(expected)}\n   found ${canonical(found)}`);
      let state = before;
      for (const event of place(found, before, now)) {
        const next = evolve(state, event);
        if (canonical({ ...next, seq: 0, at: 0 }) === canonical({ ...state, seq: 0, at: 0 })) {
          throw new Error(`"${event.type}" was decided, but changed nothing.`);
        }
        state = next;
      }
    },
    thenRefused(code, field) {
      if (!(decided instanceof ShopcastError)) throw new Error(`Expected ${code}, but it was decided: ${canonical(decided)}`);
      if (decided.code !== code || (field !== undefined && decided.field !== field)) {
        throw new Error(`Expected ${code} ${field ?? ''}\n   found ${decided.code} ${decided.field ?? ''}: ${decided.message}`);
      }
    },
    thenState: after,
  };
}

/** JSON with sorted keys: equal texts mean equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, found: unknown) =>
    typeof found === 'object' && found !== null && !Array.isArray(found)
      ? Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
      : found,
  );
}
