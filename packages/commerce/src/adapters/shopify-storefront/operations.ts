/**
 * What is asked of the Storefront API, version 2026-04. Short on purpose: every query travels with every page view. `head` opens an
 * operation (its context); `fields` are further fields of a variant.
 */
export const money = '{amount currencyCode}';

const cost = `id availableForSale currentlyNotInStock quantityAvailable@include(if:$q) price${money}`;
export const page = 'pageInfo{hasNextPage endCursor}';

/** What is read of a variant. */
export const variantFields = (
  fields: string,
) => `fragment V on ProductVariant{${cost} sku title selectedOptions{name value}compareAtPrice${money}
unitPrice${money}unitPriceMeasurement{quantityUnit quantityValue referenceUnit referenceValue}
quantityRule{minimum maximum increment}image{url}${fields}}`;

const product = `fragment P on Product{id handle title descriptionHtml onlineStoreUrl images(first:20){nodes{url}}
options{id name optionValues{id name swatch{color image{previewImage{url}}}}}variants(first:250){${page}nodes{...V}}}`;

/** One product for each ref, by id where `isId` says so, else by handle: `p0`, `p1` … of the variables `r0`, `r1` … */
export const productsQuery = (context: string, fields: string, isId: readonly boolean[]): string =>
  `query($q:Boolean!${isId.map((id, at) => `$r${at}:${id ? 'ID' : 'String'}`).join('')})${context}{${isId
    .map((id, at) => `p${at}:product(${id ? 'id' : 'handle'}:$r${at}){...P}`)
    .join(' ')}}${product}${variantFields(fields)}`;

/** Price and stock of some variants. */
export const stockQuery = (context: string): string =>
  `query($q:Boolean!$ids:[ID!]!)${context}{nodes(ids:$ids){...on ProductVariant{${cost}}}}`;

/** Whether this token may read quantities; any variant will do. */
export const inventoryQuery = '{products(first:1){nodes{variants(first:1){nodes{quantityAvailable}}}}}';

export const currencyQuery = (context: string): string => `query${context}{localization{country{currency{isoCode}}}}`;
