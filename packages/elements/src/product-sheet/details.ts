import type { Product } from '@shopcast/session';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { LocalizeController } from '../internal/localize-controller.js';
import { webAddress } from '../internal/web-address.js';
import type { Details } from './details-reader.js';
import { fullWords, type FullMessages } from './full-words.js';
import { paragraphs } from './paragraphs.js';

/** All of them. */
export function detailsView(
  details: Details,
  rating: Product['rating'],
  l10n: LocalizeController,
  onMore: (() => unknown) | undefined,
): readonly (TemplateResult | typeof nothing)[] {
  const t = { ...fullWords, ...l10n.t };
  return [reviewsView(details, rating, t, l10n.language, onMore), policiesView(details, t)];
}

/** Reviews, with the rating of all of them in front. */
function reviewsView(
  { reviews, total }: Details,
  rating: Product['rating'],
  t: FullMessages,
  language: string,
  onMore: (() => unknown) | undefined,
): TemplateResult | typeof nothing {
  if (reviews.length === 0) return nothing;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const dateOf = (date: string): string => (Number.isNaN(Date.parse(date)) ? date : day.format(Date.parse(date)));
  return html`<section aria-labelledby="reviews" part="reviews">
    <h3 id="reviews">${t.reviews}</h3>
    ${rating ? html`<p class="muted">${t.rating(number.format(rating.value), rating.count)}</p>` : nothing}
    <ul class="reviews">
      ${reviews.map(
        ({ author, rating: stars, text, date }) =>
          html`<li>
            <p class="byline"><bdi>${author}</bdi> <span class="muted">${t.stars(number.format(stars))} · ${dateOf(date)}</span></p>
            ${paragraphs(text)}
          </li>`,
      )}
    </ul>
    ${reviews.length < total ? html`<button type="button" class="button" @click=${onMore}>${t.moreReviews}</button>` : nothing}
  </section>`;
}

/** Policies of the shop, folded: delivery and returns, which one asks for before buying; the rest as links at the end. */
function policiesView({ policies }: Details, t: FullMessages): TemplateResult | typeof nothing {
  if (policies.length === 0) return nothing;
  const names = { delivery: t.policyDelivery, returns: t.policyReturns, privacy: t.policyPrivacy, terms: t.policyTerms };
  const order = Object.keys(names);
  const sorted = [...policies].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return html`<section class="policies" part="policies">
    ${sorted.map(({ kind, title, text, url }) => {
      const name = title || names[kind];
      const address = webAddress(url);
      const link = address ? html`<p><a href=${address} target="_blank" rel="noopener">${name}</a></p>` : nothing;
      return text
        ? html`<details>
            <summary dir="auto">${name}</summary>
            ${paragraphs(text)}${link}
          </details>`
        : link;
    })}
  </section>`;
}

export const detailsStyles = css`
  h3 {
    margin: 0 0 var(--_space-2xs);
    font-size: var(--_text-m);
  }
  .reviews {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .reviews li {
    padding-block: var(--_space-xs);
    border-block-start: 1px solid var(--_hairline);
    font-size: var(--_text-s);
  }
  .byline {
    margin-block-end: var(--_space-2xs);
    font-weight: 600;
  }
  .byline .muted {
    font-weight: 400;
  }
  .policies {
    border-block-end: 1px solid var(--_hairline);
  }
  details,
  .policies > p {
    margin: 0;
    border-block-start: 1px solid var(--_hairline);
  }
  summary,
  .policies > p {
    min-block-size: var(--_target);
    padding-block: 0.6rem;
    font-weight: 600;
    cursor: pointer;
  }
  a {
    color: var(--_accent);
  }
`;
