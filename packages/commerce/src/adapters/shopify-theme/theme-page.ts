import type { ShopifyUserError, ShopifyWarning } from '../../internal/shopify.js';

/** A line of `Shopify.actions.updateCart`: with a merchandise id it is added, with an id it is set, to 0 it is removed. */
export interface ActionLine {
  readonly id?: string;
  readonly merchandiseId?: string;
  readonly quantity: number;
  readonly attributes?: readonly { readonly key: string; readonly value: string }[];
}

/** What `Shopify.actions` tells of a cart: less than `/cart.js`. Documented as a list of lines; shops answer a connection. */
export interface ActionCart {
  readonly lines: readonly { readonly id: string }[] | { readonly nodes: readonly { readonly id: string }[] };
}

/** Shopify's standard actions, as far as they are used here. */
export interface ThemeActions {
  getCart(payload?: object, options?: { readonly signal?: AbortSignal }): Promise<{ readonly cart: ActionCart | null }>;
  readonly updateCart: {
    (
      payload: { readonly lines?: readonly ActionLine[]; readonly discountCodes?: readonly string[] },
      options?: { readonly signal?: AbortSignal; readonly event?: { readonly detail: Readonly<Record<string, unknown>> } },
    ): Promise<{ readonly userErrors?: readonly ShopifyUserError[]; readonly warnings?: readonly ShopifyWarning[] }>;
    /** Whether the theme has left the action as it is. The default may reload the page. */
    readonly isDefault?: () => boolean;
  };
}

/** What the adapter needs of the page of a theme. `globalThis` there has it all. */
export interface ThemePage {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly Shopify?: {
    readonly routes?: { readonly root?: string };
    readonly currency?: { readonly active?: string };
    readonly actions?: Partial<ThemeActions>;
  };
  /** Where Shopify's standard events arrive. */
  readonly document?: EventTarget;
  /** Themes of the family of Dawn tell their parts of a new cart so. */
  readonly publish?: (event: string, data: object) => unknown;
  readonly subscribe?: (event: string, listener: (data?: { readonly source?: string }) => void) => () => void;
}
