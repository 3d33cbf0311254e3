import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HOUR, type Interval, MINUTE } from '../../base/time.ts';
import { calendarLines } from '../../../electron/desk/clerk/file-text.ts';
import { expandDiary, type ParsedEvent, readDiary } from './parse-diary.ts';

const ZONE = 'Africa/Johannesburg';
const YEAR: Interval = { from: Date.UTC(2026, 10, 24), to: Date.UTC(2027, 10, 24) };

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (bytes: Uint8Array, window = YEAR) =>
  expandDiary(readDiary(calendarLines(bytes), ZONE), window);
const fixture = (name: string) =>
  parse(
    new Uint8Array(readFileSync(new URL(`../../../tests/fixtures/imports/${name}.ics`, import.meta.url))),
  );
const event = (...lines: readonly string[]) =>
  parse(
    bytesOf(
      ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n'),
    ),
  );

/** What a receptionist in Durban reads on the clock. */
const told = ({ time, summary }: ParsedEvent): string => {
  if (time.kind === 'days') return `${summary}: ${time.first} +${String(time.count)}`;
  const from = new Date(time.startsAt + 2 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
  return `${summary}: ${from} ${String((time.endsAt - time.startsAt) / MINUTE)}`;
};

describe('a calendar as Google exports it', () => {
  const { events, problems } = fixture('google-calendar');
  test('times by UTC, by zone, by a zone that Windows names, by length', () => {
    expect(events.filter(({ repeats }) => !repeats).map(told)).toEqual([
      'Thandi Dlamini - Cut: 2026-12-01 10:00 45',
      'Colour: Zoë Naudé with a very long remark that a calendar folds at seventy-five octets, as the standard asks: 2026-12-01 11:00 90',
      'Priya Naidoo (cut): 2026-12-02 10:00 45',
      'Day of Reconciliation: 2026-12-16 +1',
      'Riaan Venter - Cut: 2026-12-01 10:30 45',
      'Walk-in: 2026-12-04 14:00 60',
    ]);
  });
  test('a team meeting every Thursday, for as long as the window is open', () => {
    const meetings = events.filter(({ summary }) => summary === 'Team meeting').map(told);
    expect(meetings).toHaveLength(51);
    expect([meetings[0], meetings.at(-1)]).toEqual([
      'Team meeting: 2026-12-03 09:00 30',
      'Team meeting: 2027-11-18 09:00 30',
    ]);
  });
  test('what cannot be used is told with its line', () => {
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [100, 'no_time'],
      [105, 'unreadable'],
      [78, 'cancelled'],
    ]);
  });
});

test('a calendar as Outlook exports it: BOM, its own zones, exceptions, leave from midnight to midnight', () => {
  const { events, problems } = fixture('outlook');
  expect(events.map(told)).toEqual([
    'Nomsa Zulu - Cut: 2026-12-01 09:00 45',
    'Zoë Naudé – Colour: 2026-12-02 14:00 90',
    'Zoë Naudé – Colour: 2026-12-23 14:00 90',
    'Zoë Naudé – Colour: 2026-12-30 14:00 90',
    'Zoë Naudé – Colour: 2027-01-06 14:00 90',
    'Zoë Naudé – Colour: 2026-12-10 16:00 90',
    'Leave: 2026-12-17 +2',
    'Day of Reconciliation: 2026-12-16 +1',
    'Pieter Botha - Cut: 2026-12-04 09:00 60',
    'Riaan Venter - Cut: 2026-12-04 12:00 60',
  ]);
  expect(events[0]).toMatchObject({
    calendar: 'Ana Botha',
    organizer: 'Ana Botha',
    attendees: ['Front desk'],
    description: 'Call first: 082 555 0147\nLikes rooibos, no sugar; brings her\nmother.'.replace(
      'her\n',
      'her',
    ),
  });
  expect(problems).toMatchObject([{ line: 108, code: 'cancelled' }]);
});

test('a calendar as Apple exports it: alarms, floating times, further dates, a count', () => {
  const { events, problems } = fixture('apple');
  expect(events.map(told)).toEqual([
    'Thandi Dlamini: Massage: 2026-12-01 10:00 60',
    'Lindiwe Mkhize - Cut: 2026-12-03 15:00 45',
    'Lindiwe Mkhize - Cut: 2026-12-24 15:00 45',
    'Lindiwe Mkhize - Cut: 2027-01-07 15:00 45',
    'Lindiwe Mkhize - Cut: 2027-02-04 15:00 45',
    'Floating Fatima - Cut: 2026-12-04 09:00 45',
    'Christmas leave: 2026-12-24 +3',
  ]);
  expect(problems.map(({ line, code }) => [line, code])).toEqual([
    [73, 'unreadable'],
    [81, 'unknown_zone'],
  ]);
});

describe('odd lines', () => {
  test('folded in the middle of a letter', () => {
    const whole = bytesOf('SUMMARY:Zoë - Cut');
    const cut = whole.indexOf(0xc3) + 1;
    const folded = Buffer.concat([whole.subarray(0, cut), bytesOf('\r\n '), whole.subarray(cut)]);
    const { events } = parse(
      Buffer.concat([
        bytesOf('BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T080000Z\r\nDTEND:20261201T090000Z\r\n'),
        folded,
        bytesOf('\r\nEND:VEVENT\r\n'),
      ]),
    );
    expect(events.map(told)).toEqual(['Zoë - Cut: 2026-12-01 10:00 60']);
  });
  test.each(['\n', '\r', '\r\n'])('ended by %j, the last event without an end', (end) => {
    const { events } = parse(
      bytesOf(
        ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'DTSTART:20261201T080000Z', 'DURATION:PT30M', 'SUMMARY:A'].join(
          end,
        ),
      ),
    );
    expect(events).toEqual([]);
  });
  test('an event without its end does not swallow the next one', () => {
    const { events, problems } = event(
      'DTSTART:20261201T080000Z',
      'SUMMARY:Lost',
      'BEGIN:VEVENT',
      'UID:2',
      'DTSTART:20261202T080000Z',
      'DURATION:PT30M',
      'SUMMARY:Kept',
    );
    expect(events.map(told)).toEqual(['Kept: 2026-12-02 10:00 30']);
    expect(problems).toHaveLength(1);
  });
});

describe('repeating events', () => {
  const days = (result: ReturnType<typeof event>) => result.events.map((one) => told(one).slice(3, 19));
  test('keep their hour where clocks change', () => {
    const result = event(
      'DTSTART;TZID=Europe/Berlin:20270325T090000',
      'DURATION:PT1H',
      'SUMMARY:A',
      'RRULE:FREQ=DAILY;COUNT=5',
    );
    expect(days(result)).toEqual([
      '2027-03-25 10:00',
      '2027-03-26 10:00',
      '2027-03-27 10:00',
      '2027-03-28 09:00',
      '2027-03-29 09:00',
    ]);
  });
  test('UNTIL by UTC includes the visit that begins at that very moment', () => {
    const result = event(
      'DTSTART;TZID=Africa/Johannesburg:20261201T100000',
      'DURATION:PT1H',
      'SUMMARY:A',
      'RRULE:FREQ=DAILY;UNTIL=20261203T080000Z',
      'EXDATE;TZID=Africa/Johannesburg:20261202T100000',
    );
    expect(days(result)).toEqual(['2026-12-01 10:00', '2026-12-03 10:00']);
  });
  test('begun years ago are followed up to the window', () => {
    const result = event(
      'DTSTART:20010101T080000Z',
      'DURATION:PT1H',
      'SUMMARY:A',
      'RRULE:FREQ=WEEKLY;BYDAY=MO',
    );
    expect(days(result)).toHaveLength(52);
  });
  test.each([
    'FREQ=SECONDLY',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=HOURLY;BYHOUR=3;BYMONTHDAY=31;BYMONTH=4',
    'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MINUTELY;INTERVAL=1',
  ])('%s ends all the same', (rule) => {
    const { events, problems } = event(
      'DTSTART:20261201T080000Z',
      'DURATION:PT1H',
      'SUMMARY:A',
      `RRULE:${rule}`,
    );
    expect([events.length, problems[0]?.code]).toEqual(
      rule.startsWith('FREQ=YEARLY') ? [1, undefined] : [0, 'too_many'],
    );
  });
  test('a change of this and all that follow is taken for this one, and said', () => {
    const { events, problems } = event(
      'DTSTART:20261201T080000Z',
      'DURATION:PT1H',
      'SUMMARY:A',
      'RRULE:FREQ=DAILY;COUNT=3',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE:20261202T080000Z',
      'DTSTART:20261202T100000Z',
      'DURATION:PT1H',
      'SUMMARY:A',
    );
    expect(events.map(told)).toEqual([
      'A: 2026-12-01 10:00 60',
      'A: 2026-12-03 10:00 60',
      'A: 2026-12-02 12:00 60',
    ]);
    expect(problems).toMatchObject([{ code: 'later_too' }]);
  });
});
