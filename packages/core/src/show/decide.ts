import { ShopcastError } from '../errors/errors.js';
import type { CommandContext, ShowCommand } from './commands.js';
import type { ShowFact } from './events.js';
import { commandRules } from './rules.js';
import type { ShowState } from './state.js';

/**
 * Turns a wish into facts, or refuses it. Checks role and phase (`commandRules`) itself; the clock comes in with `context`.
 * May answer with no facts when what is wished for is so already.
 * @throws ShopcastError with a `show/...` code when refused
 */
export function decide(command: ShowCommand, state: ShowState, context: CommandContext): ShowFact[] {
  const rule = commandRules[command.type];
  if (!rule.by.includes(context.by.role)) throw new ShopcastError('show/not-allowed', `A ${context.by.role} may not ${command.type}.`);
  if (!rule.phases.includes(state.phase))
    throw new ShopcastError('show/wrong-phase', `No ${command.type} in a show that is ${state.phase}.`);
  switch (command.type) {
    case 'schedule-show':
      return [{ type: 'show-scheduled', data: command.data }];
    case 'start-show':
      return [{ type: 'show-started', data: {} }];
    case 'post-message':
      return [{ type: 'message-posted', data: { ...command.data, author: context.by } }];
    default:
      return [];
  }
}
