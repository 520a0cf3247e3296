import { departments } from '../departments.mjs';
import { html, money } from './html.mjs';

/** The first page: after a word of welcome the show, and then everything there is, as it would lie on one long table. */
export const home = ({ goods }) => ({
  main: html`<section class="hello">
    <h1>Things for the table, and nothing else.</h1>
    <p>Fifteen of them. We show each one live, answer what you ask, and pack what you choose.</p>
  </section>`,
  rest: departments.map(department => shelf(department, goods)),
});

/** One department. */
export function departmentPage({ department, goods }) {
  return html`<section class="hello">
      <h1>${department.title}</h1>
      <p>${department.words}</p>
    </section>
    ${tiles(department, goods)}`;
}

const shelf = (department, goods) =>
  html`<section class="shelf" aria-labelledby="${department.slug}">
    <header>
      <h2 id="${department.slug}"><a href="/shelves/${department.slug}">${department.title}</a></h2>
      <p>${department.words}</p>
    </header>
    ${tiles(department, goods)}
  </section>`;

function tiles({ goods: handles }, goods) {
  const found = handles.flatMap(handle => goods.find(one => one.handle === handle) ?? []);
  return html`<ul class="tiles" data-count="${found.length}">
    ${found.map(tile)}
  </ul>`;
}

const tile = ({ handle, title, picture, from, upTo, out }) =>
  html`<li>
    <a class="tile" href="/goods/${handle}">
      ${picture && html`<img src="${picture}" alt="" width="400" height="400" loading="lazy" />`}
      <span class="tile-title" dir="auto">${title}</span>
      <span class="tile-price">${out ? html`<span class="sold-out">Sold out</span>` : html`${upTo > from && 'from '}${money(from)}`}</span>
    </a>
  </li>`;
