import type { CommandAnswer } from '../wire/http.js';

/** What a room has answered of late, so that a repeated command gets its first answer and has no second effect. */
export interface AnswerMemory {
  get(viewerId: string, commandId: string, now: number): CommandAnswer | undefined;
  keep(viewerId: string, commandId: string, answer: CommandAnswer, at: number): void;
  /** The answer given, the one that is on its way, or the one that `ask` brings. */
  once(viewerId: string, commandId: string, now: number, ask: () => Promise<CommandAnswer>): Promise<CommandAnswer>;
  /** Forgets what is too old. */
  sweep(now: number): void;
}

/** Refusals that say "not now": the same command may be heard later. */
const passing: ReadonlySet<string> = new Set(['room/limit-reached', 'room/log-failed', 'room/closed']);

const isFinal = (answer: CommandAnswer) => answer.outcome === 'accepted' || !passing.has(answer.code);

/** Remembers at most `count` answers, each for `age` ms. */
export function createAnswerMemory(count: number, age: number): AnswerMemory {
  const answers = new Map<string, { readonly answer: CommandAnswer; readonly at: number }>();
  const onTheWay = new Map<string, Promise<CommandAnswer>>();
  const keyOf = (viewerId: string, commandId: string) => `${viewerId.length}:${viewerId}${commandId}`;
  const memory: AnswerMemory = {
    get(viewerId, commandId, now) {
      const known = answers.get(keyOf(viewerId, commandId));
      return known && now - known.at <= age ? known.answer : undefined;
    },
    keep(viewerId, commandId, answer, at) {
      const key = keyOf(viewerId, commandId);
      answers.delete(key);
      answers.set(key, { answer, at });
      if (answers.size > count) answers.delete(answers.keys().next().value as string);
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
        if (isFinal(answer)) memory.keep(viewerId, commandId, answer, now);
        return answer;
      } finally {
        onTheWay.delete(key);
      }
    },
    sweep(now) {
      for (const [key, { at }] of answers) if (now - at > age) answers.delete(key);
    },
  };
  return memory;
}
