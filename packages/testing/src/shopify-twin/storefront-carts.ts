import { cartChanges, type TwinLineInput, type TwinOutcome } from './cart-changes.js';
import type { ShelfCart, ShelfLine, ShopifyShop } from './shopify-shop.js';
import { connection, type Page, type StorefrontContext } from './storefront-answers.js';
import type { StorefrontProducts } from './storefront-products.js';
import type { StorefrontTwinOptions } from './storefront-twin.js';

interface LineInput {
  readonly merchandiseId?: string | null;
  readonly id?: string;
  readonly quantity?: number | null;
  readonly attributes?: readonly { readonly key: string; readonly value: string }[] | null;
}

/** The carts of the Storefront API. An id holds the key without which nobody sees the cart. */
export function storefrontCarts(shop: ShopifyShop, products: StorefrontProducts, options: StorefrontTwinOptions) {
  const keys = new Map<string, string>();
  let revision = 0;
  const idOf = ({ token }: ShelfCart) => `gid://shopify/Cart/${token}?key=${keys.get(token)}${options.changingIds ? `-${revision}` : ''}`;
  const lineIdOf = ({ token }: ShelfCart, { id }: ShelfLine) =>
    `gid://shopify/CartLine/${id}?cart=${token}${options.changingIds ? `-${revision}` : ''}`;
  const changes = cartChanges(shop, options.soldOut ?? 'warning', lineIdOf);

  function cartOf(id: string | null): ShelfCart | undefined {
    const [, token = '', key] = /^gid:\/\/shopify\/Cart\/(\w+)\?key=(\w+)/.exec(id ?? '') ?? [];
    return key && keys.get(token) === key ? shop.carts.get(token) : undefined;
  }

  function cartNode(cart: ShelfCart) {
    const money = (minor: number) => ({ amount: shop.decimal(minor, cart.currency), currencyCode: cart.currency });
    const total = shop.subtotalOf(cart) - shop.discountOf(cart);
    return {
      __typename: 'Cart',
      id: idOf(cart),
      checkoutUrl: `https://shop.example/cart/c/${cart.token}?key=${keys.get(cart.token)}`,
      totalQuantity: cart.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      cost: { subtotalAmount: money(shop.subtotalOf(cart)), totalAmount: money(total) },
      discountCodes: cart.codes.map(code => ({ code, applicable: !shop.codeProblem(cart, code) })),
      lines: (page: Page) =>
        connection(
          cart.lines.map(line => {
            const { variant, quantity, attributes } = line;
            const price = shop.priceOf(variant, cart.currency);
            const amount = money(price * quantity);
            const before = variant.product.standard.compareAt;
            return {
              __typename: 'CartLine',
              id: lineIdOf(cart, line),
              quantity,
              attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
              cost: {
                amountPerQuantity: money(price),
                compareAtAmountPerQuantity: before ? money(before) : null,
                subtotalAmount: amount,
                totalAmount: amount,
              },
              merchandise: products.variantNode(variant),
            };
          }),
          page,
        ),
    };
  }

  const inputOf = ({ merchandiseId, id, quantity, attributes }: LineInput): TwinLineInput => ({
    variant: merchandiseId ? products.variantOf(merchandiseId) : undefined,
    id: id && (/^gid:\/\/shopify\/CartLine\/(\w+)/.exec(id)?.[1] ?? id),
    quantity: quantity ?? 1,
    attributes: attributes ?? null,
  });

  /** Runs a mutation on a cart. Where it was refused, the cart is not shown. */
  function mutate(id: string, change: (cart: ShelfCart) => TwinOutcome) {
    const cart = cartOf(id);
    const message = 'The specified cart does not exist.';
    if (!cart) return { cart: null, userErrors: [{ code: 'INVALID', field: ['cartId'], message }], warnings: [] };
    revision++;
    const outcome = change(cart);
    return { cart: outcome.userErrors.length ? null : cartNode(cart), ...outcome };
  }

  type Of<Fields> = Fields & { readonly cartId: string };
  return {
    cartOf,
    root: {
      cart({ id }: { id: string }) {
        const cart = cartOf(id);
        if (!cart) return null;
        shop.tidy(cart);
        return cartNode(cart);
      },
      cartCreate(
        { input }: { input: { lines?: readonly LineInput[]; discountCodes?: readonly string[]; buyerIdentity?: { countryCode: string } } },
        context: StorefrontContext,
      ) {
        const country = input.buyerIdentity?.countryCode;
        const cart = shop.openCart(country ? shop.currencyOf(country) : context.currency);
        keys.set(cart.token, shop.text('k'));
        const answers = [
          changes.lines(cart, (input.lines ?? []).map(inputOf)),
          ...(input.discountCodes ? [changes.codes(cart, input.discountCodes)] : []),
        ];
        const userErrors = answers.flatMap(answer => answer.userErrors);
        if (userErrors.length) shop.carts.delete(cart.token);
        return { cart: userErrors.length ? null : cartNode(cart), userErrors, warnings: answers.flatMap(answer => answer.warnings) };
      },
      cartLinesAdd: ({ cartId, lines }: Of<{ lines: readonly LineInput[] }>) =>
        mutate(cartId, cart => changes.lines(cart, lines.map(inputOf))),
      cartLinesUpdate: ({ cartId, lines }: Of<{ lines: readonly LineInput[] }>) =>
        mutate(cartId, cart => changes.lines(cart, lines.map(inputOf))),
      cartLinesRemove: ({ cartId, lineIds }: Of<{ lineIds: readonly string[] }>) =>
        mutate(cartId, cart =>
          changes.lines(
            cart,
            lineIds.map(id => inputOf({ id, quantity: 0 })),
          ),
        ),
      cartDiscountCodesUpdate: ({ cartId, discountCodes }: Of<{ discountCodes: readonly string[] }>) =>
        mutate(cartId, cart => changes.codes(cart, discountCodes)),
    },
  };
}
