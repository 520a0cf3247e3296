import type { ThemePage } from '@shopcast/commerce/adapters/shopify-theme';
import { cartChanges, type TwinLineInput, type TwinOutcome } from './cart-changes.js';
import type { ShelfCart, ShelfLine, ShelfProduct, ShelfVariant, ShopifyShop } from './shopify-shop.js';

/** How a page of a theme behaves where shops and themes differ. */
export interface ThemePageOptions {
  /** What `/cart/add.js` does with a wish for more than there is, beside answering 422: nothing, or it adds the rest. Default nothing. */
  readonly overAdd?: 'nothing' | 'rest';
  /** Whether `Shopify.actions` is there: made the theme's own, left at its default, or not at all. Default not at all. */
  readonly actions?: 'configured' | 'default' | 'none';
  /** Whether the parts of the theme tell each other of a new cart as Dawn's do. Default true without actions. */
  readonly pubsub?: boolean;
  readonly country?: string;
  /** Root of the language. Default `/`. */
  readonly root?: string;
}

/** What a browser keeps for the shop: the cookie with the token of the cart. */
export interface CookieJar {
  token?: string | undefined;
}

/** A page of a theme, with what a test wants to know of it. */
export interface TwinThemePage extends ThemePage {
  readonly document: EventTarget;
  /** Every request, as `POST /cart/add.js`. */
  readonly asked: readonly string[];
  /** Calls of the theme's own parts to draw the cart again, by the way they were told. */
  readonly redrawn: readonly string[];
  /** How often the page was reloaded, which a default action may do. */
  readonly reloads: () => number;
  cart(): ShelfCart | undefined;
  /** The theme's own form adds to the cart, and tells so in the theme's way. */
  addByForm(variantId: number, quantity: number): Promise<void>;
}

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

const page404: Answer = { status: 404, body: '<!doctype html><title>404</title>' };
const cartError = (status: number, description: string): Answer => ({ status, body: { status, message: 'Cart Error', description } });

/**
 * A page of a Shopify theme: `/cart.js` and its kin, `Shopify.actions`, the standard events and Dawn's `publish`. Needs no globals and no
 * browser, and runs in one as well. Pages with one jar are tabs of one browser.
 */
export function createThemePage(shop: ShopifyShop, options: ThemePageOptions = {}, jar: CookieJar = {}): TwinThemePage {
  const { overAdd = 'nothing', actions = 'none', country = 'DE', root = '/' } = options;
  const { pubsub = actions === 'none' } = options;
  const currency = shop.currencyOf(country);
  const document = new EventTarget();
  const asked: string[] = [];
  const redrawn: string[] = [];
  const subscribers = new Set<(data?: { readonly source?: string }) => void>();
  let reloads = 0;

  const keyOf = ({ id, variant }: ShelfLine) => `${variant.id}:${id.padStart(32, '0')}`;
  const changes = cartChanges(shop, 'warning', (_, line) => `gid://shopify/CartLine/${uuidOf(line)}?cart=${jar.token}`);
  const amount = (minor: number) => shop.hundredths(minor, currency);
  const cart = () => shop.carts.get(jar.token ?? '');
  const openCart = () => {
    const found = cart() ?? shop.openCart(currency);
    jar.token = found.token;
    return found;
  };

  function cartJson(): object {
    const found = cart();
    if (found) shop.tidy(found);
    const subtotal = found ? shop.subtotalOf(found) : 0;
    const discount = found ? shop.discountOf(found) : 0;
    return {
      token: found?.token ?? shop.text('visitor'),
      currency,
      item_count: found?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0,
      original_total_price: amount(subtotal),
      total_discount: amount(discount),
      total_price: amount(subtotal - discount),
      discount_codes: found?.codes.map(code => ({ code, applicable: !shop.codeProblem(found, code) })) ?? [],
      items: found?.lines.map(lineJson) ?? [],
    };
  }

  function lineJson(line: ShelfLine): object {
    const { variant, quantity, attributes } = line;
    const { product, values } = variant;
    const price = amount(shop.priceOf(variant, currency));
    return {
      key: keyOf(line),
      id: variant.id,
      variant_id: variant.id,
      product_id: product.id,
      handle: product.handle,
      product_title: product.standard.title,
      product_has_only_default_variant: !values.length,
      variant_title: values.length ? values.join(' / ') : null,
      quantity,
      properties: attributes,
      original_price: price,
      final_price: price,
      final_line_price: price * quantity,
      image: `//cdn.example/${variant.id}.webp`,
    };
  }

  function productJson(product: ShelfProduct): object {
    const { standard, handle } = product;
    const isPlain = !standard.options.length;
    return {
      id: product.id,
      title: standard.title,
      handle,
      description: standard.descriptionHtml ?? '',
      images: [`//cdn.example/${handle}.webp`],
      options: isPlain
        ? [{ name: 'Title', position: 1, values: ['Default Title'] }]
        : standard.options.map(({ label, values }, at) => ({ name: label, position: at + 1, values })),
      // The page holds 250 of them, however many there are.
      variants: product.variants
        .filter(({ gone }) => !gone)
        .slice(0, 250)
        .map(variant => ({
          id: variant.id,
          title: isPlain ? 'Default Title' : variant.values.join(' / '),
          options: isPlain ? ['Default Title'] : variant.values,
          sku: `SKU-${variant.id}`,
          available: variant.stock > 0,
          price: amount(shop.priceOf(variant, currency)),
          compare_at_price: standard.compareAt ? amount(standard.compareAt) : null,
          featured_image: null,
          quantity_rule: { min: variant.rule.min, max: variant.rule.max ?? null, increment: variant.rule.step },
          ...(standard.key === 'reduced'
            ? {
                unit_price: 3000,
                unit_price_measurement: {
                  measured_type: 'weight',
                  quantity_value: 2,
                  quantity_unit: 'kg',
                  reference_value: 1,
                  reference_unit: 'kg',
                },
              }
            : {}),
        })),
    };
  }

  /** The words of a refusal; people understand them, and they are in the language of the shop. */
  const wordsOf = (variant: ShelfVariant, problem: string, held: number) => {
    const { title } = variant.product.standard;
    if (problem === 'sold-out') return `The product '${title}' is already sold out.`;
    return held ? `All ${held} ${title} are in your cart.` : `You can only add ${variant.stock} ${title} to the cart.`;
  };

  function add(items: readonly { id: number; quantity: number; properties?: Record<string, string> }[]): Answer {
    const found = openCart();
    shop.tidy(found);
    for (const { id, quantity, properties = {} } of items) {
      const variant = shop.variants.get(id);
      const line = variant && shop.lineFor(found, variant, properties);
      const verdict = shop.judge(found, variant, line, (line?.quantity ?? 0) + quantity);
      if (!variant || verdict.problem === 'gone') return cartError(404, 'Cannot find variant');
      const takesRest = verdict.problem === 'too-many' && overAdd === 'rest';
      if (!verdict.problem || takesRest) shop.put(found, variant, line, verdict.allowed, properties);
      if (verdict.problem) return cartError(422, wordsOf(variant, verdict.problem, line?.quantity ?? 0));
    }
    return { body: { items: found.lines.map(lineJson) } };
  }

  function change({ id, quantity }: { id: string; quantity: number }): Answer {
    const found = cart();
    const line = found?.lines.find(each => keyOf(each) === id);
    if (!found || !line) return cartError(400, 'no valid id or line parameter');
    const verdict = quantity === 0 ? { allowed: 0 } : shop.judge(found, line.variant, line, quantity);
    if (verdict.problem && !(verdict.problem === 'too-many' && overAdd === 'rest'))
      return cartError(422, wordsOf(line.variant, verdict.problem, line.quantity));
    shop.put(found, line.variant, line, verdict.allowed, {});
    return { body: cartJson() };
  }

  function update({ discount }: { discount?: string }): Answer {
    const codes = discount?.split(',').filter(Boolean);
    if (codes) openCart().codes = [...new Set(codes)];
    return { body: cartJson() };
  }

  function answer(method: string, path: string, body: unknown): Answer {
    if (method === 'POST' && path === 'cart/add.js') return add((body as { items: Parameters<typeof add>[0] }).items);
    if (method === 'POST' && path === 'cart/change.js') return change(body as Parameters<typeof change>[0]);
    if (method === 'POST' && path === 'cart/update.js') return update(body as Parameters<typeof update>[0]);
    if (method === 'GET' && path === 'cart.js') return { body: cartJson() };
    const [, handle] = /^products\/([^/]+)\.js$/.exec(path) ?? [];
    const product = shop.products.find(each => each.handle === decodeURIComponent(handle ?? ''));
    return method === 'GET' && product?.variants.some(({ gone }) => !gone) ? { body: productJson(product) } : page404;
  }

  async function fetch(url: string, init: RequestInit = {}): Promise<Response> {
    init.signal?.throwIfAborted();
    const method = init.method ?? 'GET';
    asked.push(`${method} ${url}`);
    if (!url.startsWith(root)) return new Response('', { status: 404 });
    const { status = 200, body } = answer(method, url.slice(root.length), init.body && JSON.parse(init.body as string));
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  }

  function dispatch(type: string, properties: object): void {
    document.dispatchEvent(Object.assign(new Event(type, { bubbles: true }), properties));
  }

  function summary() {
    const found = cart();
    const money = (minor: number) => ({ totalAmount: { amount: shop.decimal(minor, currency), currencyCode: currency } });
    if (!found) return null;
    return {
      id: `gid://shopify/Cart/${found.token}`,
      totalQuantity: found.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      cost: money(shop.subtotalOf(found) - shop.discountOf(found)),
      // Documented as a list; shops were seen to answer so.
      lines: {
        nodes: found.lines.map(line => ({
          id: `gid://shopify/CartLine/${uuidOf(line)}?cart=${found.token}`,
          quantity: line.quantity,
          cost: money(shop.priceOf(line.variant, currency) * line.quantity),
        })),
      },
      discountCodes: found.codes.map(code => ({ code, applicable: !shop.codeProblem(found, code) })),
    };
  }

  interface ActionInput {
    readonly lines?: readonly { id?: string; merchandiseId?: string; quantity: number; attributes?: TwinLineInput['attributes'] }[];
    readonly discountCodes?: readonly string[];
  }

  /** As documented: the events first, then the change, then what became of it. */
  async function updateCart({ lines, discountCodes }: ActionInput, given: { signal?: AbortSignal; event?: { detail?: object } } = {}) {
    given.signal?.throwIfAborted();
    const work = Promise.resolve().then(() => {
      const found = openCart();
      const inputs = lines?.map(({ id, merchandiseId, quantity, attributes }) => ({
        variant: merchandiseId ? shop.variants.get(Number(/\d+$/.exec(merchandiseId)?.[0])) : undefined,
        id: id && (found.lines.find(line => id.includes(uuidOf(line)))?.id ?? id),
        quantity,
        attributes: attributes ?? null,
      }));
      const outcomes: TwinOutcome[] = [];
      if (inputs) outcomes.push(changes.lines(found, inputs));
      if (discountCodes) outcomes.push(changes.codes(found, discountCodes));
      const userErrors = outcomes.flatMap(outcome => outcome.userErrors);
      const warnings = outcomes.flatMap(outcome => outcome.warnings);
      return { cart: summary(), ...(userErrors.length ? { userErrors } : {}), ...(warnings.length ? { warnings } : {}) };
    });
    const detail = given.event?.detail;
    if (lines)
      dispatch('shopify:cart:lines-update', {
        action: lines[0]?.id ? 'update' : 'add',
        context: 'standard-action',
        lines,
        detail,
        promise: work,
      });
    if (discountCodes) dispatch('shopify:cart:discount-update', { discountCodes, detail, promise: work });
    const result = await work;
    if (actions === 'configured') redrawn.push('action');
    else reloads++;
    return result;
  }

  return {
    fetch,
    document,
    asked,
    redrawn,
    reloads: () => reloads,
    cart,
    Shopify: {
      routes: { root },
      currency: { active: currency },
      ...(actions === 'none'
        ? {}
        : {
            actions: {
              getCart: async () => ({ cart: summary() }),
              updateCart: Object.assign(updateCart, { isDefault: () => actions === 'default' }),
            },
          }),
    },
    ...(pubsub
      ? {
          publish(event: string, data: { readonly source?: string }) {
            redrawn.push(event);
            for (const subscriber of subscribers) subscriber(data);
          },
          subscribe(_: string, subscriber: (data?: { readonly source?: string }) => void) {
            subscribers.add(subscriber);
            return () => void subscribers.delete(subscriber);
          },
        }
      : {}),
    async addByForm(id, quantity) {
      const adding = Promise.resolve().then(() => void add([{ id, quantity }]));
      if (pubsub) {
        await adding;
        this.publish?.('cart-update', { source: 'product-form' });
      } else dispatch('shopify:cart:lines-update', { action: 'add', context: 'product', lines: [], promise: adding });
      await adding;
    },
  };
}

/** The id the Storefront API gives a line: the hash of its key, written otherwise. */
function uuidOf({ id }: ShelfLine): string {
  return id.padStart(32, '0').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
