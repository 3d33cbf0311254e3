import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../base/time.ts';
import type { CalendarBlock } from './calendar-lines.ts';
import { zoneOfWindows } from './windows-zones.ts';

/** A time as it stands on the wall; what a calendar's zone makes an instant of. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

export type ToInstant = (wall: WallTime) => Instant;

/** The zones of one calendar: what a TZID of its events means. */
export type CalendarZones = {
  /** Null: nobody knows that zone, and guessing would put visits at wrong times. */
  readonly of: (tzid: string) => ToInstant | null;
  /** For times without a zone. */
  readonly own: ToInstant;
};

export const asUtc: ToInstant = (wall) =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime('UTC').epochMilliseconds;

const inZone =
  (zone: string): ToInstant =>
  (wall) =>
    Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;

function isPublicName(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * A public name is preferred to what the file defines: files often carry only the rules of the year they were made in.
 * It may be hidden in a longer one ("/freeassociation.sourceforge.net/Africa/Johannesburg") or be Windows' own.
 */
function publicName(tzid: string): string | null {
  const bare = tzid.trim().replaceAll(/^"|"$/g, '');
  const [inside] = /[A-Z][A-Za-z_]+\/[A-Za-z_+-]+(?:\/[A-Za-z_+-]+)?$/.exec(bare) ?? [];
  for (const name of [bare, zoneOfWindows(bare), inside]) {
    if (name !== undefined && name !== '' && isPublicName(name)) return name;
  }
  return null;
}

/** "(UTC+02:00) Harare, Pretoria", "GMT+0200": an offset is better than nothing where the file defines no rules. */
function offsetIn(tzid: string): string | null {
  const [, sign, hours, minutes] = /(?:UTC|GMT)\s*([+-])(\d{1,2}):?(\d{2})?/i.exec(tzid) ?? [];
  return hours === undefined ? null : `${sign ?? '+'}${hours.padStart(2, '0')}:${minutes ?? '00'}`;
}

/** `defaultZone` is the location's: for calendars that say nothing. */
export function readZones(
  blocks: readonly CalendarBlock[],
  calendarZone: string | null,
  defaultZone: string,
): CalendarZones {
  const defined = new Map<string, ToInstant>();
  for (const { lines } of blocks) {
    const zone = definedZone(lines);
    if (zone) defined.set(...zone);
  }
  const known = new Map<string, ToInstant | null>();
  const find = (tzid: string): ToInstant | null => {
    const name = publicName(tzid);
    if (name !== null) return inZone(name);
    const offset = offsetIn(tzid);
    return defined.get(tzid) ?? (offset === null ? null : inZone(offset));
  };
  const of = (tzid: string): ToInstant | null => {
    let found = known.get(tzid);
    if (found === undefined) known.set(tzid, (found = find(tzid)));
    return found;
  };
  return { of, own: (calendarZone === null ? null : of(calendarZone)) ?? inZone(defaultZone) };
}

/** A zone by the rules that stand in the file; undefined when they are broken. */
function definedZone(lines: readonly string[]): readonly [string, ToInstant] | undefined {
  try {
    const component = new ICAL.Component(
      ICAL.parse(lines.join('\r\n')) as ConstructorParameters<typeof ICAL.Component>[0],
    );
    const zone = new ICAL.Timezone(component);
    const toInstant: ToInstant = (wall) => {
      const placed = new ICAL.Time({ ...wall, isDate: false }, ICAL.Timezone.localTimezone);
      placed.zone = zone;
      return placed.toUnixTime() * 1_000;
    };
    return [zone.tzid, toInstant];
  } catch {
    return undefined;
  }
}
