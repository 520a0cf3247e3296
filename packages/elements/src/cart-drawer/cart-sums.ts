import { formatMoney, type Cart, type Money, type ShownCode } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import removeIcon from 'lucide/dist/esm/icons/x.mjs';
import { isAboutCode, issueWords } from '../internal/cart-words.js';
import { icon } from '../internal/icon.js';
import type { Messages } from '../messages/en.js';
import type { CartScene, CartWishes } from './cart-view.js';
import { issueView, savingWords } from './cart-line.js';

/** Discount codes: the field, those in the cart, and why one was refused. */
export function codes(scene: CartScene, wishes: CartWishes): TemplateResult {
  const { cart, t, language } = scene;
  const issues = scene.issues.filter(isAboutCode);
  const [latest] = issues.slice(-1);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = form.elements.namedItem('code') as HTMLInputElement;
    const code = field.value.trim();
    if (!code) return field.focus();
    latest?.dismiss();
    wishes.addCode(code);
    form.reset();
  };
  return html`<form part="codes" class="codes" @submit=${onSubmit}>
    <label for="code" class="quiet">${t.discountCode}</label>
    <div class="code-row">
      <input
        id="code"
        name="code"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        maxlength="128"
        enterkeyhint="done"
        aria-invalid=${latest ? 'true' : nothing}
        aria-describedby=${latest ? 'code-problem' : nothing}
      />
      <button class="button" type="submit">${t.applyCode}</button>
    </div>
    <div id="code-problem">
      ${latest ? issueView(issueWords(latest, { name: undefined }, t, language), t.dismiss, () => issues.forEach(one => one.dismiss())) : nothing}
    </div>
    ${
      cart.codes.length > 0
        ? html`<ul class="chips">
            ${cart.codes.map(code => chip(code, scene, wishes))}
          </ul>`
        : nothing
    }
  </form>`;
}

function chip({ code, applied, pending }: ShownCode, scene: CartScene, wishes: CartWishes): TemplateResult {
  const { t } = scene;
  const state = pending ? savingWords(scene) : applied ? undefined : t.codeNotApplied(code);
  return html`<li>
    <span part="code" class="chip" ?data-pending=${pending}>
      <bdi>${code}</bdi>
      <button
        class="button quiet icon"
        type="button"
        aria-label=${t.removeCode(code)}
        title=${t.remove}
        @click=${() => wishes.removeCode(code)}
      >
        ${icon(removeIcon)}
      </button>
    </span>
    ${state === undefined ? nothing : html`<span class="quiet">${state}</span>`}
  </li>`;
}

/** The amounts as the shop states them, and what may still change. Nobody here adds them up. */
export function sums({ cart: { shop, pending }, t, language }: CartScene): TemplateResult | typeof nothing {
  if (!shop) return nothing;
  const { subtotal, discount, tax, total, taxes, final } = shop;
  const row = (name: string | TemplateResult, amount: Money, part: string, minus = false): TemplateResult =>
    html`<div part=${part}>
      <dt>${name}</dt>
      <dd>${formatMoney(minus ? { ...amount, minor: -Math.abs(amount.minor) } : amount, language)}</dd>
    </div>`;
  const reduced = discount.minor !== 0;
  const added = taxes === 'added' && tax !== undefined;
  return html`<dl part="totals" class="sums" aria-busy=${pending ? 'true' : nothing}>
      ${reduced || added || subtotal.minor !== total.minor ? row(t.subtotal, subtotal, 'subtotal') : nothing}
      ${reduced ? row(t.discount, discount, 'discount', true) : nothing} ${added ? row(t.tax, tax, 'tax') : nothing}
      ${row(
        html`${final ? t.total : t.totalSoFar} ${pending ? html`<span class="under-way">${t.totalsPending}</span>` : nothing}`,
        total,
        'total',
      )}
    </dl>
    <p part="caption" class="quiet caption">${caption(shop, t)}</p>`;
}

function caption({ taxes, tax, final }: Cart, t: Messages): string {
  if (taxes === 'included') return final ? t.taxIncluded : `${t.taxIncluded} ${t.shippingMayChange}`;
  const isAdded = taxes === 'added';
  if (final) return isAdded && !tax ? t.taxLater : '';
  return isAdded && tax ? t.shippingMayChange : t.shippingAndTaxMayChange;
}
