import { products, promotions } from '../../table-goods/catalogue.mjs';
import { colourAmong, pictureName } from '../../table-goods/pictures.mjs';

const cents = amount => Math.round(amount * 100);
const pictureOf = (shape, values = []) => `/pictures/${pictureName(shape, colourAmong(values))}`;

/** The goods on the table as a shop in memory keeps them. Variants are known by their SKU. */
export const memoryProducts = products.map(({ handle, title, description, picture, options, variants, lowest30Days }) => ({
  id: handle,
  handle,
  title,
  description,
  url: `/goods/${handle}`,
  images: [pictureOf(picture)],
  ...(lowest30Days && { lowest30Days: cents(lowest30Days) }),
  options: options.map(({ name, values }) => ({ id: name, label: name, values: values.map(value => ({ id: value, label: value })) })),
  variants: variants.map(({ sku, values, eur, stock }) => ({
    id: sku,
    sku,
    price: cents(eur),
    stock,
    image: pictureOf(picture, values),
    options: Object.fromEntries(values.map((value, at) => [options[at].name, value])),
  })),
}));

export const memoryCodes = promotions.map(({ code, percent, amount, minimum, endsAt }) => ({
  code,
  ...(percent && { percent }),
  ...(amount && { amount: cents(amount) }),
  ...(minimum && { minimum: cents(minimum) }),
  ...(endsAt && { expiresAt: Date.parse(endsAt) }),
}));
