import type { PlayerMessages } from '../player/player-words.js';
import { en, type Messages } from './en.js';

/** What a language file must offer. */
export type Language = PlayerMessages;

const registered = new Map<string, Partial<Messages>>([['en', en]]);
const listeners = new Set<() => void>();

/** Hears when a language has arrived. Returns how to stop listening. */
export function onMessages(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The languages that ship with Shopcast, fetched when an element first stands in a page of that language. */
const shipped: Readonly<Record<string, () => Promise<unknown>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  'pt-BR': () => import('./pt-BR.js'),
  'zh-CN': () => import('./zh-CN.js'),
};

/** Their BCP 47 tags. */
export const shippedLanguages: readonly string[] = Object.keys(shipped);

const asked = new Set<string>();

/** Makes a language known under its BCP 47 tag. A language file calls this when it is imported. What it leaves out is said in English. */
export function registerMessages(language: string, messages: Partial<Language>): void {
  registered.set(language.toLowerCase(), messages);
  for (const listener of listeners) listener();
}

/** Tags to try for a language, most exact first: `zh-Hant-TW`, `zh-Hant`, `zh`. */
function candidates(language: string): string[] {
  const parts = language.toLowerCase().split('-');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('-'));
}

/** The shipped language a tag stands for: `zh` and `zh-SG` read zh-CN, `pt` and `pt-PT` read pt-BR. */
function shippedFor(language: string): string | undefined {
  const tried = candidates(language);
  const names = Object.keys(shipped);
  const primary = tried.at(-1);
  return names.find(name => tried.includes(name.toLowerCase())) ?? names.find(name => name.toLowerCase().split('-')[0] === primary);
}

/** The messages for a language; English until that language has arrived, or when there is none. */
export function messagesFor(language: string): Partial<Messages> {
  for (const tag of candidates(language)) {
    const found = registered.get(tag);
    if (found) return found;
  }
  const name = shippedFor(language);
  const arrived = name === undefined ? undefined : registered.get(name.toLowerCase());
  if (arrived) return arrived;
  if (name !== undefined && !asked.has(name)) {
    asked.add(name);
    // Without the file the words stay English; a later element asks again.
    shipped[name]?.().catch(() => asked.delete(name));
  }
  return en;
}
