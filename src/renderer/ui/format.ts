import type { Instant, PlainDate } from '../../base/time.ts';

/** How figures, days and numbers are written: the project's own, because runtimes differ for en-ZA. */

const NBSP = '\u00a0';
const MINUS = '\u2212';

/** Cents as `R 1 234,50` with non-breaking spaces; negative with a real minus sign in front. */
export function formatMoney(cents: number): string {
  const whole = groupThousands(Math.floor(Math.abs(cents) / 100));
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? MINUS : ''}R${NBSP}${whole},${rest}`;
}

/** A money amount cut in two for large figures with small cents: `['R 1 234', ',50']`. */
export function moneyParts(cents: number): readonly [whole: string, cents: string] {
  const text = formatMoney(cents);
  return [text.slice(0, -3), text.slice(-3)];
}

/** `1 234` with non-breaking spaces. */
export const groupThousands = (value: number): string =>
  String(Math.trunc(value)).replaceAll(/\B(?=(\d{3})+$)/g, NBSP);

/** Reads an amount typed with comma or point; null when it is not one. `1 234,5` is 123450 cents. */
export function parseMoney(text: string): number | null {
  const match = /^R?(\d{1,9})(?:[.,](\d{1,2}))?$/i.exec(text.replaceAll(/\s/g, ''));
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** A stored +27821234567 as it is dialled at the counter: 082 123 4567. Foreign numbers keep their +. */
export function formatPhone(phone: string): string {
  const local = /^\+27(\d{2})(\d{3})(\d{4})$/.exec(phone);
  return local ? `0${local[1]}${NBSP}${local[2]}${NBSP}${local[3]}` : phone;
}

const zoned = new Map<string, Intl.DateTimeFormat>();
function partsIn(zone: string, at: Instant): Readonly<Record<string, string>> {
  let format = zoned.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    zoned.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** 24-hour clock of an instant in a zone: `14:32`. */
export function formatTime(at: Instant, zone: string): string {
  const parts = partsIn(zone, at);
  return `${parts['hour']}:${parts['minute']}`;
}

/** Minutes after local midnight; on a day with a clock change this is the wall clock, not time elapsed. */
export function minuteOfDay(at: Instant, zone: string): number {
  const parts = partsIn(zone, at);
  return Number(parts['hour']) * 60 + Number(parts['minute']);
}

/** The local day of an instant in a zone. */
export function dayOf(at: Instant, zone: string): PlainDate {
  const parts = partsIn(zone, at);
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
}

const utc = (day: PlainDate): Date => new Date(`${day}T00:00:00Z`);

export const addDays = (day: PlainDate, count: number): PlainDate =>
  new Date(utc(day).getTime() + count * 86_400_000).toISOString().slice(0, 10);

/** ISO weekday, 1 Monday to 7 Sunday; month 1 to 12. */
export function dayParts(day: PlainDate): {
  readonly weekday: number;
  readonly date: number;
  readonly month: number;
  readonly year: number;
} {
  const at = utc(day);
  return {
    weekday: at.getUTCDay() || 7,
    date: at.getUTCDate(),
    month: at.getUTCMonth() + 1,
    year: at.getUTCFullYear(),
  };
}

/** For screens that belong to no location (lock, health): the platform's own country, not the PC's setting. */
export const HOME_ZONE = 'Africa/Johannesburg';
