import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../src/base/time.ts';
import { clientBook } from '../../../src/domain/imports/client-book.ts';
import type { ImportCommand, PlannedImport } from '../../../src/domain/imports/import-plan.ts';
import { planClients } from '../../../src/domain/imports/plan-clients.ts';
import { planDiary } from '../../../src/domain/imports/plan-diary.ts';
import { TENANT_TABLES } from '../../../src/domain/tables.ts';
import { openReader } from '../../../src/replica/open-reader.ts';
import {
  ANA,
  at,
  BEN,
  CUT,
  type Desk,
  fill,
  KEY,
  newDesk,
  nextId,
  RECEPTION,
  ROOM,
  SANDTON,
  SCOPE,
} from './replica-fixture.ts';

/** Whatever an import brings, taking it back leaves every table as it was. */

const desks: Desk[] = [];
afterEach(() => {
  for (const desk of desks.splice(0)) desk.dispose();
});

/** Live rows of all tables but the group's own, by table, without the cloud's versions. */
function state({ file }: Desk): Readonly<Record<string, readonly unknown[]>> {
  const reader = openReader({ path: file, key: KEY });
  const tables = Object.fromEntries(
    TENANT_TABLES.filter((table) => table !== 'import_group').map((table) => [
      table,
      [...reader.rows(table)].map((row) => ({ ...row, row_version: 0 })),
    ]),
  );
  reader.close();
  return tables;
}

const names = fc.constantFrom('Thandi', 'Buhle Ndlovu', 'Kagiso', 'Zoë Naudé', 'Pieter');
const clients = fc.array(
  fc.record({
    name: names,
    phone: fc.option(fc.integer({ min: 0, max: 5 }).map((digit) => `+2782555000${String(digit)}`)),
    email: fc.option(fc.integer({ min: 0, max: 5 }).map((digit) => `c${String(digit)}@example.co.za`)),
    note: fc.option(fc.constant('Prefers mornings')),
    language: fc.option(fc.constantFrom('af', 'zu')),
  }),
  { maxLength: 12 },
);
const events = fc.array(
  fc.record({
    name: names,
    quarter: fc.integer({ min: 0, max: 40 }),
    quarters: fc.integer({ min: 1, max: 8 }),
    service: fc.constantFrom('Cut', 'Massage', 'something'),
    allDay: fc.boolean(),
  }),
  { maxLength: 15 },
);

const begin = (id: string, kind: string, { rows, keys, commands }: PlannedImport): ImportCommand[] => [
  { name: 'import.begin', args: { id, kind, fileName: 'a file', rowCount: rows.length, keys } },
  ...commands,
];

test('a list and a diary, taken back in either order', () => {
  fc.assert(
    fc.property(clients, events, fc.boolean(), (list, diary, listFirst) => {
      const desk = newDesk();
      desks.push(desk);
      fill(desk);
      const before = state(desk);
      const run = (commands: readonly ImportCommand[]): void => {
        const outcome = desk.replica.execute(SCOPE, commands, RECEPTION);
        expect(outcome).toMatchObject({ ok: true });
      };
      const look = () => openReader({ path: desk.file, key: KEY });

      const listId = nextId();
      const reader = look();
      const rows = list.map((client, index) => ({ ...client, line: index + 2 }));
      run(
        begin(
          listId,
          'clients_csv',
          planClients({ clients: rows, problems: [] }, clientBook(reader.clients()), 'fill', listId, nextId),
        ),
      );
      const between = state(desk);

      const diaryId = nextId();
      const plan = planDiary(
        {
          events: diary.map(({ name, quarter, quarters, service, allDay }, index) => ({
            line: index + 1,
            identity: String(index),
            summary: `${name} - ${service}`,
            description: '',
            location: '',
            calendar: null,
            organizer: null,
            attendees: [],
            free: false,
            repeats: false,
            time: allDay
              ? { kind: 'days' as const, first: '2026-11-16', count: 1 }
              : {
                  kind: 'timed' as const,
                  startsAt: at(24 + 8) + quarter * 15 * MINUTE,
                  endsAt: at(24 + 8) + (quarter + quarters) * 15 * MINUTE,
                },
          })),
          problems: [],
          before: 0,
          after: 0,
        },
        {
          clients: clientBook(reader.clients()),
          services: reader.read.find('service', {}).map((service) => ({
            id: service.id,
            name: service.name,
            bufferBeforeMinutes: service.buffer_before_minutes,
            bufferAfterMinutes: service.buffer_after_minutes,
            priceCents: service.price_cents,
            requires: service.requires,
          })),
          staff: [],
          rooms: [
            { id: ROOM, name: 'Room', capability: reader.read.get('resource', ROOM)?.capability ?? '' },
          ],
          isHeld: (resource, { from, to }) => reader.read.activeHolds(resource, from, to).length > 0,
          timeZone: 'Africa/Johannesburg',
          keyOf: (identity) => identity.padStart(8, '0'),
          imported: new Set(),
        },
        {
          locationId: SANDTON,
          splitBy: 'one',
          staffId: listFirst ? ANA : BEN,
          people: {},
          serviceId: CUT,
          allDay: 'block',
        },
        diaryId,
        nextId,
      );
      reader.close();
      run(begin(diaryId, 'diary_ics', plan));

      const undo = (id: string): void => run([{ name: 'import.undo', args: { id } }]);
      undo(diaryId);
      expect(state(desk)).toEqual(between);
      undo(listId);
      expect(state(desk)).toEqual(before);
      desk.dispose();
      desks.pop();
    }),
    { numRuns: 25 },
  );
});

test('an import that is taken back while it waits, and one whose client was booked meanwhile', () => {
  const desk = newDesk();
  desks.push(desk);
  fill(desk);
  const before = state(desk);
  const id = nextId();
  const kept = nextId();
  const create = (clientId: string, name: string): ImportCommand => ({
    name: 'client.create',
    args: { id: clientId, name, phone: null, email: null, note: null, importId: id },
  });
  const outcome = desk.replica.execute(
    SCOPE,
    [
      { name: 'import.begin', args: { id, kind: 'clients_csv', fileName: 'a', rowCount: 2, keys: [] } },
      create(nextId(), 'Gone'),
      create(kept, 'Kept'),
      {
        name: 'appointment.book',
        args: {
          id: nextId(),
          eventId: nextId(),
          locationId: SANDTON,
          clientId: kept,
          status: 'confirmed',
          source: 'desk',
          lines: [
            {
              id: nextId(),
              serviceId: CUT,
              staffId: BEN,
              resourceId: null,
              staffHoldId: nextId(),
              resourceHoldId: null,
              startsAt: at(34),
              endsAt: at(34) + HOUR,
              priceCents: 1_000,
            },
          ],
          note: null,
          softReason: null,
          importId: null,
        },
      },
      { name: 'import.undo', args: { id } },
    ],
    RECEPTION,
  );
  expect(outcome.ok).toBe(true);
  const after = state(desk);
  expect(after['client']).toHaveLength((before['client']?.length ?? 0) + 1);
  expect(after['client']).toContainEqual(expect.objectContaining({ id: kept, name: 'Kept' }));
});
