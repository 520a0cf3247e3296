import core from '@vendure/core';
import { countries, inYen, products, promotions, shippingMethods, taxRates } from '../../table-goods/catalogue.mjs';
import { colourAmong, pictureName } from '../../table-goods/pictures.mjs';
import { channels } from './config.mjs';
import { createPromotion } from './promotion.mjs';

const {
  Asset,
  ChannelService,
  CountryService,
  FastImporterService,
  LanguageCode,
  PaymentMethodService,
  Product,
  ProductVariant,
  ProductVariantPrice,
  RequestContextService,
  SellerService,
  ShippingMethodService,
  StockLocation,
  StockLocationService,
  TaxCategoryService,
  TaxRateService,
  TransactionalConnection,
  User,
  ZoneService,
} = core;

const languageCode = LanguageCode.en;
/** Vendure counts every currency in hundredths, the yen too. */
export const hundredths = amount => Math.round(amount * 100);

/** Fills an empty shop: countries, taxes, two channels, shipping, payment, products and promotions. */
export async function seed(app) {
  const ctx = await adminContext(app);
  const both = await seedChannels(app, ctx, await seedTaxes(app, ctx));
  await seedShipping(app, ctx, both);
  await seedPayment(app, ctx, both);
  await seedGoods(app, { products, promotions });
}

/** Puts products and promotions, in the form of the catalogue, on sale in both channels. */
export async function seedGoods(app, goods) {
  const ctx = await adminContext(app);
  const taxCategory = (await app.get(TaxCategoryService).findAll(ctx)).items[0];
  const jpy = await app.get(ChannelService).getChannelFromToken(ctx, channels.jpy);
  await seedProducts(app, ctx, jpy, taxCategory, goods.products ?? []);
  for (const promotion of goods.promotions ?? []) await createPromotion(app, ctx, promotion);
}

/** What the superadmin may do, in one channel. */
export async function adminContext(app, channelToken = channels.eur) {
  const repository = app.get(TransactionalConnection).rawConnection.getRepository(User);
  const user = await repository.findOne({ where: { identifier: 'superadmin' }, relations: { roles: { channels: true } } });
  return app.get(RequestContextService).create({ apiType: 'admin', user, channelOrToken: channelToken, languageCode });
}

async function seedTaxes(app, ctx) {
  const taxCategory = await app.get(TaxCategoryService).create(ctx, { name: 'Standard', isDefault: true });
  const zones = {};
  for (const [name, value] of Object.entries(taxRates)) {
    const memberIds = [];
    for (const { code, name: country } of countries.filter(country => country.zone === name)) {
      const entity = await app.get(CountryService).create(ctx, { code, enabled: true, translations: [{ languageCode, name: country }] });
      memberIds.push(entity.id);
    }
    const zone = await app.get(ZoneService).create(ctx, { name, memberIds });
    zones[name] = zone;
    await app.get(TaxRateService).create(ctx, { name, value, enabled: true, categoryId: taxCategory.id, zoneId: zone.id });
  }
  return zones;
}

async function seedChannels(app, ctx, zones) {
  const service = app.get(ChannelService);
  const prices = { defaultLanguageCode: languageCode, pricesIncludeTax: true };
  const currency = code => ({ defaultCurrencyCode: code, availableCurrencyCodes: [code] });
  const zone = ({ id }) => ({ defaultTaxZoneId: id, defaultShippingZoneId: id });
  const seller = (await app.get(SellerService).findAll(ctx)).items[0];
  const eur = await service.update(ctx, { id: ctx.channelId, ...prices, ...currency('EUR'), ...zone(zones.Europe) });
  const jpy = await service.create(ctx, {
    code: channels.jpy,
    token: channels.jpy,
    sellerId: seller.id,
    ...prices,
    ...currency('JPY'),
    ...zone(zones.Japan),
  });
  const location = await app.get(StockLocationService).defaultStockLocation(ctx);
  await service.assignToChannels(ctx, StockLocation, location.id, [jpy.id]);
  return [eur.id, jpy.id];
}

async function seedShipping(app, ctx, channelIds) {
  for (const [currency, channelId] of [
    ['eur', channelIds[0]],
    ['jpy', channelIds[1]],
  ]) {
    for (const { code, title, ...prices } of shippingMethods) {
      const method = await app.get(ShippingMethodService).create(ctx, {
        code: `${code}-${currency}`,
        fulfillmentHandler: 'manual-fulfillment',
        checker: { code: 'default-shipping-eligibility-checker', arguments: [{ name: 'orderMinimum', value: '0' }] },
        calculator: {
          code: 'default-shipping-calculator',
          arguments: [
            { name: 'rate', value: String(hundredths(prices[currency])) },
            { name: 'taxRate', value: String(currency === 'eur' ? taxRates.Europe : taxRates.Japan) },
            { name: 'includesTax', value: 'include' },
          ],
        },
        translations: [{ languageCode, name: title, description: '' }],
      });
      if (channelId === ctx.channelId) continue;
      await app.get(ChannelService).assignToChannels(ctx, core.ShippingMethod, method.id, [channelId]);
      await app.get(ChannelService).removeFromChannels(ctx, core.ShippingMethod, method.id, [ctx.channelId]);
    }
  }
}

async function seedPayment(app, ctx, channelIds) {
  const method = await app.get(PaymentMethodService).create(ctx, {
    code: 'instant',
    enabled: true,
    handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
    translations: [{ languageCode, name: 'Settles at once', description: '' }],
  });
  await app.get(ChannelService).assignToChannels(ctx, core.PaymentMethod, method.id, channelIds);
}

async function seedProducts(app, ctx, jpy, taxCategory, products) {
  const importer = app.get(FastImporterService);
  await importer.initialize(jpy);
  const pictures = new Map();
  for (const product of products) await seedProduct(app, ctx, importer, taxCategory, pictures, product);
  // The importer writes the same price for both channels; the yen ones get their own.
  const repository = app.get(TransactionalConnection).getRepository(ctx, ProductVariantPrice);
  const bySku = new Map(products.flatMap(product => product.variants.map(variant => [variant.sku, variant])));
  const prices = await repository.find({ where: { channelId: jpy.id, currencyCode: 'EUR' }, relations: { variant: true } });
  for (const price of prices) {
    price.currencyCode = 'JPY';
    price.price = hundredths(bySku.get(price.variant.sku).jpy);
  }
  await repository.save(prices, { chunk: 100 });
}

async function seedProduct(app, ctx, importer, taxCategory, pictures, product) {
  const { handle, title, description = '', options, variants, picture } = product;
  const asset = colour => (picture ? seedPicture(app, ctx, pictures, picture, colour) : undefined);
  const featuredAssetId = await asset();
  const productId = await importer.createProduct({
    enabled: true,
    translations: [{ languageCode, name: title, slug: handle, description }],
    ...(featuredAssetId ? { featuredAssetId, assetIds: [featuredAssetId] } : {}),
  });
  const valueIds = [];
  for (const [index, option] of options.entries()) {
    const groupId = await importer.createProductOptionGroup({
      code: `${handle}-${index + 1}`,
      options: [],
      translations: [{ languageCode, name: option.name }],
    });
    const ids = new Map();
    for (const [at, value] of option.values.entries()) {
      const input = {
        productOptionGroupId: groupId,
        code: `${handle}-${index + 1}-${at + 1}`,
        translations: [{ languageCode, name: value }],
      };
      ids.set(value, await importer.createProductOption(input));
    }
    await importer.addOptionGroupToProduct(productId, groupId);
    valueIds.push(ids);
  }
  for (const variant of variants) {
    await importer.createProductVariant({
      productId,
      sku: variant.sku,
      enabled: true,
      price: hundredths(variant.eur),
      taxCategoryId: taxCategory.id,
      trackInventory: variant.stock === null ? 'FALSE' : 'TRUE',
      useGlobalOutOfStockThreshold: true,
      outOfStockThreshold: 0,
      stockOnHand: variant.stock ?? 0,
      optionIds: variant.values.map((value, index) => valueIds[index].get(value)),
      featuredAssetId: await asset(colourAmong(variant.values)),
      translations: [{ languageCode, name: [title, ...variant.values].join(' ') }],
      customFields: { ...amounts('compareAt', product.compareAt), ...amounts('lowest30Days', product.lowest30Days) },
    });
  }
}

/** A custom field in both currencies. */
const amounts = (field, eur) => (eur === undefined ? {} : { [field]: hundredths(eur), [`${field}Jpy`]: hundredths(inYen(eur)) });

/** The id of the asset of a picture, made once. Only names are stored: the picture itself is drawn when asked for. */
async function seedPicture(app, ctx, pictures, shape, colour) {
  const name = pictureName(shape, colour);
  if (!pictures.has(name)) {
    const repository = app.get(TransactionalConnection).getRepository(ctx, Asset);
    const asset = await repository.save(
      new Asset({
        type: 'IMAGE',
        mimeType: 'image/svg+xml',
        width: 400,
        height: 400,
        fileSize: 0,
        source: name,
        preview: name,
        channels: [{ id: ctx.channelId }],
        translations: [],
      }),
    );
    await repository.manager.getRepository(core.AssetTranslation).save(new core.AssetTranslation({ languageCode, name, base: asset }));
    pictures.set(name, asset.id);
  }
  return pictures.get(name);
}

/** The variant of an id or a SKU; throws for one the shop never had. */
export async function findVariant(app, ctx, { id, sku }) {
  return app
    .get(TransactionalConnection)
    .getRepository(ctx, ProductVariant)
    .findOneOrFail({ where: id ? { id } : { sku } });
}

/** The product of a handle, whatever its language. */
export async function findProduct(app, ctx, handle) {
  return app
    .get(TransactionalConnection)
    .getRepository(ctx, Product)
    .findOneOrFail({ where: { translations: { slug: handle } } });
}
