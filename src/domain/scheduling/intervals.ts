import type { Interval } from '../../base/time.ts';

/** Sorted, without overlaps or gaps of nothing between neighbours. */
export function merge(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from);
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last && next.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else {
      merged.push(next);
    }
  }
  return merged;
}

/** What remains of the first after all of the second is taken away. */
export function subtract(from: readonly Interval[], away: readonly Interval[]): readonly Interval[] {
  const holes = merge(away);
  const rest: Interval[] = [];
  for (const whole of merge(from)) {
    let start = whole.from;
    for (const hole of holes) {
      if (hole.to <= start) continue;
      if (hole.from >= whole.to) break;
      if (hole.from > start) rest.push({ from: start, to: hole.from });
      start = Math.max(start, hole.to);
    }
    if (start < whole.to) rest.push({ from: start, to: whole.to });
  }
  return rest;
}

export function intersect(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const left = merge(a);
  const right = merge(b);
  const both: Interval[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const one = left[i];
    const other = right[j];
    if (!one || !other) break;
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from < to) both.push({ from, to });
    if (one.to < other.to) i += 1;
    else j += 1;
  }
  return both;
}

export const covers = (whole: readonly Interval[], part: Interval): boolean =>
  subtract([part], whole).length === 0;
