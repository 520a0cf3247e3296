import type { SessionProduct } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import play from 'lucide/dist/esm/icons/play.mjs';
import type { AddState } from '../internal/add-controller.js';
import { buyButton } from '../internal/buy-button.js';
import type { BuyWay } from '../internal/buy-way.js';
import { clockTime } from '../internal/clock-time.js';
import { icon } from '../internal/icon.js';
import type { LocalizeController } from '../internal/localize-controller.js';
import { picture } from '../internal/picture.js';
import { priceView, type ProductPrice } from '../internal/price-view.js';
import { stockWords } from '../internal/stock-words.js';

/** What a row is drawn from. */
export interface TrayRow {
  readonly entry: SessionProduct;
  readonly way: BuyWay;
  readonly price: ProductPrice | undefined;
  /** Server ms. */
  readonly now: number;
  readonly adding: AddState;
  readonly refused: string | undefined;
  /** Server ms of the beginning of the show. */
  readonly startedAt: number | undefined;
  readonly l10n: LocalizeController;
  readonly onOpen: () => void;
  readonly onBuy: () => void;
  readonly onSeek: () => void;
}

/** One product of the show. */
export function trayRow(row: TrayRow): TemplateResult {
  const { entry, way, price, adding, l10n, startedAt, onOpen, onBuy, onSeek } = row;
  const { t } = l10n;
  const title = entry.title || t.aProduct;
  const { shownAt } = entry;
  const into = entry.place === 'before' && shownAt !== undefined && startedAt !== undefined ? (shownAt - startedAt) / 1000 : undefined;
  return html`<li part="row" class="row" data-key=${entry.productId}>
    ${picture(entry.picture)}
    <div class="what">
      <button type="button" part="row__title" class="open" @click=${onOpen}>
        <span class="lines"><bdi>${title}</bdi></span>
      </button>
      ${price ? priceView(price, l10n) : nothing} ${words(row)}
      ${
        into === undefined
          ? nothing
          : html`<button type="button" part="row__moment" class="moment" @click=${onSeek}>
              ${icon(play)}<span>${t.watchFrom(clockTime(into, l10n.language))}<span class="visually-hidden">, ${title}</span></span>
            </button>`
      }
    </div>
    ${way.kind === 'loading' ? nothing : buyButton({ way, adding, title, t, part: 'row__button', look: 'button', onBuy })}
  </li>`;
}

function words({ entry, way, now, refused, l10n }: TrayRow): TemplateResult | typeof nothing {
  const by = entry.product ? 'shop' : 'show';
  const said = stockWords(entry.stock.get(way.kind === 'add' ? way.variant.id : ''), now, l10n, by);
  const few = said?.tone === 'few' ? said.text : undefined;
  const text = refused ?? (way.kind === 'none' ? way.why : way.kind === 'loading' ? l10n.t.loadingProduct : few);
  const tone = refused || (way.kind === 'none' && !way.quiet) ? 'out' : few === text ? 'few' : 'calm';
  return text === undefined ? nothing : html`<p class=${`words ${tone}`}>${text}</p>`;
}
