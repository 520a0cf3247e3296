import type { CommerceAdapter } from '@shopcast/commerce';
import { ShopcastError, type Author } from '@shopcast/core';
import type { LiveTransport } from '@shopcast/live';
import type { SessionTokenStore } from '../cart/token-store.js';

/** Options of a registered shop or transport, as attributes and manifests give them: by name, in camel case. */
export type NamedOptions = Readonly<Record<string, string | number | boolean>>;

/** What a shop's factory gets beside its options. */
export interface ShopFactoryContext {
  /** Where the cart's token is kept, as the page's consent allows. */
  readonly tokens: SessionTokenStore;
}

/** What a transport's factory gets beside its options. */
export interface TransportFactoryContext {
  readonly showId: string;
  /** Absolute; what it means is up to the transport. */
  readonly url?: string;
  /** Gives the viewer's token, `undefined` for somebody without one. Asked anew with each connection. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
  /** Who watches; absent for somebody without a name. */
  readonly viewer?: Author;
}

/** Makes a shop's adapter; may load its code first. */
export type ShopFactory = (options: NamedOptions, context: ShopFactoryContext) => CommerceAdapter | Promise<CommerceAdapter>;
/** Makes a transport; may load its code first. */
export type TransportFactory = (context: TransportFactoryContext) => LiveTransport | Promise<LiveTransport>;

const shops = new Map<string, ShopFactory>();
const transports = new Map<string, TransportFactory>();

/** Makes a shop known by name, for `<shopcast-show shop="name">` and manifests. The last one of a name counts. */
export function registerShop(name: string, factory: ShopFactory): void {
  shops.set(name, factory);
}

/** Makes a transport known by name, for manifests. The last one of a name counts. */
export function registerTransport(kind: string, factory: TransportFactory): void {
  transports.set(kind, factory);
}

function known(names: Iterable<string>): string {
  const list = [...names].sort();
  return list.length > 0 ? `Registered are: ${list.join(', ')}.` : 'None is registered.';
}

/** The adapter of a registered shop. Rejects with `session/unknown-shop`, or with what its factory throws. */
export async function openShop(name: string, options: NamedOptions, context: ShopFactoryContext): Promise<CommerceAdapter> {
  const factory = shops.get(name);
  if (!factory) throw new ShopcastError('session/unknown-shop', `There is no shop "${name}". ${known(shops.keys())}`, { field: 'shop' });
  return factory(options, context);
}

/** A registered transport. Rejects with `session/unknown-transport`, or with what its factory throws. */
export async function openTransport(kind: string, context: TransportFactoryContext): Promise<LiveTransport> {
  const factory = transports.get(kind);
  if (!factory) {
    const message = `There is no transport "${kind}". ${known(transports.keys())}`;
    throw new ShopcastError('session/unknown-transport', message, { field: 'transports' });
  }
  return factory(context);
}
