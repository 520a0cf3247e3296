import { ShopcastError, type ShowManifest } from '@shopcast/core';
import type { LiveEnvironment } from '@shopcast/live';
import { baseOf, resolve } from './addresses.js';
import { bringParsers } from './bring-parsers.js';

/** A manifest is small and lies still: who waits longer than this for one waits in vain, ms. */
const patience = 15_000;

export interface ReadManifestOptions {
  /** What relative addresses go by. Default: the page. */
  readonly base?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly environment: Pick<LiveEnvironment, 'fetch'>;
}

/**
 * Reads the manifest of a show, from an address or as an object, and makes its addresses absolute: they are meant from where it lies.
 * @throws ShopcastError `session/manifest-unreachable`, or `show/bad-manifest` with the field at fault
 */
export async function readManifest(manifest: string | ShowManifest, options: ReadManifestOptions): Promise<ShowManifest> {
  const base = baseOf(manifest, options.base);
  const parsers = bringParsers().catch((cause: unknown) => {
    throw new ShopcastError('session/manifest-unreachable', 'What reads the manifest could not be fetched.', { cause });
  });
  if (typeof manifest !== 'string') return absolute((await parsers).parseManifest(manifest), base);
  const [{ parseManifest }, content] = await Promise.all([parsers, load(base ?? manifest, options)]);
  return absolute(parseManifest(content), base);
}

async function load(address: string, { signal, environment }: ReadManifestOptions): Promise<unknown> {
  const tooLong = AbortSignal.timeout(patience);
  const unreachable = (reason: string, cause?: unknown): ShopcastError =>
    new ShopcastError('session/manifest-unreachable', `The manifest ${address} ${reason}.`, { cause });
  let answer: Response;
  try {
    answer = await environment.fetch(address, {
      headers: { accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, tooLong]) : tooLong,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(tooLong.aborted ? 'did not answer in time' : 'could not be fetched', cause);
  }
  if (!answer.ok) throw unreachable(`was answered with status ${answer.status}`);
  try {
    return await answer.json();
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable('is not JSON', cause);
  }
}

/** The manifest with absolute addresses. One that cannot be resolved stays as it is: whoever uses it says so better. */
function absolute(manifest: ShowManifest, base: string | undefined): ShowManifest {
  const whole = (url: string): string => resolve(url, base) ?? url;
  const { poster, host, preload } = manifest;
  return {
    ...manifest,
    ...(poster !== undefined && { poster: whole(poster) }),
    ...(host?.picture !== undefined && { host: { ...host, picture: whole(host.picture) } }),
    ...(preload && { preload: preload.map(whole) }),
    streams: manifest.streams.map(stream => ({ ...stream, url: whole(stream.url) })),
    transports: manifest.transports.map(transport =>
      transport.url === undefined ? transport : { ...transport, url: whole(transport.url) },
    ),
  };
}
