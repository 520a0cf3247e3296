/** A copy with the named fields that are there: what was sent along beyond them, and fields that are `undefined`, stay behind. */
export function pick<T extends object, K extends keyof T>(from: T, ...names: readonly K[]): Pick<T, K> {
  const copy = {} as Pick<T, K>;
  for (const name of names) if (from[name] !== undefined) copy[name] = from[name];
  return copy;
}
