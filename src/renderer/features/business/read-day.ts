import type { PlainDate } from '../../../base/time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A day as people type it: '24 Dec', 'Thu 24 December 2026', '24/12', '24/12/2026', '2026-12-24'. Without a year the
 * next such day from today on is meant. Null when no calendar has it.
 */
export function readDay(text: string, today: PlainDate): PlainDate | null {
  const plain = text.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = /^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})\.?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?$/.exec(plain);
  const numbered = /^(\d{1,2})\s*[/.]\s*(\d{1,2})(?:\s*[/.]\s*(\d{4}))?$/.exec(plain);
  const match = named ?? numbered;
  if (!match) return null;
  const [, date = '', second = '', year] = match;
  const month = named ? MONTHS.indexOf(second.slice(0, 3)) + 1 : Number(second);
  if (year !== undefined) return dayOf(Number(year), month, Number(date));
  const thisYear = Number(today.slice(0, 4));
  const next = dayOf(thisYear, month, Number(date));
  return next !== null && next >= today ? next : (dayOf(thisYear + 1, month, Number(date)) ?? null);
}

function dayOf(year: number, month: number, date: number): PlainDate | null {
  const at = new Date(Date.UTC(year, month - 1, date));
  // The calendar's own overflow ('31 Feb' is a day in March) is a slip of the finger here.
  if (month < 1 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date) return null;
  return at.toISOString().slice(0, 10);
}
