import core from '@vendure/core';

const { ChannelService, LanguageCode, ProductVariant, Promotion, PromotionService, TransactionalConnection } = core;
const languageCode = LanguageCode.en;
const argument = (name, value) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) });

/**
 * A minimum that every order reaches, hundredths. Not 0: while a line goes from nine units to one, Vendure still holds the discount of nine against it, and
 * the sum is below zero for that moment.
 */
const always = -100_000_000;

/**
 * Makes a promotion. `percent` or `amount` says how much (amounts are gross, in the currency's own unit), `minimum` from which
 * order value, `skus` for which variants only (with `percent`), `startsAt` and `endsAt` (ISO 8601) when. Without a `code` it
 * applies by itself, and then needs `minimum` or `skus`.
 */
export async function createPromotion(app, ctx, { code, title = code, percent, amount, minimum, skus, startsAt, endsAt, usageLimit }) {
  const conditions = [];
  if (minimum !== undefined || !code) {
    const args = [argument('amount', minimum === undefined ? always : Math.round(minimum * 100)), argument('taxInclusive', true)];
    conditions.push({ code: 'minimum_order_amount', arguments: args });
  }
  const promotion = await app.get(PromotionService).createPromotion(ctx, {
    enabled: true,
    conditions,
    actions: [await actionOf(app, ctx, { percent, amount, skus })],
    translations: [{ languageCode, name: title ?? 'Promotion', description: '' }],
    ...(code ? { couponCode: code } : {}),
    ...(startsAt ? { startsAt: new Date(startsAt) } : {}),
    ...(endsAt ? { endsAt: new Date(endsAt) } : {}),
    ...(usageLimit === undefined ? {} : { usageLimit }),
  });
  if (!promotion.id) throw new Error(promotion.message ?? 'Vendure refused the promotion.');
  const { items } = await app.get(ChannelService).findAll(ctx);
  await app.get(ChannelService).assignToChannels(
    ctx,
    Promotion,
    promotion.id,
    items.map(channel => channel.id),
  );
  return promotion.id;
}

/** Ends every running promotion with this code, or with this title where it has no code. */
export async function endPromotion(app, ctx, code) {
  const repository = app.get(TransactionalConnection).getRepository(ctx, Promotion);
  const found = await repository.find({ where: [{ couponCode: code }, { translations: { name: code } }] });
  for (const promotion of found) await app.get(PromotionService).updatePromotion(ctx, { id: promotion.id, endsAt: new Date() });
  return found.length;
}

async function actionOf(app, ctx, { percent, amount, skus }) {
  if (skus) {
    const variants = await app
      .get(TransactionalConnection)
      .getRepository(ctx, ProductVariant)
      .find({ where: skus.map(sku => ({ sku })) });
    const ids = variants.map(variant => String(variant.id));
    return { code: 'products_percentage_discount', arguments: [argument('discount', percent), argument('productVariantIds', ids)] };
  }
  if (amount) return { code: 'order_fixed_discount', arguments: [argument('discount', Math.round(amount * 100))] };
  return { code: 'order_percentage_discount', arguments: [argument('discount', percent)] };
}
