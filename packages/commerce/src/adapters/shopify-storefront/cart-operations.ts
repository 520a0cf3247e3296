import { money, page } from './operations.js';

const line = `id quantity attributes{key value}cost{amountPerQuantity${money}compareAtAmountPerQuantity${money}subtotalAmount${money}totalAmount${money}}
merchandise{...on ProductVariant{id title image{url}quantityRule{maximum}product{id title}}}`;
/** What is read of a page of lines. */
export const linesPage = `{${page}nodes{${line}}}`;
/** What is read of a cart. */
export const cartFields = `fragment C on Cart{id totalQuantity cost{totalAmount${money}}discountCodes{code applicable}lines(first:250)${linesPage}}`;
export const cartQuery = (context: string): string => `query($id:ID!)${context}{cart(id:$id){...C}}${cartFields}`;
export const checkoutQuery = (context: string): string => `query($id:ID!)${context}{cart(id:$id){checkoutUrl}}`;
