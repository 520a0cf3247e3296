import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses between tries, ms. */
const pauses = [500, 2_000, 10_000, 60_000];

/**
 * Tells the room of the show that something was bought, signed, so that it becomes an anonymous fact of the show: which things, how
 * many, for how much. Tried again while the room is away; the room knows an order it has heard of before.
 * @param {{ room: string, showId: string, secret: string, waits?: readonly number[] }} to
 * @param {object} order as the shop tells it
 * @returns {Promise<boolean>} whether the room has it
 */
export async function reportOrder({ room, showId, secret, waits = pauses }, { code, total, lines }) {
  const body = JSON.stringify({
    code,
    currencyCode: 'EUR',
    totalWithTax: total,
    lines: lines.map(({ variantId, productId, quantity }) => ({ productVariantId: variantId, productId, quantity })),
  });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  for (const wait of [...waits, 0]) {
    try {
      const answer = await fetch(`${room}/shows/${encodeURIComponent(showId)}/orders/vendure`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shopcast-signature': signature },
        body,
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.ok) return true;
      // What is wrong with it stays wrong.
      if (answer.status < 500 && answer.status !== 429 && answer.status !== 409) {
        process.stderr.write(`[storefront] The room refused order ${code}: ${answer.status} ${await answer.text()}\n`);
        return false;
      }
    } catch {
      // The room is away.
    }
    if (wait > 0) await sleep(wait, undefined, { ref: false });
  }
  process.stderr.write(`[storefront] The room did not take order ${code}.\n`);
  return false;
}
