import { departmentOf } from '../departments.mjs';
import { html, money } from './html.mjs';

/**
 * What is chosen of a product: what the form says, and for what it does not say the first that can be had.
 * @param {object} product
 * @param {URLSearchParams} form option names with value names
 * @returns {{ chosen: Record<string, string>, variant: object | undefined }} `variant` is missing where nothing like it is made
 */
export function choose(product, form) {
  const named = Object.fromEntries(
    product.options.flatMap(({ id, name, values }) => {
      const value = values.find(one => one.name === form.get(name));
      return value ? [[id, value.id]] : [];
    }),
  );
  const fits = variant => Object.entries(named).every(([id, value]) => variant.values[id] === value);
  const likely = product.variants.filter(fits);
  const variant = likely.find(({ stock }) => !stock.out) ?? likely[0];
  if (variant) return { chosen: variant.values, variant };
  return { chosen: { ...product.variants[0]?.values, ...named }, variant: undefined };
}

/** One product, with what is chosen of it. `problem` stands at the form. */
export function productPage({ product, chosen, variant, quantity = '1', problem }) {
  const department = departmentOf(product.handle);
  const picture = variant?.picture ?? product.picture;
  return html`<article class="product" data-part="product">
    <div class="product-picture">${picture && html`<img src="${picture}" alt="" width="400" height="400" />`}</div>
    <div class="product-text">
      ${department && html`<p class="crumb"><a href="/shelves/${department.slug}">${department.title}</a></p>`}
      <h1 dir="auto" ${product.title.length > 60 && html`class="long"`}>${product.title}</h1>
      ${priceOf(variant)}
      <p class="words" dir="auto">${product.words}</p>
      <form class="choose" method="post" action="/cart/add" data-quiet data-choices="/goods/${product.handle}">
        <input type="hidden" name="goods" value="${product.handle}" />
        ${product.options.map(option => choiceOf(option, product, chosen))}
        ${
          product.options.length > 0 &&
          html`<button class="plain without-script" formmethod="get" formaction="/goods/${product.handle}" formnovalidate>
            Show this choice
          </button>`
        }
        <p class="stock">${stockOf(variant)}</p>
        <div class="buy">
          <label
            >Quantity
            <input
              name="quantity"
              inputmode="numeric"
              autocomplete="off"
              size="3"
              value="${quantity}"
              ${problem && html`aria-invalid="true" aria-describedby="problem"`}
          /></label>
          <button class="strong" ${(!variant || variant.stock.out) && html`disabled`}>Put in the cart</button>
        </div>
        ${problem && html`<p class="problem" id="problem" role="alert">${problem}</p>`}
      </form>
    </div>
  </article>`;
}

function priceOf(variant) {
  if (!variant) return html`<p class="price">–</p>`;
  const { price, before, lowest } = variant;
  return html`<p class="price">
      ${before > price && html`<s><span class="hidden">before </span>${money(before)}</s> `}<strong>${money(price)}</strong>
    </p>
    ${lowest && html`<p class="lowest">Lowest price of the last 30 days: ${money(lowest)}</p>`}`;
}

function stockOf(variant) {
  if (!variant) return 'It is not made like this. Change one of the choices.';
  const { out, units, low } = variant.stock;
  if (out) return 'Sold out.';
  if (units) return units === 1 ? 'One is left.' : `${units} are left.`;
  return low ? 'Few are left.' : 'In stock.';
}

/** One option as radio buttons. What is not made, or sold out, together with the other choices says so. */
function choiceOf({ id, name, values }, product, chosen) {
  const choices = values.map(value => {
    const wanted = { ...chosen, [id]: value.id };
    const variant = product.variants.find(one => Object.entries(wanted).every(([option, picked]) => one.values[option] === picked));
    const note = variant ? variant.stock.out && 'sold out' : 'not like this';
    return html`<label class="${note ? 'choice rare' : 'choice'}">
      <input type="radio" name="${name}" value="${value.name}" ${chosen[id] === value.id && html`checked`} />
      <span dir="auto">${value.name}${note && html`<small>${note}</small>`}</span>
    </label>`;
  });
  return html`<fieldset>
    <legend dir="auto">${name}</legend>
    <div class="choices">${choices}</div>
  </fieldset>`;
}
