/**
 * The standard catalogue of the commerce kit (`standardProducts`, `standardCodes` of @shopcast/testing) in the form of
 * `catalogue.mjs`. Handed in as JSON, so that a shop needs nothing of the kit.
 * @returns {{ products: object[], promotions: object[], refs: Record<string, string> }} `refs` names the handle of every product
 */
export function standardGoods({ products, codes }) {
  const handleOf = key => `standard-${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
  return {
    refs: Object.fromEntries(products.map(({ key }) => [key, handleOf(key)])),
    products: products.map(product => ({
      handle: handleOf(product.key),
      title: product.title,
      description: product.descriptionHtml ?? '',
      options: product.options.map(({ label, values }) => ({ name: label, values })),
      variants: product.variants.map((variant, index) => ({
        sku: `${handleOf(product.key)}-${index + 1}`,
        values: product.options.map(({ label }) => variant.values[label]),
        eur: variant.price / 100,
        jpy: product.otherPrices?.JPY ?? variant.price,
        stock: variant.stock,
      })),
      ...(product.compareAt ? { compareAt: product.compareAt / 100 } : {}),
      ...(product.lowest30Days ? { lowest30Days: product.lowest30Days / 100 } : {}),
    })),
    promotions: codes.map(({ code, percent, amount, minimum, expired, usesLeft }) => ({
      code,
      percent,
      ...(amount ? { amount: amount / 100 } : {}),
      ...(minimum ? { minimum: minimum / 100 } : {}),
      ...(expired ? { endsAt: '2025-01-01T00:00:00.000Z' } : {}),
      ...(usesLeft === undefined ? {} : { usageLimit: usesLeft }),
    })),
  };
}
