const warned = new WeakMap<object, Set<string>>();

/** Whether the page runs a development build; bundles for production replace the condition and drop what it guards. */
const development = (): boolean => (globalThis as { process?: { env?: { NODE_ENV?: string } } }).process?.env?.NODE_ENV !== 'production';

/**
 * Tells the developer of a page, once per element and code, what is wrong and what to do. In production nothing is said; the element stays
 * usable either way.
 */
export function warnOnce(host: Element, code: string, message: string): void {
  if (!development()) return;
  const told = warned.get(host) ?? new Set();
  if (told.has(code)) return;
  warned.set(host, told.add(code));
  console.warn(`[shopcast] <${host.localName}>: ${message} (${code})`);
}
