/** The goods of a shop in memory, as a WooCommerce shop has them: each option an attribute of its product, each combination a variation. */
export function wooGoods({ products, discountCodes }) {
  return {
    products: products.map(({ handle, title, description, images: [image], options = [], variants }) => ({
      slug: handle,
      title,
      descriptionHtml: description,
      image,
      price: Math.min(...variants.map(({ price }) => price)),
      stock: options.length > 0 ? null : variants[0].stock,
      attributes: options.map(({ label, values }) => ({ label, terms: values.map(value => ({ name: value.label })) })),
      variations:
        options.length > 0
          ? variants.map(({ options: chosen, price, stock }) => ({ terms: options.map(({ id }) => chosen[id]), price, stock }))
          : [],
    })),
    coupons: discountCodes
      .filter(({ expiresAt }) => !expiresAt)
      .map(({ code, percent, amount, minimum }) => ({ code, percent, amount, minimum })),
  };
}
