/** The shop's back door, as examples/vendure-shop opens it at /control: what makes an offer true in the cart as well. */

/** @param {string} url */
export function openControl(url) {
  const ask = async (path, body) => {
    const answer = await fetch(`${url.replace(/\/$/, '')}${path}`, {
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5000),
    });
    if (!answer.ok) throw new Error(`The shop answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    return answer.json();
  };
  return {
    /** What the shop calls its variants, by SKU. A shop that does not say calls them by their SKU. */
    async variantIds(skus) {
      const { variants = {} } = await ask('');
      return skus.map(sku => variants[sku] ?? sku);
    },
    /** Lowers the price in the cart from `startsAt` to `endsAt`, ms. */
    openOffer: ({ offerId, percent, skus, startsAt, endsAt }) =>
      ask('/promotion', {
        title: offerId,
        percent,
        skus,
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
      }),
    closeOffer: offerId => ask('/end-promotion', { code: offerId }),
    setStock: (sku, units) => ask('/stock', { sku, units }),
  };
}
