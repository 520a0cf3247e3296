import type { CommerceError } from '../../commerce-error.js';
import { answeredError, requestJson, type JsonAnswer } from '../../internal/request.js';
import { load } from '../../internal/values.js';
import type { CartToken } from './cart-token.js';
import type { WireCart, WireRefusal } from './wire.js';
import type { WooPage } from './page.js';
import type { WooCommerceOptions } from './woocommerce.js';

/** The Store API of one shopper: proves who asks, and notices when the shop has forgotten the cart. */
export interface StoreApi {
  /** Reads. Answers `undefined` where the shop refuses with a code like `missing`; rejects at every other refusal. */
  readonly read: (path: string, signal: AbortSignal, missing?: RegExp) => Promise<JsonAnswer | undefined>;
  /**
   * Asks, and leaves it to the caller what the answers mean. `bodyOf` makes of it a change; `answersIn` takes apart an answer that holds
   * several.
   */
  readonly ask: (
    path: string,
    signal: AbortSignal,
    bodyOf?: (proof: Record<string, string>) => unknown,
    answersIn?: (whole: JsonAnswer) => readonly JsonAnswer[],
  ) => Promise<readonly JsonAnswer[]>;
  /** Takes note of whether the cart that was answered holds anything. True, once, when the one before was lost. */
  readonly see: (hasUnits: boolean) => Promise<boolean>;
  /** The address at which the checkout finds the cart. */
  readonly checkoutOf: (url: string) => Promise<string>;
}

/** Makes the Store API of one shopper. */
export function storeApi(options: WooCommerceOptions, url: string, page: WooPage): StoreApi {
  const isElsewhere = options.session === 'token';
  let nonce = options.nonce ?? page.wcBlocksMiddlewareConfig?.storeApiNonce;
  let cartToken: CartToken | undefined;
  /** A token that comes with cookies says who asked: now, and when the cart was seen that holds something. */
  let guest: string | undefined;
  let guestOfCart: string | undefined;

  /** The token of a page elsewhere; undefined on a page of the shop, which needs none. */
  async function ownToken(): Promise<CartToken | undefined> {
    if (!isElsewhere) return undefined;
    const part = await tokenPart();
    return (cartToken ??= part.cartToken(options, `woocommerce:${url}`));
  }

  const ask: StoreApi['ask'] = async (path, signal, bodyOf, answersIn = whole => [whole]) => {
    const own = await ownToken();
    for (let attempt = 1; ; attempt++) {
      const token = await own?.token();
      const proof: Record<string, string> = token ? { 'Cart-Token': token } : !own && bodyOf && nonce ? { Nonce: nonce } : {};
      const whole = await requestJson(url.includes('?') ? url + path.replace('?', '&') : url + path, {
        body: bodyOf?.(proof),
        headers: proof,
        credentials: own ? 'omit' : 'same-origin',
        signal,
        timeoutMs: options.timeoutMs,
        fetch: options.fetch,
        refusals: [400, 401, 403, 404, 409],
      });
      const answers = answersIn(whole);
      for (const { headers } of new Set([whole, ...answers])) {
        nonce = headers.get('nonce') ?? nonce;
        const given = headers.get('cart-token');
        if (given) own?.hear(given, token);
        guest = given ?? guest;
      }
      // No nonce yet, an old one, a forgotten token: the refusal brought what is needed to ask again.
      if (attempt > 1 || !/_nonce$/.test(refusalOf(answers[0])?.code ?? '')) return answers;
    }
  };

  return {
    ask,
    async read(path, signal, missing) {
      const [answer] = (await ask(path, signal)) as [JsonAnswer];
      if (missing?.test(refusalOf(answer)?.code ?? '')) return undefined;
      if (answer.status > 299) throw failureOf(answer);
      return answer;
    },
    async see(hasUnits) {
      const before = guestOfCart;
      guestOfCart = hasUnits ? guest : undefined;
      if (cartToken) return cartToken.see(hasUnits);
      return !!before && before !== guest && (await tokenPart()).isOtherGuest(before, guest ?? '');
    },
    checkoutOf: async address => (await ownToken())?.checkoutOf(address) ?? address,
  };
}

const tokenPart = () => load(() => import('./cart-token.js'));

export const readCart = async ({ read }: StoreApi, signal: AbortSignal) => (await read('/cart', signal))?.body as WireCart;

/** What a refusal says; undefined for anything else. */
export function refusalOf(answer: JsonAnswer | undefined): WireRefusal | undefined {
  const body = answer && answer.status > 299 ? (answer.body as Partial<WireRefusal> | null | undefined) : undefined;
  return typeof body?.code === 'string' ? (body as WireRefusal) : undefined;
}

/** What an answer that is neither done nor refused means for the call. */
export function failureOf(answer: JsonAnswer): CommerceError {
  const code = refusalOf(answer)?.code;
  // The limiter of the Store API answers 400.
  return answeredError('WooCommerce', answer, code, code?.includes('rate_limit') ? 'rate-limited' : undefined);
}
