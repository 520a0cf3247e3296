import type { CommandAnswer } from '../wire/http.js';

/** What a room has answered of late, so that a repeated command gets its first answer and has no second effect. */
export interface AnswerMemory {
  get(viewerId: string, commandId: string, now: number): CommandAnswer | undefined;
  keep(viewerId: string, commandId: string, answer: CommandAnswer, at: number): void;
  /** The answer given, the one that is on its way, or the one that `ask` brings. */
  once(viewerId: string, commandId: string, now: number, ask: () => Promise<CommandAnswer>): Promise<CommandAnswer>;
  /** Lets go of what is too old. */
  sweep(now: number): void;
  /** How many answers are held. */
  readonly size: number;
}

/** Refusals that say "not now": the same command may be heard later. */
const passing: ReadonlySet<string> = new Set(['room/limit-reached', 'room/log-failed', 'room/closed']);

const isFinal = (answer: CommandAnswer) => answer.outcome === 'accepted' || !passing.has(answer.code);

interface Generation {
  readonly answers: Map<string, { readonly answer: CommandAnswer; readonly at: number }>;
  newestAt: number;
}

const createGeneration = (): Generation => ({ answers: new Map(), newestAt: -Infinity });

/**
 * Remembers the last `count` answers at least and twice as many at most, each for `age` ms. A generation that is full pushes out the one before
 * it as a whole: taking single answers out of a large map would leave holes that every search for the oldest has to walk over.
 */
export function createAnswerMemory(count: number, age: number): AnswerMemory {
  let older = createGeneration();
  let younger = createGeneration();
  const onTheWay = new Map<string, Promise<CommandAnswer>>();
  const keyOf = (viewerId: string, commandId: string) => `${viewerId.length}:${viewerId}${commandId}`;
  const memory: AnswerMemory = {
    get size() {
      return older.answers.size + younger.answers.size;
    },
    get(viewerId, commandId, now) {
      const key = keyOf(viewerId, commandId);
      const known = younger.answers.get(key) ?? older.answers.get(key);
      return known && now - known.at <= age ? known.answer : undefined;
    },
    keep(viewerId, commandId, answer, at) {
      if (count === 0) return;
      if (younger.answers.size >= count) {
        older = younger;
        younger = createGeneration();
      }
      younger.answers.set(keyOf(viewerId, commandId), { answer, at });
      younger.newestAt = Math.max(younger.newestAt, at);
    },
    async once(viewerId, commandId, now, ask) {
      const known = memory.get(viewerId, commandId, now);
      if (known) return known;
      const key = keyOf(viewerId, commandId);
      const first = onTheWay.get(key);
      if (first) return first;
      const asked = ask();
      onTheWay.set(key, asked);
      try {
        const answer = await asked;
        // What left something in the log is remembered already.
        if (isFinal(answer) && !memory.get(viewerId, commandId, now)) memory.keep(viewerId, commandId, answer, now);
        return answer;
      } finally {
        onTheWay.delete(key);
      }
    },
    sweep(now) {
      if (now - older.newestAt > age) older = createGeneration();
      if (now - younger.newestAt > age) younger = createGeneration();
    },
  };
  return memory;
}
