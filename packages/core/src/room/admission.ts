import { ShopcastError } from '../errors/errors.js';
import type { CommandContext, ShowCommand, ShowCommandType } from '../show/commands.js';
import type { Author } from '../show/events.js';
import { parseCommand } from '../show/parse.js';
import { isStaff } from '../show/visibility.js';
import type { CommandAnswer } from '../wire/http.js';
import type { Limiter } from './limiter.js';
import type { LimitKind, RoomLimits } from './limits.js';
import { refusalOf } from './refusal.js';

/** Whose command it is; the edge has checked it (a signed token, say). */
export interface CommandSender {
  readonly by: Author;
  /** Made by the sender: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly commandId: string;
  /** Network address, when the edge knows one: it is counted, never kept. */
  readonly address?: string | undefined;
}

/** What moderation makes of a viewer's words: post them, let a person look first (a question is then refused), or refuse them. */
export type Verdict = 'post' | { readonly hold: string } | { readonly refuse: string };

/** Judges the words of viewers. Must answer at once; a slow judge holds the message and has it released or removed later. */
export type Moderate = (entry: { readonly text: string; readonly by: Author }) => Verdict;

/** A command that may be put to `decide`. */
export interface Admitted {
  readonly command: ShowCommand;
  readonly context: Omit<CommandContext, 'now'>;
}

const kinds: Partial<Record<ShowCommandType, LimitKind>> = {
  'post-message': 'messages',
  'ask-question': 'questions',
  vote: 'votes',
  'enter-draw': 'votes',
  react: 'reactions',
};

const limitReached = (message: string, more: { readonly field?: string; readonly retryAfter?: number }): CommandAnswer => ({
  outcome: 'refused',
  code: 'room/limit-reached',
  message,
  ...more,
});

/** Checks a command before it is decided: limits, shape, length, words. Returns the refusal, or what to decide. */
export function createAdmission(options: {
  readonly limits: RoomLimits;
  readonly limiter: Limiter;
  readonly moderate: Moderate | undefined;
  readonly report: (problem: unknown) => void;
}): (input: unknown, sender: CommandSender, now: number) => Admitted | CommandAnswer {
  const { limits, limiter, report } = options;

  const countIn = (kind: LimitKind, cost: number, { by, address }: CommandSender, now: number): CommandAnswer | undefined => {
    if (by.role === 'system') return undefined;
    const wait = limiter.take(kind, { viewerId: by.viewerId, staff: isStaff(by.role), address }, cost, now);
    if (wait === 0) return undefined;
    return limitReached('Too much at once. Wait a moment.', Number.isFinite(wait) ? { retryAfter: wait } : {});
  };

  /** `undefined` when the words may be posted. */
  const judge = (text: string, by: Author): Exclude<Verdict, 'post'> | undefined => {
    try {
      const verdict = options.moderate?.({ text, by }) ?? 'post';
      return verdict === 'post' ? undefined : verdict;
    } catch (problem) {
      report(problem);
      return { hold: 'The moderation failed.' };
    }
  };

  return (input, sender, now) => {
    const { by } = sender;
    let command: ShowCommand;
    try {
      command = parseCommand(input);
    } catch (error) {
      return countIn('commands', 1, sender, now) ?? refusalOf(error, report);
    }
    const cost = command.type === 'react' ? (command.data.times ?? 1) : 1;
    const tooMuch = countIn(kinds[command.type] ?? 'commands', cost, sender, now);
    if (tooMuch) return tooMuch;
    if ((command.type !== 'post-message' && command.type !== 'ask-question') || isStaff(by.role)) return { command, context: { by } };

    const { text } = command.data;
    if (text.length > limits.textLength)
      return limitReached(`${text.length} units of text; ${limits.textLength} are allowed.`, { field: 'data.text' });
    const verdict = judge(text, by);
    if (!verdict) return { command, context: { by } };
    if ('hold' in verdict) return { command, context: { by, hold: { reason: verdict.hold } } };
    return refusalOf(new ShopcastError('room/text-refused', verdict.refuse, { field: 'data.text' }), report);
  };
}
