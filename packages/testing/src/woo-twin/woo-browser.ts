/** A request, wherever it came from. Names of headers in lower case. */
export interface WooRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
}

/** An answer with all its headers. */
export interface WooResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A browser in front of the twin: its cookies, and the page of a theme. */
export interface WooBrowser {
  /** Sends cookies along unless `credentials` is `omit`. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** What a theme puts on the page; fits the adapter's `page`. */
  readonly page: {
    readonly document: { readonly body: EventTarget };
    readonly wcBlocksMiddlewareConfig: { readonly storeApiNonce: string };
  };
  /** Whose cart the last answer was about. */
  readonly user: string | undefined;
}

/** The cookie by which the shop knows a cart. */
export const sessionCookie = 'wp_woocommerce_session';

/** Opens a browser before the twin. `currency` as a plugin for several currencies keeps it: in a cookie. */
export function openBrowser(
  handle: (request: WooRequest) => Promise<WooResponse>,
  userOf: (token: string | undefined) => string | undefined,
  nonce: string,
  currency: string | undefined,
): WooBrowser {
  const shown = new Map(currency ? [['currency', currency]] : []);
  const cookies = new Map(shown);
  let user: string | undefined;
  return {
    page: { document: { body: new EventTarget() }, wcBlocksMiddlewareConfig: { storeApiNonce: nonce } },
    get user() {
      return user;
    },
    async fetch(url, init = {}) {
      init.signal?.throwIfAborted();
      const sent = init.credentials === 'omit' ? shown : cookies;
      const cookie = [...sent].map(pair => pair.join('=')).join('; ');
      const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie };
      const body = typeof init.body === 'string' ? init.body : undefined;
      const { status, headers: told, body: text } = await handle({ method: init.method ?? 'GET', url, headers, body });
      const { 'set-cookie': kept, ...others } = told;
      if (kept && sent === cookies) sent.set(sessionCookie, (/=([^;]*)/.exec(kept) ?? [])[1] ?? '');
      user = userOf(told['Cart-Token']) ?? user;
      return new Response(text, { status, headers: others });
    },
  };
}
