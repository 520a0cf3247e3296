import { ShopcastError } from '../errors/errors.js';
import type { CommandContext, ShowCommand, ShowCommandOf, ShowCommandType } from './commands.js';
import { decideShop } from './decide-shop.js';
import { decideStage } from './decide-stage.js';
import { decideTalk } from './decide-talk.js';
import type { ShowFact } from './events.js';
import { commandRules } from './rules.js';
import { hasShape } from './shapes.js';
import type { ShowState } from './state.js';

/** How one type of command is decided, once role and phase are right. */
type Decider<T extends ShowCommandType> = (data: ShowCommandOf<T>['data'], state: ShowState, context: CommandContext) => ShowFact[];

const deciders: { readonly [T in ShowCommandType]: Decider<T> } = { ...decideStage, ...decideShop, ...decideTalk };

/**
 * Turns a wish into facts, or refuses it. Checks role and phase itself (`commandRules`); the clock and who is asking come in with
 * `context`, so a replay decides the same way. Answers with no facts when what is wished for is so already. Every fact it returns is
 * one that `evolve` takes in at this state.
 * @throws ShopcastError when refused: `show/not-allowed`, `show/wrong-phase`, or the code that says why; `show/bad-command` for
 * data that cannot become a fact; `room/text-refused` for a question the moderation holds back.
 */
export function decide(command: ShowCommand, state: ShowState, context: CommandContext): ShowFact[] {
  const { type, data } = command;
  const { role } = context.by;
  if (!Object.hasOwn(commandRules, type)) throw new ShopcastError('show/bad-command', 'There is no such command.', { field: 'type' });
  const rule = commandRules[type];
  if (!rule.by.includes(role))
    throw new ShopcastError('show/not-allowed', `"${type}" is not for a ${role}; it is for: ${rule.by.join(', ')}.`);
  if (!rule.phases.includes(state.phase)) {
    throw new ShopcastError('show/wrong-phase', `"${type}" needs a show that is ${rule.phases.join(' or ')}; this one is ${state.phase}.`);
  }
  const facts = (deciders[type] as Decider<ShowCommandType>)(data, state, context);
  for (const fact of facts) {
    if (!hasShape(fact))
      throw new ShopcastError('show/bad-command', `The data of "${type}" is incomplete or malformed.`, { field: 'data' });
  }
  return facts;
}
