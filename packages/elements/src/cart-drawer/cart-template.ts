import type { ShopState } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import { byKey } from '../internal/by-key.js';
import { isAboutCode, issueWords } from '../internal/cart-words.js';
import type { SheetView } from '../internal/sheet-view.js';
import { webAddress } from '../internal/web-address.js';
import type { Messages } from '../messages/en.js';
import { cartLine, issueView } from './cart-line.js';
import { codes, sums } from './cart-sums.js';
import { concerns, type CartScene, type CartWishes } from './cart-view.js';

/** What is in the sheet, and what stays at its bottom. `scene` is missing where there is no cart at all. */
export function drawerView(scene: CartScene | undefined, wishes: CartWishes, t: Messages): Pick<SheetView, 'content' | 'footer'> {
  if (!scene) return { content: html`<p part="state" class="state">${t.noCart}</p>` };
  return { content: content(scene, wishes), footer: scene.cart.lines.length > 0 ? footer(scene, wishes) : nothing };
}

function content(scene: CartScene, wishes: CartWishes): TemplateResult {
  const { cart, shop, removed, t, withoutCodes } = scene;
  const empty = cart.lines.length === 0;
  const told = trouble(shop, scene);
  return html`${told ? banner(told, shop, t, wishes) : nothing} ${general(scene, wishes)}
  ${
    empty
      ? emptiness(scene, told !== undefined)
      : html`<ul class="lines">
          ${byKey(
            cart.lines,
            ({ id }) => id,
            line => cartLine(line, scene, wishes),
          )}
        </ul>`
  }
  ${
    removed.length > 0
      ? html`<ul class="removed-lines">
          ${byKey(
            removed,
            ({ id }) => id,
            one => {
              const name = one.line.title || t.aProduct;
              return html`<li part="removed" class="removed">
                <span>${t.removed(name)}</span>
                <button part="undo" class="button" type="button" aria-label=${t.undoNamed(name)} @click=${() => wishes.undo(one)}>
                  ${t.undo}
                </button>
              </li>`;
            },
          )}
        </ul>`
      : nothing
  }
  ${withoutCodes || empty ? nothing : codes(scene, wishes)}`;
}

/** What keeps the shop from answering, in words. */
function trouble({ state, until }: ShopState, { t, language }: CartScene): string | undefined {
  if (state === 'offline') return t.cartOffline;
  if (state === 'unreachable') return t.shopSilent;
  if (state !== 'rate-limited') return undefined;
  return t.cartBusyShop(until === undefined ? undefined : new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(until));
}

function banner(words: string, { state }: ShopState, t: Messages, { retry }: CartWishes): TemplateResult {
  return html`<div part="state" class="banner">
    <p>${words}</p>
    ${state === 'unreachable' ? html`<button class="button" type="button" @click=${retry}>${t.tryAgain}</button>` : nothing}
  </div>`;
}

/** Issues that no line and no field can tell. */
function general(scene: CartScene, { dismiss }: CartWishes): TemplateResult | typeof nothing {
  const { cart, issues, t, language, nameOf, withoutCodes } = scene;
  const fieldShown = !withoutCodes && cart.lines.length > 0;
  const left = issues.filter(issue => !cart.lines.some(line => concerns(issue, line)) && !(fieldShown && isAboutCode(issue)));
  if (left.length === 0) return nothing;
  return html`<div class="issues">
    ${left.map(issue => {
      const name = issue.variantId === undefined ? undefined : nameOf(issue.variantId);
      return issueView(issueWords(issue, { name }, t, language), t.dismiss, () => dismiss(issue));
    })}
  </div>`;
}

function emptiness({ cart, t }: CartScene, inTrouble: boolean): TemplateResult | typeof nothing {
  if (!cart.shop && inTrouble) return nothing;
  if (!cart.shop)
    return html`<div part="state" class="state" aria-busy="true">
      <p class="visually-hidden">${t.cartLoading}</p>
      <div class="ghost"></div>
      <div class="ghost"></div>
    </div>`;
  return html`<div part="state" class="state">
    <slot name="empty"
      ><p class="title">${t.cartEmpty}</p>
      <p class="quiet">${t.cartEmptyMore}</p></slot
    >
  </div>`;
}

function footer(scene: CartScene, { checkOut }: CartWishes): TemplateResult {
  const { t, checkout } = scene;
  const again = webAddress(checkout.opened);
  return html`<footer>
    ${sums(scene)}
    <slot name="footer"></slot>
    ${checkout.refused === undefined ? nothing : html`<p part="issue" class="issue refused">${checkout.refused}</p>`}
    ${
      again === undefined
        ? nothing
        : html`<p class="opened">${t.checkoutOpened} <a href=${again} target="_blank" rel="noopener">${t.checkoutAgain}</a></p>`
    }
    <button
      part="checkout"
      class="button primary"
      type="button"
      aria-disabled=${checkout.leaving ? 'true' : nothing}
      @click=${() => !checkout.leaving && checkOut()}
    >
      ${checkout.leaving ? t.checkingOut : t.checkOut}
    </button>
  </footer>`;
}
