import type { NamedOptions } from '@shopcast/session';

/** The `shop-*` attributes of a show as options of its shop: `shop-sales-channel="de"` is `salesChannel: 'de'`. */
export function shopOptionsOf(show: Element): NamedOptions {
  const named = [...show.attributes].filter(({ name }) => name.startsWith('shop-'));
  return Object.fromEntries(
    named.map(({ name, value }) => [name.slice(5).replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
}
