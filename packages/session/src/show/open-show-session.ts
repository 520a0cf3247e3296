import type { CommerceAdapter } from '@shopcast/commerce';
import { ShopcastError, type Author, type ShowManifest } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment, type LiveTransport } from '@shopcast/live';
import type { ReadableAtom } from 'nanostores';
import type { SessionTokenStore } from '../cart/token-store.js';
import { openShop, openTransport, type NamedOptions, type TransportFactoryContext } from '../registry/registry.js';
import { baseOf } from './addresses.js';
import { joinShow } from './join-show.js';
import { readManifest } from './read-manifest.js';
import type { ShowSession } from './session-types.js';
import type * as ShopParts from './shop-parts.js';
import type { ShopSide } from './shop-side.js';
import { viewerOfToken } from './viewer-of-token.js';

/** What a show is opened from: a manifest, and what the page wants otherwise. */
export interface OpenShowOptions {
  /** Address of the manifest, or the manifest itself. */
  readonly manifest: string | ShowManifest;
  /** What relative addresses go by. Default: the page. */
  readonly base?: string | undefined;
  /** Used instead of those the manifest names. */
  readonly transports?: readonly LiveTransport[] | undefined;
  /** The shop. Goes before `shop`, and that before what the manifest names. */
  readonly commerce?: CommerceAdapter | undefined;
  /** Name of a registered shop, with its options. */
  readonly shop?: string | undefined;
  readonly shopOptions?: NamedOptions | undefined;
  /** The viewer's token, asked for anew with each connection. */
  readonly token?: TransportFactoryContext['token'];
  /** Who watches; read from the token when left out. */
  readonly viewer?: Author | undefined;
  /** See {@link createTokenStore}. */
  readonly consent?: ReadableAtom<boolean> | undefined;
  /** Aborts the opening. A session that is open is ended by its `dispose`. */
  readonly signal?: AbortSignal | undefined;
  readonly environment?: LiveEnvironment;
  /** Hears what does not work while the rest does: a shop that cannot be opened, one transport of several. */
  readonly onProblem?: (problem: ShopcastError) => void;
}

/**
 * Opens a show: reads its manifest, opens its transports and its shop by name, and joins them. A show without its shop is still watched, and
 * one of several transports may be missing; `onProblem` hears of both.
 * @throws ShopcastError `session/manifest-unreachable`, `show/bad-manifest`, and what the last transport said when none of them opens
 */
export async function openShowSession(options: OpenShowOptions): Promise<ShowSession> {
  const { signal, environment = pageEnvironment, token, onProblem } = options;
  const opened: { dispose(): void }[] = [];
  try {
    const manifest = await readManifest(options.manifest, { base: options.base, signal, environment });
    signal?.throwIfAborted();
    const parts = options.commerce || nameOfShop(options, manifest) !== undefined ? bringShopParts() : undefined;
    const viewer = options.viewer ?? viewerOfToken((await token?.()) ?? '');
    const whom = { ...(token && { token }), ...(viewer && { viewer }) };
    const transports = options.transports ?? (await openTransports(manifest, whom, onProblem));
    opened.push(...transports);
    const shop = parts && (await openShopSide(parts, { ...options, environment }, manifest));
    if (shop) opened.push(shop);
    signal?.throwIfAborted();
    const transport = await asOne(transports, onProblem);
    signal?.throwIfAborted();
    return joinShow({
      manifest,
      base: baseOf(options.manifest, options.base),
      transport,
      environment,
      ...(shop && { shop }),
      ...(viewer && { viewer }),
    });
  } catch (problem) {
    for (const one of opened) one.dispose();
    throw problem;
  }
}

async function openTransports(
  { showId, transports }: ShowManifest,
  whom: Pick<TransportFactoryContext, 'token' | 'viewer'>,
  onProblem: OpenShowOptions['onProblem'],
): Promise<LiveTransport[]> {
  const opening = transports.map(({ kind, url }) => openTransport(kind, { showId, ...(url !== undefined && { url }), ...whom }));
  const results = await Promise.allSettled(opening);
  const open = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  const problems = results.flatMap(result => (result.status === 'rejected' ? [asProblem(result.reason)] : []));
  const last = problems.at(-1);
  if (last && open.length === 0) throw last;
  for (const problem of problems) onProblem?.(problem);
  return open;
}

/** Several transports as one. How to do so is fetched by shows that have several; should it not come, the first serves alone. */
async function asOne(transports: readonly LiveTransport[], onProblem: OpenShowOptions['onProblem']): Promise<LiveTransport | undefined> {
  const [first, ...others] = transports;
  if (others.length === 0) return first;
  try {
    return (await import('./merging.js')).mergeTransports(transports);
  } catch (reason) {
    for (const other of others) other.dispose();
    onProblem?.(asProblem(reason));
    return first;
  }
}

/** The name of the shop to open; `undefined` when the page brings an adapter, or when nothing is sold. */
function nameOfShop({ shop, commerce }: OpenShowOptions, manifest: ShowManifest): string | undefined {
  return shop ?? (commerce ? undefined : manifest.shop?.adapter);
}

/** Cart and all that goes with a shop: fetched while the transports open, and not at all for shows that sell nothing. */
function bringShopParts(): Promise<typeof ShopParts> {
  const coming = import('./shop-parts.js');
  coming.catch(() => undefined); // told where it is waited for
  return coming;
}

/** A show goes on without its shop; the shop's cart then stays where it is. */
async function openShopSide(
  parts: ReturnType<typeof bringShopParts>,
  options: OpenShowOptions & { readonly environment: LiveEnvironment },
  manifest: ShowManifest,
): Promise<ShopSide | undefined> {
  const { commerce, consent, environment, onProblem } = options;
  const name = nameOfShop(options, manifest);
  const named = options.shop === undefined ? manifest.shop?.options : options.shopOptions;
  let tokens: SessionTokenStore | undefined;
  try {
    const { createShopSide, createTokenStore } = await parts;
    if (name === undefined) return commerce && createShopSide(commerce, environment);
    tokens = createTokenStore(consent && { consent });
    return createShopSide(commerce ?? (await openShop(name, named ?? {}, { tokens })), environment, { tokens });
  } catch (reason) {
    tokens?.dispose();
    onProblem?.(asProblem(reason));
    return undefined;
  }
}

/** What a factory threw, as an error of ours: others bring factories too. */
function asProblem(reason: unknown): ShopcastError {
  if (reason instanceof ShopcastError) return reason;
  const words = reason instanceof Error ? reason.message : String(reason);
  return new ShopcastError('session/part-failed', `A part of the show could not be opened: ${words}.`, { cause: reason });
}
