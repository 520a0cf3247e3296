import type * as app from '../app.js';

/** What a page gets in code from the script tag. */
export type ShopcastApi = typeof app;

/** Something a page wants done once Shopcast is loaded, and before a show begins. */
export type ShopcastCall = (api: ShopcastApi) => void;

/** The one global of the script tag. A page that comes first makes it a list, and what stands there is done in its order. */
export interface ShopcastNamespace {
  /** Of the release. */
  readonly version: string;
  /** Loads everything now, whether there is a show or not. */
  load(): Promise<ShopcastApi>;
  /** Does something as soon as Shopcast is loaded: at once when it is. */
  push(...calls: ShopcastCall[]): void;
}

declare global {
  interface Window {
    shopcast?: ShopcastNamespace | ShopcastCall[];
  }
}
