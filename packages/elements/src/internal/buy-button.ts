import { html, nothing, type TemplateResult } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import type { Messages } from '../messages/en.js';
import type { AddState } from './add-controller.js';
import type { BuyWay } from './buy-way.js';
import { icon } from './icon.js';

/** What the button is drawn from. */
export interface BuyButtonView {
  readonly way: BuyWay;
  readonly adding: AddState;
  /** Of the product: part of the button's name. */
  readonly title: string;
  readonly t: Messages;
  readonly part: string;
  readonly look: string;
  readonly onBuy: () => void;
}

/** One button, whatever it does: who is on it stays on it when it does something else. None for what cannot be bought. */
export function buyButton({ way, adding, title, t, part, look, onBuy }: BuyButtonView): TemplateResult | typeof nothing {
  if (way.kind === 'none') return nothing;
  const words = way.kind === 'choose' ? t.choose : { idle: t.add, refused: t.add, pending: t.adding, added: t.added }[adding];
  return html`<button
    type="button"
    part=${part}
    class=${look}
    aria-disabled=${way.kind === 'loading' || adding === 'pending'}
    @click=${onBuy}
  >
    ${adding === 'added' ? icon(check) : nothing}<span>${words}<span class="visually-hidden"> ${title}</span></span>
  </button>`;
}
