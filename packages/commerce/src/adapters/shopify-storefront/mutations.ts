import { cartFields } from './cart-operations.js';

const payload = '{cart{...C}userErrors{code field message}warnings{code message target}}';

export const createMutation = (context: string): string =>
  `mutation($input:CartInput!)${context}{r:cartCreate(input:$input)${payload}}${cartFields}`;

/** A change of a cart: the name of its mutation, of what it takes a list, and the type of that. */
export type CartMutation = readonly [name: string, argument: string, type: string];
export const addLines: CartMutation = ['cartLinesAdd', 'lines', 'CartLineInput'];
export const updateLines: CartMutation = ['cartLinesUpdate', 'lines', 'CartLineUpdateInput'];
export const removeLines: CartMutation = ['cartLinesRemove', 'lineIds', 'ID'];
export const updateCodes: CartMutation = ['cartDiscountCodesUpdate', 'discountCodes', 'String'];
export const changeMutation = (context: string, [name, argument, type]: CartMutation): string =>
  `mutation($id:ID!$of:[${type}!]!)${context}{r:${name}(cartId:$id,${argument}:$of)${payload}}${cartFields}`;
