import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SyncStatus } from '../../../src/contracts/desk-api.ts';
import type {
  DiaryChoices,
  ExportChoices,
  ExportSummary,
  FileTicket,
  ImportPreview,
  ImportSource,
} from '../../../src/contracts/transfer.ts';
import { EXPORT_FILE_NAMES, EXPORT_FILES } from '../../../src/domain/exports/export-files.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { login, newPc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { asOwner, insertRow, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { unzip } from '../../fixtures/unzip.ts';

const NOW = Date.UTC(2026, 10, 24, 8, 40);
const NINE = Date.UTC(2026, 10, 30, 7, 0);
const HOUR = 3_600_000;

let cloud: TestCloud;
let salon: TenantFixture;
let desk: TestDesk;
const visitId = newId();

beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
  await asOwner(cloud, async (client) => {
    await insertRow(client, 'public.client_alert', {
      id: newId(),
      tenant_id: salon.tenantId,
      client_id: salon.client,
      kind: 'allergy',
      text: 'ammonia',
    });
  });
  desk = switchOn(cloud, newPc(), { now: NOW, signIns: [] });
  await desk.call('session.signIn', login(salon.owner));
  await desk.complete();
  await desk.call('execute', [
    {
      name: 'client.create',
      args: { id: newId(), name: '=cmd|calc', phone: null, email: null, note: 'a;b "c"\nd', importId: null },
    },
    {
      name: 'appointment.book',
      args: {
        id: visitId,
        eventId: newId(),
        locationId: salon.locations[0],
        clientId: salon.client,
        status: 'confirmed',
        source: 'desk',
        lines: [
          {
            id: newId(),
            serviceId: salon.services.cut,
            staffId: salon.staff[1],
            resourceId: null,
            staffHoldId: newId(),
            resourceHoldId: null,
            startsAt: NINE,
            endsAt: NINE + HOUR,
            priceCents: 35_050,
          },
        ],
        note: 'Likes the window, and tea; no sugar',
        softReason: null,
        importId: null,
      },
    },
  ]);
  await desk.until('all verdicts', async () => (await desk.call<SyncStatus>('sync.status')).pending === 0);
}, 120_000);
afterAll(async () => {
  await desk.close();
  await cloud.stop();
});

/** As main does: piece by piece, until there is no more. */
async function fetchFile({ ticket }: FileTicket): Promise<Buffer> {
  const pieces = desk.files.take(ticket);
  const parts: Uint8Array[] = [];
  for (let part = await pieces.next(); part !== null; part = await pieces.next()) parts.push(part);
  await pieces.end();
  return Buffer.concat(parts);
}
const everything = (more: Partial<Extract<ExportChoices, { kind: 'everything' }>> = {}): ExportChoices => ({
  kind: 'everything',
  manner: 'semicolon',
  special: false,
  readme: 'What this is\n',
  fileName: 'Umhlanga Hair.zip',
  ...more,
});
const take = async (choices: ExportChoices) =>
  unzip(await fetchFile(await desk.call<FileTicket>('export.start', choices)));
const table = (text: string | undefined, delimiter: string) =>
  Papa.parse<Record<string, string>>((text ?? '').replace(/^\uFEFF/, ''), {
    delimiter,
    header: true,
    skipEmptyLines: true,
  }).data;

test('everything is in it, with its columns, and nothing that a spreadsheet would carry out', async () => {
  const summary = await desk.call<ExportSummary>('export.look');
  expect(summary).toMatchObject({ onlyLocations: null, holdsLedger: true, holdsSpecial: true });
  expect(summary.counts).toMatchObject({ clients: 2, visits: 1, services: 3 });
  expect(summary.completeFrom).toMatch(/^\d{4}-\d{2}-01$/);

  const files = await take(everything());
  expect([...files.keys()]).toEqual([
    'README.txt',
    ...EXPORT_FILE_NAMES.filter((name) => name !== 'special_information').map((name) => `${name}.csv`),
  ]);
  for (const [name, columns] of Object.entries(EXPORT_FILES)) {
    const text = files.get(`${name}.csv`);
    if (text !== undefined) expect(text.split('\r\n')[0]).toBe(`\uFEFF${columns.join(';')}`);
  }
  expect(files.get('README.txt')).toBe('\uFEFFWhat this is\r\n');
  expect(table(files.get('clients.csv'), ';')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'Thandi Dlamini', phone: "'+27821234567", do_not_book: 'no' }),
      expect.objectContaining({ name: "'=cmd|calc", note: 'a;b "c"\nd' }),
    ]),
  );
  expect(table(files.get('visits.csv'), ';')).toMatchObject([
    {
      id: visitId,
      location: 'Gateway',
      starts: '2026-11-30 09:00',
      ends: '2026-11-30 10:00',
      client: 'Thandi Dlamini',
      price: '350,50',
      by: 'owner',
    },
  ]);
  expect(table(files.get('visit_lines.csv'), ';')).toMatchObject([
    { visit_id: visitId, service: 'Cut', person: 'Ana Botha', position: '1' },
  ]);
  expect(table(files.get('locations.csv'), ';')[0]?.['hours']).toContain('1: 08:00-18:00');
});

test('for other programs it has commas and points; allergies only when somebody says so', async () => {
  const plain = await take(everything({ manner: 'comma' }));
  expect(plain.has('special_information.csv')).toBe(false);
  expect(table(plain.get('visits.csv'), ',')[0]).toMatchObject({ price: '350.50' });
  const special = await take(everything({ special: true }));
  expect(table(special.get('special_information.csv'), ';')).toMatchObject([
    { client: 'Thandi Dlamini', kind: 'allergy', text: 'ammonia' },
  ]);
});

test('clients that were taken along come in again as they were', async () => {
  const files = await take(everything());
  const bytes = new TextEncoder().encode(files.get('clients.csv'));
  const source = await desk.call<ImportSource>('import.read', { fileName: 'clients.csv', bytes });
  if (source.kind !== 'clients_csv') throw new Error('not known as a list');
  const shown = await desk.call<ImportPreview>('import.preview', source.id, {
    kind: 'clients_csv',
    form: source.csv.form,
    columns: source.csv.columns.map(({ guess }) => guess),
    onKnown: 'skip',
  });
  expect([shown.total, shown.problems.map(({ code, text }) => [code, text])]).toEqual([
    0,
    [
      ['known', expect.any(String)],
      ['known', expect.any(String)],
    ],
  ]);
});

test('the diary of a person goes out as a calendar, and comes in again', async () => {
  const choices: ExportChoices = {
    kind: 'diary',
    locationId: salon.locations[0],
    staffId: salon.staff[1],
    months: 3,
    nobody: 'No name',
    fileName: 'Ana.ics',
  };
  const file = await fetchFile(await desk.call<FileTicket>('export.start', choices));
  expect(file.toString('utf8')).toContain('SUMMARY:Thandi Dlamini - Cut\r\n');
  const bytes = new Uint8Array(file);
  const source = await desk.call<ImportSource>('import.read', { fileName: 'Ana.ics', bytes });
  if (source.kind !== 'diary_ics') throw new Error('not known as a diary');
  expect(source.diary.people.organizer).toEqual([{ name: 'Ana Botha', count: 1, staffId: salon.staff[1] }]);
  const into: DiaryChoices = {
    kind: 'diary_ics',
    locationId: salon.locations[0],
    splitBy: 'one',
    staffId: salon.staff[0],
    people: {},
    serviceId: null,
    allDay: 'skip',
    daysBack: 0,
    monthsAhead: 3,
  };
  const shown = await desk.call<ImportPreview>('import.preview', source.id, into);
  expect(shown.rows).toMatchObject([
    { startsAt: NINE, endsAt: NINE + HOUR, matchedClient: 'Thandi Dlamini', matchedService: 'Cut' },
  ]);
  const empty = await fetchFile(
    await desk.call<FileTicket>('export.start', { ...choices, staffId: salon.staff[0] }),
  );
  expect(empty.toString('utf8')).not.toContain('BEGIN:VEVENT');
});

test('the front desk takes nothing along; a ticket is good once', async () => {
  const ticket = await desk.call<FileTicket>('export.start', everything());
  await fetchFile(ticket);
  expect(() => desk.files.take(ticket.ticket)).toThrow('no such file');
  await desk.call('session.signIn', login(salon.frontDesk));
  expect(await desk.refusal('export.look')).toBe('REJECTED');
  expect(await desk.refusal('export.start', everything())).toBe('REJECTED');
  await desk.call('session.signIn', login(salon.owner));
});
