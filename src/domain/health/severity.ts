import { type Instant, MINUTE } from '../../base/time.ts';

/**
 * How bad it is, by the rules of the platform's handover: P1 the service is down, P2 latency over 2 s or errors over
 * 1 %, P3 a warning threshold reached (p95 over 500 ms or errors over 0.1 %).
 */
export type Severity = 'P1' | 'P2' | 'P3';

export const LATENCY_TARGET_MS = 500;
export const LATENCY_HIGH_MS = 2_000;
/** Shares of requests: 0.1 % and 1 %. */
export const ERROR_TARGET = 0.001;
export const ERROR_HIGH = 0.01;

/** Without a sample for this long nothing can be said: neither good nor bad. */
export const SILENT_AFTER_MS = 3 * MINUTE;

/** A desk that has not been heard of for a day is worth a telephone call; before, it may merely be switched off. */
export const DESK_SILENT_AFTER_MS = 24 * 60 * MINUTE;

/** One minute of figures. `latencyP95Ms` is null when nothing was asked. */
export type HealthSample = {
  readonly at: Instant;
  readonly latencyP95Ms: number | null;
  readonly requests: number;
  readonly errors: number;
};

/** `null` is healthy; `no_data` is never taken for it. */
export type Level = Severity | null | 'no_data';

export function latencyLevel(p95Ms: number | null): Level {
  if (p95Ms === null) return 'no_data';
  if (p95Ms > LATENCY_HIGH_MS) return 'P2';
  return p95Ms > LATENCY_TARGET_MS ? 'P3' : null;
}

export function errorLevel(requests: number, errors: number): Level {
  if (requests === 0) return 'no_data';
  const share = errors / requests;
  if (share > ERROR_HIGH) return 'P2';
  return share > ERROR_TARGET ? 'P3' : null;
}

/** Connections of the pool: all in use with someone waiting is a warning. A size of 0 means that none was measured. */
export function poolLevel(used: number, size: number, waiting: number): Level {
  if (size === 0) return 'no_data';
  return waiting > 0 || used >= size ? 'P3' : null;
}

const RANK: Readonly<Record<Severity, number>> = { P1: 3, P2: 2, P3: 1 };

/** The worst of several; `no_data` counts only when nothing worse and nothing better is known. */
export function worstLevel(levels: readonly Level[]): Level {
  const known = levels.filter((level) => level !== 'no_data');
  if (known.length === 0) return 'no_data';
  return known.reduce<Severity | null>((worst, level) => {
    if (level === null) return worst;
    return worst === null || RANK[level] > RANK[worst] ? level : worst;
  }, null);
}

export type HealthVerdict = {
  readonly level: Level;
  readonly latency: Level;
  readonly errors: Level;
  /** Age of the newest sample in ms; null when there is none. */
  readonly ageMs: number | null;
  readonly latencyP95Ms: number | null;
  /** Share of requests that failed within the window; null without requests. */
  readonly errorShare: number | null;
  readonly requestsPerMinute: number | null;
};

/**
 * What the last `windowMs` say. Latency is the highest p95 of the window's minutes; errors are counted over the whole
 * window, so that one failure in a quiet minute is not taken for a catastrophe. Requests that all fail mean that the
 * service is down (P1). Samples may come in any order.
 */
export function judgeHealth(
  samples: readonly HealthSample[],
  now: Instant,
  windowMs = 5 * MINUTE,
): HealthVerdict {
  const newest = samples.reduce<Instant | null>(
    (latest, { at }) => (latest === null || at > latest ? at : latest),
    null,
  );
  const ageMs = newest === null ? null : Math.max(0, now - newest);
  const unknown = {
    level: 'no_data',
    latency: 'no_data',
    errors: 'no_data',
    ageMs,
    latencyP95Ms: null,
    errorShare: null,
    requestsPerMinute: null,
  } as const;
  if (ageMs === null || ageMs > SILENT_AFTER_MS) return unknown;

  const window = samples.filter(({ at }) => at > now - windowMs && at <= now);
  const measured = window.flatMap(({ latencyP95Ms }) => (latencyP95Ms === null ? [] : [latencyP95Ms]));
  const latencyP95Ms = measured.length === 0 ? null : Math.max(...measured);
  const requests = window.reduce((sum, one) => sum + one.requests, 0);
  const errors = window.reduce((sum, one) => sum + one.errors, 0);
  const latency = latencyLevel(latencyP95Ms);
  const errorsLevel = requests > 0 && errors >= requests ? 'P1' : errorLevel(requests, errors);
  return {
    level: worstLevel([latency, errorsLevel]),
    latency,
    errors: errorsLevel,
    ageMs,
    latencyP95Ms,
    errorShare: requests === 0 ? null : errors / requests,
    requestsPerMinute: window.length === 0 ? null : requests / window.length,
  };
}

/** Whether a desk has been silent for too long; one that was never heard of is. */
export const isDeskSilent = (lastContact: Instant | null, now: Instant): boolean =>
  lastContact === null || now - lastContact > DESK_SILENT_AFTER_MS;
