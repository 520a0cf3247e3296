import { totals } from './cart.mjs';
import { html, money } from './html.mjs';

/** The fields of an address, in their order: name, label, what browsers fill in, and what a test is filled in with. */
export const addressFields = [
  { name: 'email', label: 'E-mail', autocomplete: 'email', type: 'email', most: 254, test: 'ada@longtable.example' },
  { name: 'name', label: 'Name', autocomplete: 'name', most: 100, test: 'Ada Example' },
  { name: 'street', label: 'Street and number', autocomplete: 'street-address', most: 200, test: 'Lange Reihe 7' },
  { name: 'postcode', label: 'Postcode', autocomplete: 'postal-code', most: 12, test: '20099' },
  { name: 'city', label: 'City', autocomplete: 'address-level2', most: 100, test: 'Hamburg' },
];

/**
 * What is wrong with a form, by field.
 * @param {Record<string, string>} form
 * @param {{ countries: { code: string }[], deliveries: { id: string }[] }} known
 * @returns {Record<string, string>} empty when all is well
 */
export function problemsOf(form, { countries, deliveries }) {
  const problems = {};
  for (const { name, label, most } of addressFields) {
    if (!form[name]) problems[name] = `${label} is missing.`;
    else if (form[name].length > most) problems[name] = `${label} is too long: ${most} characters at most.`;
  }
  if (form.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email)) problems.email ??= 'This is no e-mail address: name@place.example';
  if (!countries.some(({ code }) => code === form.country)) problems.country = 'Choose one of the countries we deliver to.';
  if (!deliveries.some(({ id }) => id === form.delivery)) problems.delivery = 'Choose how we deliver.';
  return problems;
}

/** The checkout: everything on one page. `form` is what was typed, kept whatever happens. */
export function checkoutPage({ cart, countries, deliveries, form, problems = {}, words }) {
  const count = Object.keys(problems).length;
  return html`<section class="checkout">
    <h1>Checkout</h1>
    ${words && html`<p class="problem" role="alert">${words}</p>`}
    ${count > 0 && html`<p class="problem" role="alert">${count === 1 ? 'One field needs' : `${count} fields need`} another look.</p>`}
    <form id="checkout" method="post" action="/checkout" novalidate data-draft>
      <fieldset class="address">
        <legend>Where to</legend>
        ${addressFields.map(field => inputOf(field, form, problems))}
        <p class="field">
          <label for="country">Country</label>
          <select id="country" name="country" autocomplete="country" ${invalid('country', problems)}>
            ${countries.map(({ code, name }) => html`<option value="${code}" ${code === form.country && html`selected`}>${name}</option>`)}
          </select>
          ${problemOf('country', problems)}
        </p>
      </fieldset>
      <fieldset>
        <legend>How</legend>
        <div class="deliveries">
          ${deliveries.map(
            ({ id, title, price }) =>
              html`<label class="delivery">
                <input type="radio" name="delivery" value="${id}" ${id === form.delivery && html`checked`} />
                <span>${title}</span> <span class="number">${money(price)}</span>
              </label>`,
          )}
        </div>
        ${problemOf('delivery', problems)}
      </fieldset>
      <fieldset>
        <legend>Payment</legend>
        <p>A test payment. It settles at once, and nothing is charged.</p>
      </fieldset>
    </form>
    <div class="sum" data-part="summary">
      <input type="hidden" form="checkout" name="order" value="${cart.code}" />
      <input type="hidden" form="checkout" name="goodsTotal" value="${cart.goodsTotal}" />
      <ul class="short-lines">
        ${cart.lines.map(
          line =>
            html`<li>
              <span dir="auto">${line.quantity} × ${line.title}${line.choice && `, ${line.choice}`}</span>
              <span class="number">${money(line.total)}</span>
              ${line.stock.out && html`<span class="problem">Sold out meanwhile.</span>`}
            </li>`,
        )}
      </ul>
      ${totals({ ...cart, delivery: undefined }, 'Before delivery')}
      <dl class="totals">
        ${deliveries.map(
          ({ title, price }) =>
            html`<div>
              <dt>You pay with ${title.toLowerCase()}</dt>
              <dd>${money(cart.goodsTotal + price)}</dd>
            </div>`,
        )}
      </dl>
      <button class="strong" form="checkout">Place the test order</button>
      <p class="small"><a href="/cart">Back to the cart</a></p>
    </div>
  </section>`;
}

const invalid = (name, problems) => problems[name] && html`aria-invalid="true" aria-describedby="${name}-problem"`;
const problemOf = (name, problems) => problems[name] && html`<span class="problem" id="${name}-problem">${problems[name]}</span>`;

const inputOf = ({ name, label, autocomplete, type = 'text', most }, form, problems) =>
  html`<p class="field field-${name}">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      maxlength="${most}"
      required
      value="${form[name]}"
      ${invalid(name, problems)}
    />
    ${problemOf(name, problems)}
  </p>`;
