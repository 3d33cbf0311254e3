import { HOUR, type Instant, MINUTE } from '../../../base/time.ts';
import type {
  BoardCard,
  BoardColumn,
  DayBoard,
  ResourceItem,
  ServiceItem,
} from '../../../contracts/queries.ts';

/** A small salon for the tests of the board: Thursday 26 November 2026 in Johannesburg, eight to six. */
const MIDNIGHT = Date.UTC(2026, 10, 25, 22);

export const at = (hour: number, minute = 0): Instant => MIDNIGHT + hour * HOUR + minute * MINUTE;

/** A stable id for a word. */
export const ids = (word: string): string =>
  `00000000-0000-7000-8000-${[...word]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .slice(-12)
    .padStart(12, '0')}`;

export const aPerson = (name: string, changes: Partial<BoardColumn> = {}): BoardColumn => ({
  staffId: ids(name),
  name,
  title: 'Stylist',
  hue: 0,
  shifts: [{ from: at(9), to: at(17) }],
  breaks: [{ from: at(13), to: at(13, 30) }],
  leave: null,
  ...changes,
});

/** An hour with Ana from nine o'clock, unless said otherwise. */
export const aCard = (changes: Partial<BoardCard> = {}): BoardCard => {
  const startsAt = changes.startsAt ?? at(9);
  return {
    appointmentId: changes.lineId ?? ids('visit'),
    lineId: ids('line'),
    staffId: ids('Ana'),
    resourceId: null,
    resourceName: null,
    clientId: ids('client'),
    clientName: 'Lerato Mokoena',
    clientPhone: null,
    serviceId: ids('cut'),
    serviceName: 'Cut',
    hue: 1,
    startsAt,
    endsAt: startsAt + HOUR,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    status: 'confirmed',
    source: 'desk',
    priceCents: 45_000,
    paidCents: 0,
    lineCount: 1,
    hasAlert: false,
    doNotBook: false,
    note: null,
    pending: false,
    ...changes,
  };
};

export const aService = (changes: Partial<ServiceItem> = {}): ServiceItem => ({
  id: ids('cut'),
  name: 'Cut',
  category: 'Hair',
  durationMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  priceCents: 45_000,
  hue: 1,
  requires: null,
  staffIds: [ids('Ana'), ids('Thandi')],
  ...changes,
});

export const aRoom = (name: string, capability = 'basin'): ResourceItem => ({
  id: ids(name),
  locationId: ids('salon'),
  name,
  kind: 'equipment',
  capability,
});

export const boardOf = (changes: Partial<DayBoard> = {}): DayBoard => ({
  locationId: ids('salon'),
  day: '2026-11-26',
  timeZone: 'Africa/Johannesburg',
  bounds: { from: at(0), to: at(24) },
  hours: [{ from: at(8), to: at(18) }],
  occasion: null,
  columns: [aPerson('Ana'), aPerson('Thandi')],
  cards: [],
  blocks: [],
  counts: { requested: 0, confirmed: 0, arrived: 0, in_service: 0, done: 0, no_show: 0, cancelled: 0 },
  cover: 'complete',
  ...changes,
});
