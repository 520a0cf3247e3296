import { html, money } from './html.mjs';

/** The cart. `problem` is `{ key, words, value }`: what was refused, at which line or at the field for codes, and what was typed there. */
export function cartPage({ cart, problem }) {
  if (cart.lines.length === 0)
    return html`<section class="hello" data-part="cart">
      <h1>Your cart is empty.</h1>
      <p>${problem?.words} <a href="/">Look at the table</a></p>
    </section>`;
  return html`<section class="cart" data-part="cart">
    <h1>Your cart</h1>
    ${problem && !problem.key && html`<p class="problem" role="alert">${problem.words}</p>`}
    <ul class="lines">
      ${cart.lines.map(line => lineOf(line, problem))}
    </ul>
    <div class="sum">
      ${totals(cart)} ${codes(cart, problem)}
      <a class="strong" href="/checkout">Go to the checkout</a>
      <p class="small">Delivery is chosen at the checkout. Prices include tax.</p>
    </div>
  </section>`;
}

function lineOf(line, problem) {
  const here = problem?.key === line.key;
  return html`<li class="line">
    ${line.picture && html`<img src="${line.picture}" alt="" width="96" height="96" />`}
    <div class="line-text">
      <a href="/goods/${line.handle}" dir="auto">${line.title}</a>
      ${line.choice && html`<span class="choice-made" dir="auto">${line.choice}</span>`}
      <span class="unit"
        >${line.before && html`<s><span class="hidden">before </span>${money(line.before)}</s> `}${money(line.unit)} each</span
      >
      ${line.reductions.map(words => html`<span class="reduction">${words}</span>`)}
      ${line.stock.out && html`<span class="problem">Sold out meanwhile. Take it out to go on.</span>`}
    </div>
    <form class="line-form" method="post" action="/cart/lines/${line.key}" data-quiet>
      <label
        ><span class="hidden">Quantity of ${line.title} ${line.choice}</span>
        <input
          name="quantity"
          inputmode="numeric"
          autocomplete="off"
          size="3"
          value="${here ? problem.value : line.quantity}"
          ${here && html`aria-invalid="true" aria-describedby="line-problem"`}
        />
      </label>
      <button class="plain">Change</button>
      <button class="plain" name="remove" value="yes">Remove<span class="hidden"> ${line.title} ${line.choice}</span></button>
      ${here && html`<p class="problem" id="line-problem" role="alert">${problem.words}</p>`}
    </form>
    <p class="line-total">${money(line.total)}</p>
  </li>`;
}

/** Every reduction with its name, and what is to pay. */
export function totals({ lines, discounts, goodsTotal, delivery, total }, word = 'Total') {
  const goods = lines.reduce((sum, line) => sum + line.total, 0);
  return html`<dl class="totals">
    ${
      (discounts.length > 0 || delivery) &&
      html`<div>
        <dt>Goods</dt>
        <dd>${money(goods)}</dd>
      </div>`
    }
    ${discounts.map(
      ({ title, amount }) =>
        html`<div>
          <dt>${title}</dt>
          <dd>${money(amount)}</dd>
        </div>`,
    )}
    ${
      delivery &&
      html`<div>
        <dt>${delivery.title}</dt>
        <dd>${money(delivery.price)}</dd>
      </div>`
    }
    <div class="total">
      <dt>${word}</dt>
      <dd>${money(delivery ? total : goodsTotal)}</dd>
    </div>
  </dl>`;
}

function codes(cart, problem) {
  const here = problem?.key === 'code';
  return html`<div class="codes">
    ${cart.codes.map(
      ({ code, applied }) =>
        html`<form method="post" action="/cart/codes/remove" data-quiet>
          <input type="hidden" name="code" value="${code}" />
          <span>Code <strong>${code}</strong>${!applied && ', does not apply to this cart yet'}</span>
          <button class="plain">Take back<span class="hidden"> ${code}</span></button>
        </form>`,
    )}
    <form method="post" action="/cart/codes" data-quiet>
      <label for="code">Discount code</label>
      <div class="field-line">
        <input
          id="code"
          name="code"
          autocomplete="off"
          maxlength="100"
          value="${here && problem.value}"
          ${here && html`aria-invalid="true" aria-describedby="code-problem"`}
        />
        <button class="plain">Use it</button>
      </div>
      ${here && html`<p class="problem" id="code-problem" role="alert">${problem.words}</p>`}
    </form>
  </div>`;
}
