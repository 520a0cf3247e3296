/**
 * A map from strings that is plain JSON, never mutated and cheap to extend: a write copies two short rows and one small bucket
 * instead of everything. Votes and draw entries live in it, because a hundred thousand viewers may each add one.
 */
export interface PersistentMap<T> {
  readonly size: number;
  /** 32 rows of 32 buckets; rows and buckets that hold nothing are `null`. */
  readonly rows: readonly (readonly (readonly (readonly [key: string, value: T])[] | null)[] | null)[];
}

const WIDTH = 32;

/** The empty map, shared by all. */
export const emptyMap: PersistentMap<never> = { size: 0, rows: [] };

/** FNV-1a over UTF-16 units: spreads keys, promises nothing more. */
function slotOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % (WIDTH * WIDTH);
}

/** The value of `key`, or `undefined`. */
export function mapGet<T>(map: PersistentMap<T>, key: string): T | undefined {
  const slot = slotOf(key);
  return map.rows[Math.floor(slot / WIDTH)]?.[slot % WIDTH]?.find(entry => entry[0] === key)?.[1];
}

/** A map with `key` set to `value`; the given one stays as it is. */
export function mapSet<T>(map: PersistentMap<T>, key: string, value: T): PersistentMap<T> {
  const slot = slotOf(key);
  const bucket = map.rows[Math.floor(slot / WIDTH)]?.[slot % WIDTH] ?? [];
  const at = bucket.findIndex(entry => entry[0] === key);
  const nextBucket = at < 0 ? [...bucket, [key, value] as const] : bucket.with(at, [key, value]);
  const rows = map.rows.length === WIDTH ? [...map.rows] : new Array<null>(WIDTH).fill(null);
  const row = rows[Math.floor(slot / WIDTH)] ?? new Array<null>(WIDTH).fill(null);
  rows[Math.floor(slot / WIDTH)] = row.with(slot % WIDTH, nextBucket);
  return { size: at < 0 ? map.size + 1 : map.size, rows };
}

/** Every value, in no promised order. */
export function mapValues<T>(map: PersistentMap<T>): T[] {
  const values: T[] = [];
  for (const row of map.rows) for (const bucket of row ?? []) for (const entry of bucket ?? []) values.push(entry[1]);
  return values;
}
