import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bucketOf, HOUR, MINUTE } from '../../base/time.ts';
import { COMMANDS } from '../registry.ts';
import { parseClients } from './parse-clients.ts';
import { parseDiary } from './parse-diary.ts';
import { type ImportSurroundings, previewClients, previewDiary, readTitle } from './preview-import.ts';

const file = (name: string): string =>
  readFileSync(new URL(`../../../tests/fixtures/imports/${name}`, import.meta.url), 'utf8');

const SERVICES = [
  { id: '0190a000-0000-7000-8000-000000000001', name: 'Cut' },
  { id: '0190a000-0000-7000-8000-000000000002', name: 'Colour' },
  { id: '0190a000-0000-7000-8000-000000000003', name: 'Cut & colour' },
].map((service) => ({ ...service, bufferBeforeMinutes: 0, bufferAfterMinutes: 10, priceCents: 35_000 }));

const nothingKnown: ImportSurroundings = {
  clientByPhone: () => null,
  clientByName: () => null,
  services: SERVICES,
  busy: () => [],
};
const TARGET = {
  locationId: '0190a000-0000-7000-8000-0000000000aa',
  staffId: '0190a000-0000-7000-8000-0000000000bb',
  serviceId: SERVICES[0]!.id,
};
const IMPORT = '0190a000-0000-7000-8000-0000000000cc';
const ids = () => {
  let count = 0;
  return () => `0190a000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`;
};

test('a list with semicolons, a byte order mark, accents and a note over two lines', () => {
  const { clients, problems } = parseClients(file('clients-semicolon.csv'));
  expect(clients.map(({ line, name, phone }) => [line, name, phone])).toEqual([
    [2, 'Zoë Naudé', '+27821234567'],
    [3, 'Thandeka Mokoena', '+27835550101'],
    [4, "Siphiwe O'Brien; Snr", '+27721234567'],
    [10, 'Zoë Naudé', '+27821234567'],
    [11, 'Lerato Môkgosi', '+27761112233'],
    [12, 'Pieter Botha', null],
  ]);
  expect(clients[2]?.note).toBe('Allergic to ammonia.\r\nAlways ask first.');
  expect(problems.map(({ line, code }) => [line, code])).toEqual([
    [6, 'no_name'],
    [7, 'bad_phone'],
    [8, 'bad_email'],
  ]);
});

test('a list with commas, and a number from abroad', () => {
  const { clients, problems } = parseClients(file('clients-comma.csv'));
  expect(clients.map(({ name, phone, note }) => [name, phone, note])).toEqual([
    ['Dlamini, Thandi', '+27825551234', null],
    ['Priya Naidoo', '+442079460958', 'Visits from London'],
  ]);
  expect(problems).toEqual([]);
});

test('a file that is no list of clients is said to be unreadable', () => {
  expect(parseClients('a,b,c\n1,2,3\n').problems.map(({ code }) => code)).toEqual(['unreadable']);
  expect(parseClients('').problems.map(({ code }) => code)).toEqual(['unreadable']);
});

test('clients that are here already, or twice in the file, are left out and said', () => {
  const known = {
    ...nothingKnown,
    clientByPhone: (phone: string) => (phone === '+27761112233' ? { id: 'x', name: 'L' } : null),
  };
  const plan = previewClients(parseClients(file('clients-semicolon.csv')), known, IMPORT, ids());
  expect(plan.rows.map(({ line }) => line)).toEqual([2, 3, 4, 12]);
  expect(plan.problems.filter(({ code }) => code === 'duplicate').map(({ line }) => line)).toEqual([10, 11]);
  for (const { args } of plan.commands) {
    expect(COMMANDS['client.create'].schema.safeParse(args).success).toBe(true);
  }
});

test('a Google diary: UTC, zones of the file, folded lines; what is no single visit is reported by its line', () => {
  const { events, problems } = parseDiary(file('google-calendar.ics'), 'Africa/Johannesburg');
  const at = (iso: string): number => Date.parse(iso);
  expect(events.map(({ summary, startsAt, endsAt }) => [summary, startsAt, endsAt])).toEqual([
    ['Thandi Dlamini - Cut', at('2026-12-01T08:00Z'), at('2026-12-01T08:45Z')],
    [
      'Colour: Zoë Naudé with a very long remark that a calendar folds at seventy-five octets, as the standard asks',
      at('2026-12-01T09:00Z'),
      at('2026-12-01T10:30Z'),
    ],
    ['Priya Naidoo (cut)', at('2026-12-02T08:00Z'), at('2026-12-02T08:45Z')],
    ['Riaan Venter - Cut', at('2026-12-01T08:30Z'), at('2026-12-01T09:15Z')],
    ['Walk-in', at('2026-12-04T12:00Z'), at('2026-12-04T13:00Z')],
  ]);
  expect(events[0]?.line).toBe(33);
  expect(problems.map(({ code, text }) => [code, text])).toEqual([
    ['all_day', 'Day of Reconciliation'],
    ['recurring', 'Team meeting'],
    ['cancelled', 'Sipho Nkosi - Massage'],
    ['no_time', 'No time at all'],
    ['unreadable', 'Broken by hand'],
  ]);
});

test('a file that is no calendar is said to be unreadable', () => {
  expect(parseDiary('hello', 'Africa/Johannesburg').problems.map(({ code }) => code)).toEqual(['unreadable']);
});

test.each([
  ['Thandi Dlamini - Cut', 'Thandi Dlamini', 'Cut'],
  ['Cut & Colour: Zoë Naudé', 'Zoë Naudé', 'Cut & colour'],
  ['Priya Naidoo (cut)', 'Priya Naidoo', 'Cut'],
  ['Sipho – colour 082 123 4567', 'Sipho', 'Colour'],
  ['Riaan Venter', 'Riaan Venter', null],
  ['cut', '', 'Cut'],
])('"%s" names %s and %s', (summary, client, service) => {
  const title = readTitle({ summary, description: '' }, SERVICES);
  expect([title.client, title.service?.name ?? null]).toEqual([client, service]);
});

test('bookings: known clients are matched by number or name, overlaps in the file and with the diary are reported', () => {
  const day = Date.parse('2026-12-02T08:00Z');
  const plan = previewDiary(
    parseDiary(file('google-calendar.ics'), 'Africa/Johannesburg'),
    {
      ...nothingKnown,
      clientByPhone: (phone) => (phone === '+27821234567' ? { id: IMPORT, name: 'Thandi Dlamini' } : null),
      busy: () => [{ from: day + 40 * MINUTE, to: day + HOUR }],
    },
    TARGET,
    IMPORT,
    ids(),
  );
  expect(
    plan.rows.map(({ title, matchedClient, matchedService }) => [
      title.slice(0, 14),
      matchedClient,
      matchedService,
    ]),
  ).toEqual([
    ['Thandi Dlamini', 'Thandi Dlamini', 'Cut'],
    ['Colour: Zoë Na', null, 'Colour'],
    ['Walk-in', null, null],
  ]);
  expect(plan.problems.filter(({ code }) => code === 'overlap').map(({ text }) => text)).toEqual([
    'Priya Naidoo (cut)',
    'Riaan Venter - Cut',
  ]);
  const books = plan.commands.filter(({ name }) => name === 'appointment.book');
  expect(books).toHaveLength(3);
  for (const { args } of books)
    expect(COMMANDS['appointment.book'].schema.safeParse(args).success).toBe(true);
  expect(bucketOf(plan.rows[0]?.startsAt ?? 0)).toBe(202_612);
});
