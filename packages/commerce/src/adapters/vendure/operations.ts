/**
 * What is asked of the Shop API. Short on purpose: every query travels with every page view.
 * `fields` are the custom fields of a variant, already written as a selection.
 */
const price = 'id price priceWithTax currencyCode stockLevel';

/** What is read of a cart. */
export const orderFields = `fragment O on Order{state currencyCode totalQuantity couponCodes subTotal subTotalWithTax total totalWithTax
promotions{couponCode}discounts{amount amountWithTax}shippingLines{priceWithTax}
lines{id quantity unitPrice unitPriceWithTax discountedUnitPrice discountedUnitPriceWithTax discountedLinePrice discountedLinePriceWithTax
featuredAsset{preview}productVariant{id productId name options{name}product{name}}}}`;

/** Products by slug or id, each with its first page of variants. */
export const productsQuery = (fields: string): string =>
  `query($p:ProductListOptions,$v:ProductVariantListOptions){products(options:$p){items{id slug name description
featuredAsset{preview}assets{preview}optionGroups{id name options{id name}}variantList(options:$v){totalItems items{...V}}}}}${variantFields(fields)}`;

/** What is read of a variant. */
export const variantFields = (fields: string) =>
  `fragment V on ProductVariant{${price} sku name options{id groupId}featuredAsset{preview}${fields}}`;

/** Price and stock of some variants of some products. */
export const stockQuery = `query($p:ProductListOptions,$v:ProductVariantListOptions){products(options:$p){items{variantList(options:$v){items{${price}}}}}}`;

/** Told without a session, so that asking for an empty cart makes none. */
export const currencyQuery = '{activeChannel{defaultCurrencyCode}}';
export const cartQuery = `{r:activeOrder{...O}activeChannel{defaultCurrencyCode}}${orderFields}`;
