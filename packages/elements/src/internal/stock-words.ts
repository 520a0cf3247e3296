import type { Stock } from '@shopcast/session';
import { css } from 'lit';
import type { LocalizeController } from './localize-controller.js';

/** Fewer units than this are worth saying; of more, that there are some. */
const few = 10;
const minute = 60_000;

/** What can be said about units, and how much it should stand out. */
export interface StockWords {
  readonly text: string;
  readonly tone: 'calm' | 'few' | 'out';
}

/** How long ago something was said, in the viewer's language; `undefined` within a minute. */
export function ageWords(asOf: number, now: number, language: string): string | undefined {
  const minutes = Math.floor((now - asOf) / minute);
  if (!(minutes >= 1)) return undefined;
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  if (minutes < 60) return words.format(-minutes, 'minute');
  return minutes < 48 * 60 ? words.format(-Math.floor(minutes / 60), 'hour') : words.format(-Math.floor(minutes / 1440), 'day');
}

/**
 * Words about stock, only from what was stated: a number when there is one and it is small, never "few left" without it. What was said more
 * than a minute ago is told with its age. Nothing when nobody knows. `by` is who said it.
 */
export function stockWords(
  stock: Stock | undefined,
  now: number,
  { t, language }: LocalizeController,
  by: 'shop' | 'show' = 'shop',
): StockWords | undefined {
  if (!stock || stock.state === 'unknown') return undefined;
  const age = ageWords(stock.asOf, now, language);
  const shopAge = by === 'shop' ? age : undefined;
  if (stock.state === 'out' || stock.quantity === 0) return { text: t.stockOut(shopAge), tone: 'out' };
  if (stock.state === 'backorder') return { text: t.stockLater(shopAge), tone: 'calm' };
  const { quantity } = stock;
  if (quantity === undefined || (quantity >= few && stock.state !== 'low')) return { text: t.stockIn(shopAge), tone: 'calm' };
  return { text: by === 'shop' ? t.stockLeft(quantity, age) : t.stockLeftInShow(quantity, age), tone: 'few' };
}

/** How words of each tone look. */
export const toneStyles = css`
  .few {
    color: var(--_offer);
    font-weight: 600;
  }
  .out,
  .refused {
    color: var(--_danger);
    font-weight: 600;
  }
  .calm {
    color: var(--_muted);
  }
`;
