import { createRequire } from 'node:module';
import { countries, shippingMethods, taxRates } from '../../table-goods/catalogue.mjs';

const require = createRequire(import.meta.url);
const flows = require('@medusajs/medusa/core-flows');
const { ContainerRegistrationKeys, Modules } = require('@medusajs/framework/utils');

/** The two currencies, with the zone of `countries` that pays in each. */
const regions = { eur: 'Europe', jpy: 'Japan' };
const codesOf = zone => countries.filter(country => country.zone === zone).map(country => country.code.toLowerCase());

/** Runs a workflow of Medusa and answers its result. */
export async function run(container, workflow, input) {
  return (await flows[workflow](container).run({ input })).result;
}

/** Everything but goods: regions, taxes, prices with tax, a warehouse, shipping and the key a shop window needs. */
export async function seed(container) {
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  await sellInBothCurrencies(container);
  const channel = await salesChannel(container);
  const location = await warehouse(container, link, channel);
  await shipping(container, link, location);
  const [key] = await run(container, 'createApiKeysWorkflow', {
    api_keys: [{ title: 'Shop window', type: 'publishable', created_by: '' }],
  });
  await run(container, 'linkSalesChannelsToApiKeyWorkflow', { id: key.id, add: [channel.id] });
}

/** The one sales channel, which Medusa makes with the store. */
export async function salesChannel(container) {
  return (await container.resolve(Modules.SALES_CHANNEL).listSalesChannels())[0];
}

async function sellInBothCurrencies(container) {
  const store = (await container.resolve(Modules.STORE).listStores())[0];
  const currencies = Object.keys(regions);
  await run(container, 'updateStoresWorkflow', {
    selector: { id: store.id },
    update: { supported_currencies: currencies.map(code => ({ currency_code: code, is_default: code === 'eur' })) },
  });
  // Prices of goods are gross, as shoppers of both zones know them.
  const pricing = container.resolve(Modules.PRICING);
  for (const currency of currencies) {
    const wanted = { attribute: 'currency_code', value: currency };
    const [found] = await pricing.listPricePreferences(wanted);
    await pricing.upsertPricePreferences([{ ...wanted, ...(found ? { id: found.id } : {}), is_tax_inclusive: true }]);
  }
  await run(container, 'createRegionsWorkflow', {
    regions: currencies.map(currency => ({
      name: regions[currency],
      currency_code: currency,
      countries: codesOf(regions[currency]),
      payment_providers: ['pp_system_default'],
      is_tax_inclusive: true,
    })),
  });
  const taxRegions = countries.map(({ code, zone }) => ({
    country_code: code.toLowerCase(),
    provider_id: 'tp_system',
    default_tax_rate: { rate: taxRates[zone], name: zone, code: zone.toLowerCase() },
  }));
  await run(container, 'createTaxRegionsWorkflow', taxRegions);
}

async function warehouse(container, link, channel) {
  const locations = [{ name: 'Warehouse', address: { city: 'Berlin', country_code: 'DE', address_1: 'Street 1' } }];
  const [location] = await run(container, 'createStockLocationsWorkflow', { locations });
  const place = { [Modules.STOCK_LOCATION]: { stock_location_id: location.id } };
  await link.create({ ...place, [Modules.FULFILLMENT]: { fulfillment_provider_id: 'manual_manual' } });
  await run(container, 'linkSalesChannelsToStockLocationWorkflow', { id: location.id, add: [channel.id] });
  return location;
}

async function shipping(container, link, location) {
  const fulfilment = container.resolve(Modules.FULFILLMENT);
  const profile = await shippingProfile(container);
  const set = await fulfilment.createFulfillmentSets({
    name: 'Delivery',
    type: 'shipping',
    service_zones: [
      { name: 'Everywhere', geo_zones: countries.map(country => ({ type: 'country', country_code: country.code.toLowerCase() })) },
    ],
  });
  await link.create({
    [Modules.STOCK_LOCATION]: { stock_location_id: location.id },
    [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
  });
  const options = shippingMethods.map(({ code, title, eur, jpy }) => ({
    name: title,
    price_type: 'flat',
    provider_id: 'manual_manual',
    service_zone_id: set.service_zones[0].id,
    shipping_profile_id: profile.id,
    type: { label: title, description: title, code },
    prices: [
      { currency_code: 'eur', amount: eur },
      { currency_code: 'jpy', amount: jpy },
    ],
    rules: [
      { attribute: 'enabled_in_store', value: 'true', operator: 'eq' },
      { attribute: 'is_return', value: 'false', operator: 'eq' },
    ],
  }));
  await run(container, 'createShippingOptionsWorkflow', options);
}

/** The default shipping profile, made when the tables are new and nothing made it. */
export async function shippingProfile(container) {
  const [found] = await container.resolve(Modules.FULFILLMENT).listShippingProfiles({ type: 'default' });
  if (found) return found;
  return (await run(container, 'createShippingProfilesWorkflow', { data: [{ name: 'Default', type: 'default' }] }))[0];
}
