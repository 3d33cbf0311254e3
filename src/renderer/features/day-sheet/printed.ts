import type { Instant, PlainDate } from '../../../base/time.ts';

/** When this PC last printed the sheet of a location's day; kept for the newest day alone, per location. */

const key = (locationId: string): string => `day-sheet.printed.${locationId}`;

export function notePrinted(locationId: string, day: PlainDate, at: Instant): void {
  localStorage.setItem(key(locationId), JSON.stringify({ day, at }));
}

export function printedAt(locationId: string, day: PlainDate): Instant | null {
  const stored = localStorage.getItem(key(locationId));
  if (stored === null) return null;
  try {
    const { day: of, at } = JSON.parse(stored) as { readonly day?: unknown; readonly at?: unknown };
    return of === day && typeof at === 'number' ? at : null;
  } catch {
    return null;
  }
}
