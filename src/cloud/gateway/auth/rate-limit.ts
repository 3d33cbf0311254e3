/** `burst` at once, then `perFiveMinutes` spread evenly; per address and kind of request. */
export type RateLimit = { readonly burst: number; readonly perFiveMinutes: number };

export const DEFAULT_RATE_LIMIT: RateLimit = { burst: 30, perFiveMinutes: 150 };

const FIVE_MINUTES_MS = 300_000;
const MAX_BUCKETS = 10_000;

/** A token bucket per key. Returns whether this request may pass. */
export function createRateLimiter(limit: RateLimit, now: () => number): (key: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: limit.burst, at };
    const refilled = bucket.tokens + ((at - bucket.at) * limit.perFiveMinutes) / FIVE_MINUTES_MS;
    bucket.tokens = Math.min(limit.burst, refilled);
    bucket.at = at;
    // Bounded memory under an attack from many addresses; the oldest ones have refilled by then.
    if (!buckets.has(key) && buckets.size >= MAX_BUCKETS) {
      const oldest = buckets.keys().next().value;
      if (oldest !== undefined) buckets.delete(oldest);
    }
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}
