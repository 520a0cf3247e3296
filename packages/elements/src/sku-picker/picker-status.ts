import type { LocalizeController } from '../internal/localize-controller.js';
import { stockWords } from '../internal/stock-words.js';
import type { Choice, PickerModel } from './picker-model.js';
import { whySentence } from './picker-words.js';

/** What stands below the options. */
export interface PickerStatus {
  readonly tone: 'calm' | 'few' | 'out' | 'refused';
  readonly words: string;
  /** A choice that can be bought instead. */
  readonly instead?: Choice;
}

/** What the words depend on. */
export interface StatusQuestion {
  readonly choice: Choice;
  /** Option ids, the most recently touched first. */
  readonly latest: readonly string[];
  /** Not for sale in the show any more. */
  readonly withdrawn: boolean;
  /** Why the shop did not take the last wish. */
  readonly refused: string | undefined;
  /** What has just happened: said before anything of the stock. */
  readonly happened: string | undefined;
  /** Server ms. */
  readonly now: number;
}

/** What is to be said of a choice; `undefined` when there is nothing. */
export function pickerStatus(model: PickerModel, question: StatusQuestion, l10n: LocalizeController): PickerStatus | undefined {
  const { choice, latest, refused, happened, now } = question;
  const { t } = l10n;
  if (question.withdrawn) return { tone: 'out', words: t.withdrawn };
  const variant = model.variantOf(choice);
  const stock = variant && model.stockOf(variant);
  const why = model.matrix.whyNot(choice);
  if (why) {
    const instead = model.matrix.nearest(choice, latest)?.selection;
    const few = stock?.quantity && stock.state !== 'out' ? t.tooFewLeft(stock.quantity, variant!.quantityRule.min) : undefined;
    const words = refused ?? happened ?? few ?? whySentence(model, why, latest[0], l10n);
    return { tone: 'out', words, ...(instead && { instead }) };
  }
  if (refused) return { tone: 'refused', words: refused };
  if (happened) return { tone: 'few', words: happened };
  const said = stockWords(stock, now, l10n);
  return said && { tone: said.tone, words: said.text };
}
