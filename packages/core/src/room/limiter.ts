import type { LimitKind, Rate, RoomLimits } from './limits.js';

/** Who asks for something that is limited. */
export interface LimitedParty {
  readonly viewerId: string;
  readonly staff: boolean;
  /** Network address, when the edge knows one. */
  readonly address?: string | undefined;
}

/** Counts what the parties of a room do. */
export interface Limiter {
  /** Takes `cost` from every bucket concerned, or from none. Returns 0 when taken, else the ms to wait. */
  take(kind: LimitKind, party: LimitedParty, cost: number, now: number): number;
  /** Forgets the buckets that have filled up again: a full bucket is as good as none. */
  sweep(now: number): void;
  /** How many buckets are held. */
  readonly size: number;
}

interface Bucket {
  level: number;
  at: number;
  readonly rate: Rate;
}

/** So many buckets are held at most; then the longest unused goes, which only favours whoever it belonged to. */
const mostBuckets = 100_000;

const levelAt = ({ level, at, rate }: Bucket, now: number) => Math.min(rate.burst, level + (Math.max(0, now - at) / 1000) * rate.perSecond);

/** Token buckets per viewer, address and show. Holds no more than a fixed number, whoever knocks. */
export function createLimiter(limits: RoomLimits): Limiter {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (key: string, rate: Rate, now: number): Bucket => {
    const known = buckets.get(key);
    if (known && known.at > now) known.at = now; // a clock that was set back fills no bucket in the past, but goes on from here
    if (known) buckets.delete(key); // inserted again below, so that the map's order is the order of last use
    const bucket = known ?? { level: rate.burst, at: now, rate };
    buckets.set(key, bucket);
    if (buckets.size > mostBuckets) buckets.delete(buckets.keys().next().value as string);
    return bucket;
  };
  return {
    take(kind, { viewerId, staff, address }, cost, now) {
      const concerned = staff
        ? [bucketOf(`staff ${viewerId}`, limits.staff, now)]
        : [
            bucketOf(`${kind} viewer ${viewerId}`, limits.viewer[kind], now),
            ...(address === undefined ? [] : [bucketOf(`${kind} address ${address}`, limits.address[kind], now)]),
            bucketOf(`${kind} show`, limits.show[kind], now),
          ];
      let wait = 0;
      for (const bucket of concerned) {
        const { burst, perSecond } = bucket.rate;
        const missing = Math.min(cost, Math.max(burst, 1)) - levelAt(bucket, now); // what costs more than a full bucket takes all of it
        if (missing > 0) wait = Math.max(wait, Math.ceil((missing / perSecond) * 1000));
      }
      if (wait > 0) return wait;
      for (const bucket of concerned) {
        bucket.level = Math.max(0, levelAt(bucket, now) - cost);
        bucket.at = now;
      }
      return 0;
    },
    sweep(now) {
      for (const [key, bucket] of buckets) if (levelAt(bucket, now) >= bucket.rate.burst) buckets.delete(key);
    },
    get size() {
      return buckets.size;
    },
  };
}
