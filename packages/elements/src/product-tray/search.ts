import { html, nothing, type TemplateResult } from 'lit';
import type { Messages } from '../messages/en.js';
import { searchWords } from './search-words.js';

/** Text as it is searched: without case and accents. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
const wordsOf = (sought: string): readonly string[] => plain(sought).split(/\s+/).filter(Boolean);

/** Whether something has all words that are sought, whole or in part. */
export function finder(sought: string): (one: { readonly title: string }) => boolean {
  const words = wordsOf(sought);
  return ({ title }) => words.every(word => plain(title).includes(word));
}

/** What the field to search in is drawn from. */
export interface SearchView {
  readonly sought: string;
  /** How many products have it. */
  readonly found: number;
  readonly t: Messages;
  readonly onSought: (sought: string) => void;
}

/** The field, and how many were found. */
export function searchView({ sought, found, t: said, onSought }: SearchView): TemplateResult {
  const t = { ...searchWords, ...said };
  return html`<search class="search">
    <input
      type="search"
      part="search"
      aria-label=${t.searchProducts}
      placeholder=${t.searchProducts}
      .value=${sought}
      @input=${(event: Event) => onSought((event.target as HTMLInputElement).value)}
    />
    <p class="found" role="status">${wordsOf(sought).length > 0 ? t.productsFound(found) : nothing}</p>
  </search>`;
}
