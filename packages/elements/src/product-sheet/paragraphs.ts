import { html, type TemplateResult } from 'lit';

/** Text of a shop in paragraphs, as text. */
export function paragraphs(text: string): readonly TemplateResult[] {
  const parts = text.split(/\s*\n\s*/).filter(Boolean);
  return parts.map(part => html`<p dir="auto">${part}</p>`);
}
