import type { CommerceAdapter } from '@shopcast/commerce';
import { ShopcastError, type Author, type ShowManifest } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment, type LiveTransport } from '@shopcast/live';
import type { ReadableAtom } from 'nanostores';
import { createTokenStore, type SessionTokenStore } from '../cart/token-store.js';
import { openShop, openTransport, type NamedOptions, type TransportFactoryContext } from '../registry/registry.js';
import { readManifest } from './read-manifest.js';
import type { ShowSession } from './session-types.js';
import { createShowSession } from './show-session.js';
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
  const { signal, environment = pageEnvironment, token, consent, onProblem } = options;
  const opened: { dispose(): void }[] = [];
  try {
    const manifest = await readManifest(options.manifest, { base: options.base, signal, environment });
    signal?.throwIfAborted();
    const viewer = options.viewer ?? viewerOfToken((await token?.()) ?? '');
    const whom = { ...(token && { token }), ...(viewer && { viewer }) };
    const transports = options.transports ?? (await openTransports(manifest, whom, onProblem));
    opened.push(...transports);
    const shop = options.shop ?? (options.commerce ? undefined : manifest.shop?.adapter);
    const named = options.shop === undefined ? manifest.shop?.options : options.shopOptions;
    const tokens = shop === undefined ? undefined : createTokenStore(consent && { consent });
    if (tokens) opened.push(tokens);
    const commerce = options.commerce ?? (shop === undefined ? undefined : await openNamedShop(shop, named, tokens!, onProblem));
    if (commerce) opened.push(commerce);
    signal?.throwIfAborted();
    return createShowSession({
      manifest,
      transports,
      environment,
      ...(commerce && { commerce }),
      ...(viewer && { viewer }),
      ...(tokens && { cart: { tokens } }),
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

/** A show goes on without its shop; the shop's cart then stays where it is. */
async function openNamedShop(
  name: string,
  options: NamedOptions = {},
  tokens: SessionTokenStore,
  onProblem: OpenShowOptions['onProblem'],
): Promise<CommerceAdapter | undefined> {
  try {
    return await openShop(name, options, { tokens });
  } catch (reason) {
    tokens.dispose();
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
