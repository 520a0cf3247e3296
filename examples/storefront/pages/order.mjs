import { totals } from './cart.mjs';
import { html, money } from './html.mjs';

const at = new Intl.DateTimeFormat('en-IE', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const states = {
  PaymentAuthorized: 'Payment promised',
  PaymentSettled: 'Paid, being packed',
  PartiallyShipped: 'Partly on its way',
  Shipped: 'On its way',
  PartiallyDelivered: 'Partly delivered',
  Delivered: 'Delivered',
  Cancelled: 'Cancelled',
};

/** How an order stands. `fresh`: it was placed just now. */
export function orderPage({ order, fresh }) {
  const { code, state, lines, parcels, placedAt } = order;
  return html`<section class="order">
    <h1>${fresh ? 'Thank you. It is yours.' : `Order ${code}`}</h1>
    <p class="order-state">
      <strong data-state="${state}">${states[state] ?? state}</strong
      >${placedAt && html` since <time datetime="${placedAt}">${at.format(new Date(placedAt))} UTC</time>`}
    </p>
    ${fresh && html`<p>Your order is <strong class="order-code">${code}</strong>. Keep this page, or <a href="/orders">follow it</a> by this code for two hours.</p>`}
    ${parcels.map(({ sent, tracking }) => html`<p>${sent ? 'A parcel is on its way' : 'A parcel is being packed'}${tracking && html`: <span class="order-code">${tracking}</span>`}</p>`)}
    <ul class="lines">
      ${lines.map(
        line =>
          html`<li class="line">
            ${line.picture && html`<img src="${line.picture}" alt="" width="96" height="96" />`}
            <div class="line-text">
              <span dir="auto">${line.title}</span>${line.choice && html`<span class="choice-made" dir="auto">${line.choice}</span>`}<span
                class="unit"
                >${line.quantity} × ${money(line.unit)}</span
              >
            </div>
            <p class="line-total">${money(line.total)}</p>
          </li>`,
      )}
    </ul>
    <div class="sum">${totals(order)}</div>
  </section>`;
}

/** Where a guest asks for an order. */
export function findOrderPage({ code, problem }) {
  return html`<section class="hello">
    <h1>Follow an order</h1>
    <form class="find" method="get" action="/orders">
      <label for="order">Code of the order</label>
      <div class="field-line">
        <input
          id="order"
          name="code"
          autocomplete="off"
          maxlength="64"
          value="${code}"
          ${problem && html`aria-invalid="true" aria-describedby="order-problem"`}
        />
        <button class="strong">Look</button>
      </div>
      ${problem && html`<p class="problem" id="order-problem" role="alert">${problem}</p>`}
    </form>
  </section>`;
}
