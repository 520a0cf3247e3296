/** Markup that came out of `html`, and may stand in another one as it is. */
class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = text => text.replace(/[&<>"']/g, character => entities[character]);

function textOf(value) {
  if (value === undefined || value === null || value === false || value === true) return '';
  if (Array.isArray(value)) return value.map(textOf).join('');
  return value instanceof Markup ? value.text : escape(String(value));
}

/** A page or a piece of one. Everything put in is text unless it is markup itself; nothing, `null`, `true` and `false` leave no trace. */
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, string, at) => text + textOf(values[at - 1]) + string));
}

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** An amount of cents as shoppers read it: `€18.50`. */
export const money = cents => euros.format(cents / 100);

/** "1 piece", "2 pieces". */
export const counted = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
