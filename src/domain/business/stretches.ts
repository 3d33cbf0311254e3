import { err, ok, type Result } from '../../base/result.ts';

/** Minutes after midnight, from and to: [480, 720] is eight to twelve. */
export type Stretch = readonly [from: number, to: number];

/** More than this a day is a slip of the finger. */
export const MOST_STRETCHES = 6;

/** ISO weekdays, Monday to Sunday. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What is wrong with typed hours, with the part that is meant as it would be written. */
export type StretchProblem =
  | { readonly kind: 'unreadable'; readonly part: string }
  | { readonly kind: 'reversed'; readonly part: string }
  | { readonly kind: 'overlap'; readonly part: string; readonly other: string }
  | { readonly kind: 'too_many' };

const TIME = String.raw`(\d{1,2})(?:[:.h](\d{2})|h)?\s*(am|pm)?`;
const STRETCH = new RegExp(`^${TIME}\\s*(?:-|–|—|to|until)\\s*${TIME}$`);
const COMPACT = /^(\d{2})(\d{2})\s*(?:-|–|—)\s*(\d{2})(\d{2})$/;
const SEPARATOR = /\s*(?:,|;|&|\+|\band\b|(?<=[\dhm])\s+(?=\d))\s*/;

/**
 * Reads hours as people type them: '8-12 13-17:30', '08:00 – 17:00', '9am-1pm, 2pm-6pm', '8h30-17h', '0830-1700'. An
 * empty text or 'closed' is a closed day. Stretches come back in their order.
 */
export function readStretches(text: string): Result<readonly Stretch[], StretchProblem> {
  // Blanks around a dash belong to it; those that are left stand between two stretches.
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/\s*(-|–|—|\bto\b|\buntil\b)\s*/g, '-')
    .replaceAll(/\s+(?=am|pm)/g, '');
  if (plain === '' || plain === 'closed' || plain === '-') return ok([]);
  const stretches: Stretch[] = [];
  for (const part of plain.split(SEPARATOR).filter(Boolean)) {
    const stretch = readStretch(part);
    if (!stretch) return err({ kind: 'unreadable', part });
    if (stretch[1] <= stretch[0]) return err({ kind: 'reversed', part: writeStretch(stretch) });
    stretches.push(stretch);
  }
  if (stretches.length > MOST_STRETCHES) return err({ kind: 'too_many' });
  const ordered = stretches.toSorted((a, b) => a[0] - b[0]);
  for (const [index, stretch] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before && stretch[0] < before[1]) {
      return err({ kind: 'overlap', part: writeStretch(before), other: writeStretch(stretch) });
    }
  }
  return ok(ordered);
}

function readStretch(part: string): Stretch | null {
  const compact = COMPACT.exec(part);
  const match = compact
    ? [compact[1], compact[2], undefined, compact[3], compact[4], undefined]
    : STRETCH.exec(part)?.slice(1);
  if (!match) return null;
  const [fromHour, fromMinute, fromHalf, toHour, toMinute, toHalf] = match;
  const from = minuteOf(fromHour, fromMinute, fromHalf);
  const to = minuteOf(toHour, toMinute, toHalf);
  return from === null || to === null ? null : [from, to];
}

/** Null for a time that no clock shows; 24:00 is the end of the day. */
function minuteOf(
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
): number | null {
  let hours = Number(hour);
  const minutes = Number(minute ?? 0);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (half === 'pm' ? 12 : 0);
  }
  const total = hours * 60 + minutes;
  return minutes > 59 || total > 1440 ? null : total;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const writeStretch = ([from, to]: Stretch): string => `${clock(from)}–${clock(to)}`;

/** '08:00–12:00, 13:00–17:30'; an empty text for a closed day. */
export const writeStretches = (stretches: readonly Stretch[]): string =>
  stretches.map(writeStretch).join(', ');
