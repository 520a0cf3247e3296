import { formatMoney, offerCovers, type ShownIssue, type ShownLine } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import dismissIcon from 'lucide/dist/esm/icons/x.mjs';
import { issueWords } from '../internal/cart-words.js';
import { icon } from '../internal/icon.js';
import { picture } from '../internal/picture.js';
import { stepper } from '../internal/stepper.js';
import { boundsOf, concerns, type CartScene, type CartWishes } from './cart-view.js';

/** A line of the cart: picture, name, price, quantity, what is under way and what went wrong. */
export function cartLine(line: ShownLine, scene: CartScene, wishes: CartWishes): TemplateResult {
  const { t, language, issues } = scene;
  const name = line.title || t.aProduct;
  const { unit, unitCompareAt, total } = line;
  return html`<li part="line" class="line">
    ${picture(line.image)}
    <div class="what">
      <p part="line__title" class="title">${name}</p>
      ${line.variantTitle ? html`<p class="quiet">${line.variantTitle}</p>` : nothing}
      ${
        unit
          ? html`<p class="quiet unit">
              ${t.each(formatMoney(unit, language))}
              ${
                unitCompareAt && unitCompareAt.minor > unit.minor
                  ? html`<s><span class="visually-hidden">${t.priceInsteadOf} </span>${formatMoney(unitCompareAt, language)}</s>`
                  : nothing
              }
            </p>`
          : nothing
      }
    </div>
    <p part="line__total" class="sum">
      ${total ? formatMoney(total, language) : html`<span class="under-way">${underWay(line, scene)}</span>`}
    </p>
    <div class="how-many">${quantity(line, name, scene, wishes)}</div>
    ${total && (line.pending || line.unsure) ? html`<p class="under-way">${underWay(line, scene)}</p>` : nothing}
    ${issues.filter(issue => concerns(issue, line)).map(issue => lineIssue(issue, line, scene, wishes))}
  </li>`;
}

function underWay({ unsure }: ShownLine, scene: CartScene): string {
  return unsure ? scene.t.lineUnsure : savingWords(scene);
}

/** What is said of a change that the shop does not have yet. */
export function savingWords({ shop, t }: CartScene): string {
  return shop.state === 'offline' ? t.lineWaits : t.lineSaving;
}

function quantity(line: ShownLine, name: string, { products, t, language }: CartScene, wishes: CartWishes): TemplateResult {
  if (!line.editable) return html`<p class="quiet">${new Intl.NumberFormat(language).format(line.quantity)} × · ${t.lineFixed}</p>`;
  return html`${stepper({
      value: line.quantity,
      bounds: boundsOf(line, products),
      t,
      label: t.quantityOf(name),
      onChange: wish => wishes.setQuantity(line, wish),
    })}
    <button
      part="remove"
      class="button quiet remove"
      type="button"
      aria-label=${t.removeNamed(name)}
      data-line=${line.id}
      @click=${() => wishes.remove(line)}
    >
      ${t.remove}
    </button>`;
}

function lineIssue(issue: ShownIssue, line: ShownLine, scene: CartScene, wishes: CartWishes): TemplateResult {
  const offerOver = scene.offers.some(
    offer => offer.phase !== 'open' && offer.phase !== 'announced' && offerCovers(offer, line, scene.products),
  );
  const words = issueWords(issue, { name: line.title, unit: line.unit, offerOver }, scene.t, scene.language);
  return issueView(words, scene.t.dismiss, () => wishes.dismiss(issue));
}

/** What the shopper should know, with a button that takes it away. */
export function issueView(words: string, dismiss: string, onDismiss: () => void): TemplateResult {
  return html`<div part="issue" class="issue">
    <p>${words}</p>
    <button class="button quiet icon" type="button" aria-label=${`${dismiss}: ${words}`} title=${dismiss} @click=${onDismiss}>
      ${icon(dismissIcon)}
    </button>
  </div>`;
}
