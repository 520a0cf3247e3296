/** What the store asks of Vendure's Shop API. */
const order = `fragment O on Order{code state totalQuantity couponCodes totalWithTax shippingWithTax orderPlacedAt
discounts{description amountWithTax}promotions{couponCode}shippingLines{priceWithTax shippingMethod{id name}}
lines{id quantity unitPriceWithTax discountedUnitPriceWithTax discountedLinePriceWithTax discounts{type description amountWithTax}
featuredAsset{preview}productVariant{id productId sku stockLevel options{name}featuredAsset{preview}product{name slug}}}
fulfillments{state trackingCode}}`;
const answer = `{__typename ...O ...on ErrorResult{errorCode message}`;

export const goods = `{products(options:{take:100,sort:{id:ASC}}){items{slug name featuredAsset{preview}
low:variantList(options:{take:100,sort:{price:ASC}}){totalItems items{priceWithTax stockLevel}}
high:variantList(options:{take:1,sort:{price:DESC}}){items{priceWithTax}}}}}`;
export const product = `query($slug:String!,$skip:Int!){product(slug:$slug){id slug name description featuredAsset{preview}
optionGroups{id name options{id name}}
variantList(options:{take:100,skip:$skip,sort:{id:ASC}}){totalItems
items{id priceWithTax stockLevel options{id groupId name}featuredAsset{preview}customFields{compareAt lowest30Days}}}}}`;
export const cart = `{r:activeOrder{...O}}${order}`;
export const orderByCode = `query($code:String!){r:orderByCode(code:$code){...O}}${order}`;
export const deliveries = '{eligibleShippingMethods{id code name priceWithTax}}';
export const countries = '{availableCountries{code name}}';

export const add = `mutation($variantId:ID!,$quantity:Int!){r:addItemToOrder(productVariantId:$variantId,quantity:$quantity)${answer}
...on InsufficientStockError{quantityAvailable}}}${order}`;
export const setQuantity = `mutation($key:ID!,$quantity:Int!){r:adjustOrderLine(orderLineId:$key,quantity:$quantity)${answer}
...on InsufficientStockError{quantityAvailable}}}${order}`;
export const remove = `mutation($key:ID!){r:removeOrderLine(orderLineId:$key)${answer}}}${order}`;
export const addCode = `mutation($code:String!){r:applyCouponCode(couponCode:$code)${answer}}}${order}`;
export const removeCode = `mutation($code:String!){r:removeCouponCode(couponCode:$code){...O}}${order}`;

export const customer = `mutation($input:CreateCustomerInput!){r:setCustomerForOrder(input:$input)${answer}}}${order}`;
export const address = `mutation($input:CreateAddressInput!){r:setOrderShippingAddress(input:$input)${answer}}}${order}`;
export const delivery = `mutation($id:ID!){r:setOrderShippingMethod(shippingMethodId:[$id])${answer}}}${order}`;
export const toState = `mutation($state:String!){r:transitionOrderToState(state:$state)${answer}
...on OrderStateTransitionError{transitionError}}}${order}`;
export const pay = `mutation($input:PaymentInput!){r:addPaymentToOrder(input:$input)${answer}}}${order}`;
