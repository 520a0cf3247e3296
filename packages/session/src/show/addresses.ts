import type { ShowManifest } from '@shopcast/core';

/** Where a manifest lies: what its addresses, and those of its log, go by. `undefined` when that cannot be told. */
export function baseOf(manifest: string | ShowManifest, base?: string): string | undefined {
  const page = base ?? (globalThis.document as Document | undefined)?.baseURI;
  return typeof manifest === 'string' ? (resolve(manifest, page) ?? manifest) : page;
}

/** An address made absolute; `undefined` when it cannot be. */
export function resolve(url: string, base: string | undefined): string | undefined {
  return URL.canParse(url, base) ? new URL(url, base).href : undefined;
}

const addresses = new Set(['url', 'poster', 'picture']);

/** The same with the addresses in it made absolute: of streams and pictures, in events and states. */
export function absoluteAddresses<T>(value: T, base: string | undefined): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => absoluteAddresses(one, base)) as T;
  const entries = Object.entries(value).map(([name, one]: [string, unknown]) => [
    name,
    addresses.has(name) && typeof one === 'string' ? (resolve(one, base) ?? one) : absoluteAddresses(one, base),
  ]);
  return Object.fromEntries(entries) as T;
}
