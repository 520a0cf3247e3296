import { wooTwin } from '@shopcast/testing/woo-twin';
import { http } from 'msw';
import { wooGoods } from './goods.js';

/**
 * Answers the Store API of this page's origin as a WooCommerce was recorded to answer, nonce, cart token and refusals included.
 * @param {object} goods what a shop in memory is made from
 */
export function mockedShop(goods) {
  const shop = wooTwin({ origin: globalThis.location.origin, ...wooGoods(goods) });
  return http.all('/wp-json/wc/store/v1/*', async ({ request }) => {
    const { method, url, headers } = request;
    const body = await request.text();
    return shop.fetch(url, { method, headers, ...(body && { body }) });
  });
}
