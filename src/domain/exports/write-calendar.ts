import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../base/time.ts';

/** A visit as other calendars show it. */
export type CalendarEvent = {
  /** The same in every export, so that a calendar that is fed again changes what it has. */
  readonly id: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly title: string;
  readonly description: string | null;
  readonly location: string;
  /** Whose it is; with several people in one file. */
  readonly person: string;
  readonly provisional: boolean;
  /** When it was last changed, as far as that is known. */
  readonly changedAt: Instant;
};

export type CalendarFile = {
  readonly name: string;
  readonly timeZone: string;
  readonly madeAt: Instant;
};

/** The domain of names that must be unlike those of any other program. */
const NAMED_BY = 'appointmentbooking.co.za';

/** The head of an iCalendar file (RFC 5545) that Google, Outlook and Apple take. */
export const calendarHead = ({ name, timeZone }: CalendarFile): string =>
  lines([
    'BEGIN:VCALENDAR',
    'PRODID:-//AppointmentBooking//Console//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    `X-WR-TIMEZONE:${timeZone}`,
  ]);

export const CALENDAR_END = 'END:VCALENDAR\r\n';

/** Moments are written in UTC: no reader has to know a zone. */
export const calendarEvent = (event: CalendarEvent, { madeAt }: Pick<CalendarFile, 'madeAt'>): string =>
  lines([
    'BEGIN:VEVENT',
    `UID:${event.id}@${NAMED_BY}`,
    `DTSTAMP:${utc(madeAt)}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `SUMMARY:${escaped(event.title)}`,
    ...(event.description === null ? [] : [`DESCRIPTION:${escaped(event.description)}`]),
    `LOCATION:${escaped(event.location)}`,
    `ORGANIZER;CN="${event.person.replaceAll(/["\r\n]/g, ' ')}":mailto:noreply@${NAMED_BY}`,
    `STATUS:${event.provisional ? 'TENTATIVE' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
  ]);

const utc = (at: Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.trunc(at / 1_000) * 1_000)
    .toString()
    .replaceAll(/[-:]/g, '');

const escaped = (text: string): string =>
  text.replaceAll(/[\\;,]/g, (mark) => `\\${mark}`).replaceAll(/\r\n?|\n/g, '\\n');

const lines = (texts: readonly string[]): string => texts.map((text) => `${folded(text)}\r\n`).join('');

/** Octets of a line, its end aside; what is longer goes on after a space. */
const LONGEST = 75;

/** Folds between characters, never within one. */
function folded(text: string): string {
  let out = '';
  let width = 0;
  for (const letter of text) {
    const octets = octetsOf(letter);
    if (width + octets > LONGEST) {
      out += '\r\n ';
      width = 1;
    }
    out += letter;
    width += octets;
  }
  return out;
}

function octetsOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
