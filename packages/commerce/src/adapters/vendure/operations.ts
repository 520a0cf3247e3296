/**
 * What is asked of the Shop API. Short on purpose: every query travels with every page view.
 * `fields` are the custom fields of a variant, already written as a selection.
 */
const price = 'id price priceWithTax currencyCode stockLevel';

const order = `fragment O on Order{code state currencyCode totalQuantity couponCodes subTotal subTotalWithTax total totalWithTax
promotions{couponCode}discounts{amount amountWithTax}shippingLines{priceWithTax}
lines{id quantity unitPrice unitPriceWithTax discountedUnitPrice discountedUnitPriceWithTax discountedLinePrice discountedLinePriceWithTax
featuredAsset{preview}productVariant{id productId sku name options{name}product{name}}}}`;

const refusal = '__typename...on Order{...O}...on ErrorResult{errorCode message}';
const stockRefusal = `${refusal}...on InsufficientStockError{quantityAvailable order{...O}}`;

/** Products by slug or id, each with its first page of variants. */
export const productsQuery = (fields: string): string =>
  `query($p:ProductListOptions,$v:ProductVariantListOptions){products(options:$p){items{id slug name description
featuredAsset{preview}assets{preview}optionGroups{id name options{id name}}variantList(options:$v){totalItems items{...V}}}}}${variant(fields)}`;

/** A further page of variants. */
export const variantsQuery = (fields: string): string =>
  `query($id:ID!,$v:ProductVariantListOptions){product(id:$id){variantList(options:$v){items{...V}}}}${variant(fields)}`;

const variant = (fields: string) => `fragment V on ProductVariant{${price} sku name options{id groupId}featuredAsset{preview}${fields}}`;

/** Price and stock of some variants of some products. */
export const stockQuery = `query($p:ProductListOptions,$v:ProductVariantListOptions){products(options:$p){items{variantList(options:$v){items{${price}}}}}}`;

/** Told without a session, so that asking for an empty cart makes none. */
export const currencyQuery = '{activeChannel{defaultCurrencyCode}}';
export const cartQuery = `{r:activeOrder{...O}activeChannel{defaultCurrencyCode}}${order}`;
export const addMutation = `mutation($id:ID!,$n:Int!){r:addItemToOrder(productVariantId:$id,quantity:$n){${stockRefusal}}}${order}`;
export const setMutation = `mutation($id:ID!,$n:Int!){r:adjustOrderLine(orderLineId:$id,quantity:$n){${stockRefusal}}}${order}`;
export const removeMutation = `mutation($id:ID!){r:removeOrderLine(orderLineId:$id){${refusal}}}${order}`;
export const addCodeMutation = `mutation($id:String!){r:applyCouponCode(couponCode:$id){${refusal}}}${order}`;
export const removeCodeMutation = `mutation($id:String!){r:removeCouponCode(couponCode:$id){...O}}${order}`;
/** Back from checkout, where the order refuses every change. */
export const reopenMutation = `mutation{r:transitionOrderToState(state:"AddingItems"){${refusal}}}${order}`;
export const orderQuery = 'query($id:String!){orderByCode(code:$id){code state fulfillments{trackingCode}}}';
