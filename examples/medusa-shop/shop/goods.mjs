import { createRequire } from 'node:module';
import { run, salesChannel, shippingProfile } from './seed.mjs';

const { Modules } = createRequire(import.meta.url)('@medusajs/framework/utils');

/** What Medusa's own admin calls the option of a product that has none. */
const noOption = { title: 'Default option', value: 'Default option value' };

/** Puts products and promotions, in the form of the catalogue, on sale in both currencies. */
export async function sellGoods(container, { products = [], promotions = [] }) {
  const [channel, profile] = [await salesChannel(container), await shippingProfile(container)];
  const asMedusa = products.map(product => productOf(product, channel, profile));
  // A few at a time: one workflow keeps all it made in memory until it ends.
  for (const product of asMedusa) {
    const { variants } = product;
    const [made] = await run(container, 'createProductsWorkflow', { products: [{ ...product, variants: variants.slice(0, 100) }] });
    for (let at = 100; at < variants.length; at += 100) {
      const product_variants = variants.slice(at, at + 100).map(variant => ({ ...variant, product_id: made.id }));
      await run(container, 'createProductVariantsWorkflow', { product_variants });
    }
  }
  await stockUp(container, products);
  const promotionsData = promotions.map(promotionOf);
  if (promotionsData.length) await run(container, 'createPromotionsWorkflow', { promotionsData });
}

function productOf({ handle, title, description = '', options, variants }, channel, profile) {
  return {
    title,
    handle,
    description,
    status: 'published',
    shipping_profile_id: profile.id,
    sales_channels: [{ id: channel.id }],
    options: options.length
      ? options.map(option => ({ title: option.name, values: option.values }))
      : [{ title: noOption.title, values: [noOption.value] }],
    variants: variants.map(({ values, sku, eur, jpy, stock }) => ({
      title: values.join(' / ') || 'Default variant',
      sku,
      manage_inventory: stock !== null,
      options: options.length
        ? Object.fromEntries(options.map((option, index) => [option.name, values[index]]))
        : { [noOption.title]: noOption.value },
      prices: [
        { currency_code: 'eur', amount: eur },
        { currency_code: 'jpy', amount: jpy },
      ],
    })),
  };
}

async function stockUp(container, products) {
  const [location] = await container.resolve(Modules.STOCK_LOCATION).listStockLocations({});
  const units = new Map(products.flatMap(product => product.variants.map(({ sku, stock }) => [sku, stock])));
  const items = await container
    .resolve(Modules.INVENTORY)
    .listInventoryItems({ sku: [...units.keys()] }, { take: units.size, select: ['id', 'sku'] });
  const levels = items.map(({ id, sku }) => ({ inventory_item_id: id, location_id: location.id, stocked_quantity: units.get(sku) ?? 0 }));
  await container.resolve(Modules.INVENTORY).createInventoryLevels(levels);
}

/** A promotion with `percent` or `amount` (euros), and `minimum` (euros) as a rule about the goods in the cart. */
export function promotionOf({ code, percent, amount, minimum, endsAt, usageLimit }) {
  const application_method = {
    type: percent ? 'percentage' : 'fixed',
    target_type: 'items',
    allocation: 'across',
    value: percent ?? amount,
    currency_code: 'eur',
  };
  const campaign = { name: code, campaign_identifier: code, starts_at: new Date('2024-01-01T00:00:00.000Z') };
  return {
    code,
    type: 'standard',
    status: 'active',
    is_automatic: false,
    application_method,
    ...(minimum ? { rules: [{ attribute: 'item_total', operator: 'gte', values: [String(minimum)] }] } : {}),
    ...(endsAt ? { campaign: { ...campaign, ends_at: new Date(endsAt) } } : {}),
    ...(usageLimit === undefined ? {} : { limit: usageLimit }),
  };
}
