import { html } from './html.mjs';

/** Says what happened and what can be done. `again`: the address to try again. */
export const problemPage = ({ title, words, again }) =>
  html`<section class="hello">
    <h1>${title}</h1>
    <p>${words}</p>
    <p>${again ? html`<a class="strong" href="${again}">Try again</a>` : html`<a href="/">Look at the table</a>`}</p>
  </section>`;
