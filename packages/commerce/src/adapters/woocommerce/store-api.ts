import { CommerceError } from '../../commerce-error.js';
import { memoryTokens } from '../../internal/memory-tokens.js';
import { kindOf, pauseOf, requestJson, type JsonAnswer } from '../../internal/request.js';
import type { WireCart, WireRefusal } from './wire.js';
import type { WooPage } from './page.js';
import type { WooCommerceOptions } from './woocommerce.js';

/** The Store API of one shopper: proves who asks, and notices when the shop has forgotten the cart. */
export interface StoreApi {
  /** Reads. Answers `undefined` where the shop refuses with a code like `missing`; rejects at every other refusal. */
  read(path: string, signal: AbortSignal, missing?: RegExp): Promise<JsonAnswer | undefined>;
  /** Asks, and leaves it to the caller what the answers mean. `bodyOf` makes of it a change; a batch has several answers. */
  readonly ask: (path: string, signal: AbortSignal, bodyOf?: (proof: Record<string, string>) => unknown) => Promise<readonly JsonAnswer[]>;
  /** Takes note of the cart that was answered. True, once, when the one before was lost. */
  see(cart: WireCart): boolean;
  /** The token by which the checkout finds the cart; undefined with cookies, or where there is no cart. */
  cartToken(): string | undefined;
}

/** Makes the Store API of one shopper. */
export function storeApi(options: WooCommerceOptions, url: string, page: WooPage): StoreApi {
  const { tokens = memoryTokens(), mintToken } = options;
  const byToken = options.session === 'token';
  const tokenKey = `woocommerce:${url}`;
  let nonce = options.nonce ?? page.wcBlocksMiddlewareConfig?.storeApiNonce;
  let fresh: string | undefined;
  let minting: Promise<string> | undefined;
  let guest: unknown;
  let hadUnits = false;
  let lost = false;

  /** The token to send. One that has run out is not sent: a page of another origin could not even read the refusal. */
  async function token(): Promise<string | undefined> {
    const kept = tokens.get(tokenKey);
    if (kept && (claimsOf(kept).exp ?? Infinity) * 1000 < Date.now()) forget();
    const known = tokens.get(tokenKey) ?? fresh;
    if (known || !mintToken) return known;
    minting ??= mintToken().finally(() => (minting = undefined));
    return (fresh = await minting);
  }

  function forget(): void {
    lost ||= hadUnits || !!tokens.get(tokenKey);
    tokens.set(tokenKey, null);
    fresh = undefined;
  }

  function hear(headers: Headers, sent: string | undefined): void {
    nonce = headers.get('nonce') ?? nonce;
    const given = headers.get('cart-token');
    if (!given) return;
    const user = claimsOf(given).user_id;
    if (byToken) {
      // The shop does not refuse to read for a token it does not know: it hands out another, of an empty cart.
      if (sent && claimsOf(sent).user_id !== user) forget();
      fresh = given;
      if (tokens.get(tokenKey)) tokens.set(tokenKey, given);
    } else {
      // A guest with a cart who becomes another guest has lost it. Who signs in takes it along, and is no `t_` any more.
      if (hadUnits && guest !== user && /^t_/.test(String(user))) lost = true;
      guest = user;
    }
  }

  async function ask(path: string, signal: AbortSignal, bodyOf?: (proof: Record<string, string>) => unknown): Promise<JsonAnswer[]> {
    for (let attempt = 1; ; attempt++) {
      const sent = byToken ? await token() : undefined;
      const proof: Record<string, string> = sent ? { 'Cart-Token': sent } : !byToken && bodyOf && nonce ? { Nonce: nonce } : {};
      const answer = await requestJson(url.includes('?') ? url + path.replace('?', '&') : url + path, {
        body: bodyOf?.(proof),
        headers: proof,
        credentials: byToken ? 'omit' : 'same-origin',
        signal,
        timeoutMs: options.timeoutMs,
        fetch: options.fetch,
        refusals: [400, 401, 403, 404, 409],
      });
      hear(answer.headers, sent);
      const batch = (answer.body as { readonly responses?: readonly InBatch[] } | null)?.responses?.map(asAnswer);
      for (const { headers } of batch ?? []) hear(headers, sent);
      const answers = batch ?? [answer];
      // No nonce yet, an old one, a forgotten token: the refusal brought what is needed to ask again.
      if (attempt > 1 || !/_nonce$/.test(refusalOf(answers[0])?.code ?? '')) return answers;
    }
  }

  return {
    ask,
    async read(path, signal, missing) {
      const [answer] = await ask(path, signal);
      if (missing?.test(refusalOf(answer)?.code ?? '')) return undefined;
      if (!answer || answer.status > 299) throw failureOf(answer);
      return answer;
    },
    see({ items }) {
      hadUnits = items.length > 0;
      // A token that nothing hangs on is not kept.
      if (byToken && hadUnits && fresh) tokens.set(tokenKey, fresh);
      const taken = lost;
      lost = false;
      return taken;
    },
    cartToken: () => (byToken ? (tokens.get(tokenKey) ?? undefined) : undefined),
  };
}

/** One answer among those of a batch. */
interface InBatch {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}

function asAnswer({ status, body, headers = {} }: InBatch): JsonAnswer {
  return { status, body, headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])) };
}

/** What a refusal says; undefined for anything else. */
export function refusalOf(answer: JsonAnswer | undefined): WireRefusal | undefined {
  const body = answer && answer.status > 299 ? (answer.body as Partial<WireRefusal> | null | undefined) : undefined;
  return typeof body?.code === 'string' ? (body as WireRefusal) : undefined;
}

/** What an answer that is neither done nor refused means for the call. */
export function failureOf(answer: JsonAnswer | undefined): CommerceError {
  if (!answer) return new CommerceError('protocol', 'WooCommerce left a request without an answer.');
  const { status, headers } = answer;
  const refusal = refusalOf(answer);
  // The limiter of the Store API answers 400.
  const kind = refusal?.code.includes('rate_limit') ? 'rate-limited' : kindOf(status);
  return new CommerceError(kind, `WooCommerce answered ${status}: ${refusal?.code ?? 'nothing it explains'}.`, {
    status,
    retryAfterMs: pauseOf(headers),
  });
}

/** What a token says of itself. Nobody here can check it, and nobody needs to. */
function claimsOf(token: string): { readonly user_id?: unknown; readonly exp?: number } {
  try {
    return JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))) as object;
  } catch {
    return {};
  }
}
