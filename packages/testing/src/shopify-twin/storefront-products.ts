import type { ShelfProduct, ShelfVariant, ShopifyShop } from './shopify-shop.js';
import { connection, refusal, type Page, type StorefrontContext } from './storefront-answers.js';

/** What the Storefront API tells of products. */
export function storefrontProducts(shop: ShopifyShop, mayCount: boolean) {
  const money = (minor: number, currency: string) => ({ amount: shop.decimal(minor, currency), currencyCode: currency });

  function productNode(product: ShelfProduct): Record<string, unknown> {
    const { standard } = product;
    const options = standard.options.length ? standard.options : [{ label: 'Title', values: ['Default Title'] }];
    return {
      __typename: 'Product',
      id: `gid://shopify/Product/${product.id}`,
      handle: product.handle,
      title: standard.title,
      descriptionHtml: standard.descriptionHtml ?? '',
      onlineStoreUrl: `https://shop.example/products/${product.handle}`,
      images: (page: Page) => connection([{ url: `https://cdn.example/${product.handle}.webp` }], page),
      options: () =>
        options.map(({ label, values }, at) => ({
          id: `gid://shopify/ProductOption/${product.id}${at}`,
          name: label,
          optionValues: values.map((name, place) => ({
            id: `gid://shopify/ProductOptionValue/${product.id}${at}${String(place).padStart(3, '0')}`,
            name,
            swatch: name === 'Blue' ? { color: '#0000ff', image: null } : null,
          })),
        })),
      variants(page: Page) {
        const { nodes, pageInfo } = connection(
          product.variants.filter(({ gone }) => !gone),
          page,
        );
        return { nodes: nodes.map(variantNode), pageInfo };
      },
    };
  }

  /** A variant as the schema's; takes the fields it is asked for from here. */
  function variantNode(variant: ShelfVariant): Record<string, unknown> {
    const { standard } = variant.product;
    const names = standard.options.map(({ label }) => label);
    const title = names.length ? variant.values.join(' / ') : 'Default Title';
    const selected = names.length
      ? names.map((name, at) => ({ name, value: variant.values[at] }))
      : [{ name: 'Title', value: 'Default Title' }];
    const isReduced = standard.key === 'reduced';
    return {
      __typename: 'ProductVariant',
      id: `gid://shopify/ProductVariant/${variant.id}`,
      title,
      sku: `SKU-${variant.id}`,
      availableForSale: variant.stock > 0,
      currentlyNotInStock: false,
      quantityAvailable() {
        if (!mayCount) throw refusal('Access denied for quantityAvailable field.', 'ACCESS_DENIED');
        return variant.stock;
      },
      selectedOptions: selected,
      price: (_: unknown, { currency }: StorefrontContext) => money(shop.priceOf(variant, currency), currency),
      compareAtPrice: (_: unknown, { currency }: StorefrontContext) => (standard.compareAt ? money(standard.compareAt, currency) : null),
      unitPrice: (_: unknown, { currency }: StorefrontContext) => (isReduced ? { amount: '30.005', currencyCode: currency } : null),
      unitPriceMeasurement: isReduced
        ? { measuredType: 'WEIGHT', quantityUnit: 'KG', quantityValue: 2, referenceUnit: 'G', referenceValue: 1000 }
        : null,
      quantityRule: { minimum: variant.rule.min, maximum: variant.rule.max ?? null, increment: variant.rule.step },
      image: { url: `https://cdn.example/${variant.id}.webp` },
      metafield: ({ namespace, key }: { namespace?: string; key: string }, { currency }: StorefrontContext) =>
        standard.lowest30Days && namespace === 'custom' && key === 'lowest_30_days'
          ? { value: JSON.stringify({ amount: shop.decimal(standard.lowest30Days, currency), currency_code: currency }) }
          : null,
      product: () => productNode(variant.product),
    };
  }

  const productOf = ({ id, handle }: { id?: string; handle?: string }) => {
    const found = shop.products.find(product => (id ? id === `gid://shopify/Product/${product.id}` : product.handle === handle));
    return found ? productNode(found) : null;
  };
  const variantOf = (id: string) => {
    const [, number] = /^gid:\/\/shopify\/ProductVariant\/(\d+)$/.exec(id) ?? [];
    if (!number) throw refusal(`Invalid global id '${id}'`, 'INVALID_VARIABLE');
    const variant = shop.variants.get(Number(number));
    return variant && !variant.gone ? variant : undefined;
  };

  return {
    root: {
      product: productOf,
      products: (page: Page) => connection(shop.products.map(productNode), page),
      nodes({ ids }: { ids: readonly string[] }) {
        if (ids.length > 250) throw refusal('The input array size exceeds the maximum allowed of 250.', 'MAX_INPUT_SIZE_EXCEEDED');
        return ids.map(id => {
          const variant = variantOf(id);
          return variant ? variantNode(variant) : null;
        });
      },
    },
    variantNode,
    variantOf,
  };
}

/** See {@link storefrontProducts}. */
export type StorefrontProducts = ReturnType<typeof storefrontProducts>;
