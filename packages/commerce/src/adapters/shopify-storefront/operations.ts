/**
 * What is asked of the Storefront API, version 2026-04. Short on purpose: every query travels with every page view. `head` opens an
 * operation (its context); `fields` are further fields of a variant.
 */
const money = '{amount currencyCode}';

const cost = `id availableForSale currentlyNotInStock quantityAvailable@include(if:$q) price${money}`;
const page = 'pageInfo{hasNextPage endCursor}';

const variant = (fields: string) => `fragment V on ProductVariant{${cost} sku title selectedOptions{name value}compareAtPrice${money}
unitPrice${money}unitPriceMeasurement{quantityUnit quantityValue referenceUnit referenceValue}
quantityRule{minimum maximum increment}image{url}${fields}}`;

const product = `fragment P on Product{id handle title descriptionHtml onlineStoreUrl images(first:20){nodes{url}}
options{id name optionValues{id name swatch{color image{previewImage{url}}}}}variants(first:250){${page}nodes{...V}}}`;

/** One product for each ref, by id where `isId` says so, else by handle: `p0`, `p1` … of the variables `r0`, `r1` … */
export const productsQuery = (context: string, fields: string, isId: readonly boolean[]): string =>
  `query($q:Boolean!${isId.map((id, at) => `$r${at}:${id ? 'ID' : 'String'}`).join('')})${context}{${isId
    .map((id, at) => `p${at}:product(${id ? 'id' : 'handle'}:$r${at}){...P}`)
    .join(' ')}}${product}${variant(fields)}`;

/** A further page of variants. */
export const variantsQuery = (context: string, fields: string): string =>
  `query($q:Boolean!$id:ID!$after:String!)${context}{product(id:$id){variants(first:250,after:$after){${page}nodes{...V}}}}${variant(fields)}`;

/** Price and stock of some variants. */
export const stockQuery = (context: string): string =>
  `query($q:Boolean!$ids:[ID!]!)${context}{nodes(ids:$ids){...on ProductVariant{${cost}}}}`;

/** Whether this token may read quantities; any variant will do. */
export const inventoryQuery = '{products(first:1){nodes{variants(first:1){nodes{quantityAvailable}}}}}';

const line = `id quantity attributes{key value}cost{amountPerQuantity${money}compareAtAmountPerQuantity${money}subtotalAmount${money}totalAmount${money}}
merchandise{...on ProductVariant{id title image{url}quantityRule{maximum}product{id title}}}`;
const lines = `{${page}nodes{${line}}}`;
const cart = `fragment C on Cart{id totalQuantity cost{totalAmount${money}}discountCodes{code applicable}lines(first:250)${lines}}`;
const payload = '{cart{...C}userErrors{code field message}warnings{code message target}}';

export const cartQuery = (context: string): string => `query($id:ID!)${context}{cart(id:$id){...C}}${cart}`;
/** A further page of lines. */
export const linesQuery = (context: string): string =>
  `query($id:ID!$after:String!)${context}{cart(id:$id){lines(first:250,after:$after)${lines}}}`;
export const checkoutQuery = (context: string): string => `query($id:ID!)${context}{cart(id:$id){checkoutUrl}}`;
export const currencyQuery = (context: string): string => `query${context}{localization{country{currency{isoCode}}}}`;
export const createMutation = (context: string): string =>
  `mutation($input:CartInput!)${context}{r:cartCreate(input:$input)${payload}}${cart}`;

/** A change of a cart: the name of its mutation, of what it takes a list, and the type of that. */
export type CartMutation = readonly [name: string, argument: string, type: string];
export const addLines: CartMutation = ['cartLinesAdd', 'lines', 'CartLineInput'];
export const updateLines: CartMutation = ['cartLinesUpdate', 'lines', 'CartLineUpdateInput'];
export const removeLines: CartMutation = ['cartLinesRemove', 'lineIds', 'ID'];
export const updateCodes: CartMutation = ['cartDiscountCodesUpdate', 'discountCodes', 'String'];
export const changeMutation = (context: string, [name, argument, type]: CartMutation): string =>
  `mutation($id:ID!$of:[${type}!]!)${context}{r:${name}(cartId:$id,${argument}:$of)${payload}}${cart}`;

const policy = '{title body url}';
export const policiesQuery = (context: string): string =>
  `query${context}{shop{returns:refundPolicy${policy}delivery:shippingPolicy${policy}privacy:privacyPolicy${policy}terms:termsOfService${policy}}}`;
