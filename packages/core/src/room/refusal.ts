import { reasonOf, ShopcastError } from '../errors/errors.js';
import type { CommandAnswer } from '../wire/http.js';

/** A thrown refusal as an answer. What is no refusal but a fault is reported, and the command refused all the same. */
export function refusalOf(error: unknown, report: (problem: unknown) => void): CommandAnswer {
  if (!(error instanceof ShopcastError)) {
    report(error);
    return { outcome: 'refused', code: 'show/bad-command', message: 'The command could not be decided.' };
  }
  const { code, field } = error;
  return { outcome: 'refused', code, message: reasonOf(error), ...(field !== undefined && { field }) };
}
