const warned = new WeakMap<object, Set<string>>();

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * Whether this is a development build. Written as bundlers know it, as Nano Stores does: they put a constant in its place and drop what it guards, the
 * words for developers too.
 */
export const development = process.env.NODE_ENV !== 'production';

/**
 * Tells the developer of a page, once per element and code, what is wrong and what to do. Call it behind {@link development}, so that nothing of it is
 * in a production build; the element stays usable either way.
 */
export function warnOnce(host: Element, code: string, message: string): void {
  const told = warned.get(host) ?? new Set();
  if (told.has(code)) return;
  warned.set(host, told.add(code));
  console.warn(`[shopcast] <${host.localName}>: ${message} (${code})`);
}
