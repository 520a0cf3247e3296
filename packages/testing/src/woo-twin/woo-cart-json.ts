import { itemOf, type CartShop, type KeptCart, type WooError } from './woo-cart.js';
import { currencyJson, imagesJson, itemPricesJson, lowStockOf, permalinkOf, pricesOf } from './woo-json.js';
import { html, limitsOf, nameOf, type ShelfItem } from './woo-shelf.js';

/** The cart as every cart endpoint answers it. */
export function cartJson(cart: KeptCart, shop: CartShop, currency: string, errors: readonly WooError[]): Record<string, unknown> {
  const { settings } = shop;
  const money = currencyJson(currency);
  const net = (gross: number) => Math.round(gross / (1 + settings.tax / 100));
  const lines = cart.lines.map(line => {
    const item = itemOf(shop, line.id) as ShelfItem;
    const gross = line.quantity * pricesOf(item, currency, settings.currency).price;
    return { line, item, gross, name: nameOf(item) };
  });
  const sum = lines.reduce((all, { gross }) => all + gross, 0);
  let left = sum;
  const coupons = cart.coupons.map(code => {
    const { percent = 0, amount = 0 } = shop.coupons.get(code) ?? {};
    const off = Math.min(left, percent ? Math.round((sum * percent) / 100) : amount);
    left -= off;
    return {
      code,
      discount_type: percent ? 'percent' : 'fixed_cart',
      totals: { total_discount: String(net(off)), total_discount_tax: String(off - net(off)), ...money },
    };
  });
  const all = (pick: (line: (typeof lines)[number]) => number) => lines.reduce((total, line) => total + pick(line), 0);
  const items = { net: all(({ gross }) => net(gross)), tax: all(({ gross }) => gross - net(gross)) };
  const off = { net: net(sum - left), tax: sum - left - net(sum - left) };
  const ships = lines.length > 0;
  const [shipping, shippingTax] = ships ? [490, 93] : [0, 0];
  const tax = items.tax - off.tax + shippingTax;
  return {
    items: lines.map(({ line, item, gross, name }) => {
      const share = sum ? Math.round((gross * (sum - left)) / sum) : 0;
      return {
        key: line.key,
        id: item.id,
        type: item.parent ? 'variation' : 'simple',
        quantity: line.quantity,
        quantity_limits: { ...limitsOf(item), editable: !item.seed.soldIndividually },
        name: html(item.parent ? item.seed.title : name),
        short_description: '',
        description: '',
        sku: `SKU-${item.id}`,
        low_stock_remaining: lowStockOf(item, settings),
        backorders_allowed: !!item.seed.backorders,
        show_backorder_badge: false,
        sold_individually: !!item.seed.soldIndividually,
        permalink: permalinkOf(item, settings.origin),
        images: imagesJson(item),
        variation: item.terms.map((slug, at) => {
          const { label = '', terms = [] } = item.attributes[at] ?? {};
          return { attribute: html(label), value: html(terms.find(term => term.slug === (slug ?? line.chosen[label]))?.name ?? '') };
        }),
        item_data: [],
        prices: itemPricesJson(item, currency, settings.currency),
        totals: {
          line_subtotal: String(net(gross)),
          line_subtotal_tax: String(gross - net(gross)),
          line_total: String(net(gross - share)),
          line_total_tax: String(gross - share - net(gross - share)),
          ...money,
        },
        catalog_visibility: 'visible',
        extensions: {},
      };
    }),
    coupons,
    fees: [],
    totals: {
      total_items: String(items.net),
      total_items_tax: String(items.tax),
      total_fees: '0',
      total_fees_tax: '0',
      total_discount: String(off.net),
      total_discount_tax: String(off.tax),
      total_shipping: ships ? String(shipping) : null,
      total_shipping_tax: ships ? String(shippingTax) : null,
      total_price: String(items.net - off.net + shipping + tax),
      total_tax: String(tax),
      tax_lines: ships ? [{ name: 'VAT', price: String(tax), rate: `${settings.tax}%` }] : [],
      ...money,
    },
    shipping_address: cart.shipping,
    billing_address: cart.billing,
    needs_payment: ships,
    needs_shipping: ships,
    payment_requirements: ['products'],
    has_calculated_shipping: ships,
    shipping_rates: ships ? [shippingPackage(cart, lines, money)] : [],
    items_count: lines.reduce((count, { line }) => count + line.quantity, 0),
    items_weight: 0,
    cross_sells: [],
    errors,
    payment_methods: ['bacs', 'cod'],
    extensions: {},
  };
}

function shippingPackage(cart: KeptCart, lines: readonly { line: KeptCart['lines'][number]; name: string }[], money: object): object {
  const { address_1, address_2, city, state, postcode, country } = cart.shipping;
  return {
    package_id: 0,
    name: 'Shipment 1',
    destination: { address_1, address_2, city, state, postcode, country },
    items: lines.map(({ line, name }) => ({ key: line.key, name: html(name), quantity: line.quantity })),
    shipping_rates: [
      {
        rate_id: 'flat_rate:1',
        name: 'Flat rate',
        description: '',
        delivery_time: '',
        price: '490',
        taxes: '93',
        instance_id: 1,
        method_id: 'flat_rate',
        meta_data: [{ key: 'Items', value: lines.map(({ line, name }) => `${html(name)} &times; ${line.quantity}`).join(', ') }],
        selected: true,
        ...money,
      },
    ],
  };
}
