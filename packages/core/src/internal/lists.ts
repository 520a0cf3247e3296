/** The list with `item` at its end, without its first items beyond `most`. */
export function appendBounded<T>(list: readonly T[], item: T, most: number): readonly T[] {
  const longer = list.slice(Math.max(0, list.length + 1 - most));
  longer.push(item);
  return longer;
}

/** The list with the first item that matches replaced; the very same list when nothing matches or nothing changed. */
export function replaceWhere<T>(list: readonly T[], matches: (item: T) => boolean, change: (item: T) => T): readonly T[] {
  const at = list.findIndex(matches);
  if (at < 0) return list;
  const before = list[at] as T;
  const after = change(before);
  return after === before ? list : list.with(at, after);
}

/** The list without the items that match; the very same list when none does. */
export function without<T>(list: readonly T[], matches: (item: T) => boolean): readonly T[] {
  return list.some(matches) ? list.filter(item => !matches(item)) : list;
}
