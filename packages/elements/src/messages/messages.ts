import type { PlayerMessages } from '../player/player-words.js';
import type { ActMessages } from '../show/act-words.js';
import type { IssueMessages } from '../internal/issue-messages.js';
import type { SearchMessages } from '../product-tray/search-words.js';
import type { FullMessages } from '../product-sheet/full-words.js';
import type { UnitMessages } from '../countdown-offer/unit-words.js';
import { en, type Messages } from './en.js';

/** What a language file must offer. */
export type Language = PlayerMessages & IssueMessages & ActMessages & FullMessages & UnitMessages & SearchMessages;

const registered = new Map<string, Partial<Messages>>([['en', en]]);

/** Who hears when words have arrived. */
export const listeners = new Set<() => void>();

/** The languages that ship with Shopcast, each for all its regions, fetched when an element first stands in a page of that language. */
const shipped: Readonly<Record<string, () => Promise<unknown>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  pt: () => import('./pt-BR.js'),
  zh: () => import('./zh-CN.js'),
};

/** Their BCP 47 tags. */
export const shippedLanguages: readonly string[] = Object.keys(shipped);

/** Has everybody say their words again: others have arrived, or another language is asked for. */
export function sayAnew(): void {
  for (const listener of listeners) listener();
}

const asked = new Set<string>();

/** Makes a language known under its BCP 47 tag. A language file calls this when it is imported. What it leaves out is said in English. */
export function registerMessages(language: string, messages: Partial<Language>): void {
  registered.set(language.toLowerCase(), messages);
  sayAnew();
}

/** The messages for a language; English until that language has arrived, or when there is none. */
export function messagesFor(language: string): Partial<Messages> {
  // Most exact first: `zh-hant-tw`, `zh-hant`, `zh`.
  const parts = language.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length--) {
    const found = registered.get(parts.slice(0, length).join('-'));
    if (found) return found;
  }
  const [name = ''] = parts;
  if (!asked.has(name) && Object.hasOwn(shipped, name)) {
    asked.add(name);
    // Without the file the words stay English; a later element asks again.
    shipped[name]!().catch(() => asked.delete(name));
  }
  return en;
}
