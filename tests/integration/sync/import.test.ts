import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallFailure, SyncStatus } from '../../../src/contracts/desk-api.ts';
import type { ClientHit, DayBoard, ImportItem } from '../../../src/contracts/queries.ts';
import type {
  CsvSource,
  DiaryChoices,
  ImportChoices,
  ImportPreview,
  ImportSource,
} from '../../../src/contracts/transfer.ts';
import { TENANT_TABLES } from '../../../src/domain/tables.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { login, newPc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { asOwner, makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

/** A Tuesday morning before the first event of the fixtures. */
const NOW = Date.UTC(2026, 10, 24, 8, 40);

let cloud: TestCloud;
let salon: TenantFixture;
let desk: TestDesk;

beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
  desk = switchOn(cloud, newPc(), { now: NOW, signIns: [] });
  await desk.call('session.signIn', login(salon.owner));
  await desk.complete();
}, 120_000);
afterAll(async () => {
  await desk.close();
  await cloud.stop();
});

const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/imports/${name}`, import.meta.url)));
const read = (name: string, bytes = bytesOf(name)) =>
  desk.call<ImportSource>('import.read', { fileName: name, bytes });
const textFile = (name: string, text: string) => read(name, new TextEncoder().encode(text));
const preview = (id: string, choices: ImportChoices) =>
  desk.call<ImportPreview>('import.preview', id, choices);
const search = (text: string) => desk.call<ClientHit[]>('query', 'clientSearch', { text, limit: 10 });
const settled = () =>
  desk.until('all verdicts', async () => (await desk.call<SyncStatus>('sync.status')).pending === 0);
const listChoices = ({ form, columns }: CsvSource, onKnown: 'skip' | 'fill' = 'skip'): ImportChoices => ({
  kind: 'clients_csv',
  form,
  columns: columns.map(({ guess }) => guess),
  onKnown,
});
const diaryChoices = (more: Partial<DiaryChoices> = {}): DiaryChoices => ({
  kind: 'diary_ics',
  locationId: salon.locations[0],
  splitBy: 'one',
  staffId: salon.staff[0],
  people: {},
  serviceId: salon.services.cut,
  allDay: 'block',
  daysBack: 0,
  monthsAhead: 12,
  ...more,
});

/** Everything of the business that is there, by table, without the group of the import and the rows' versions. */
async function state(): Promise<Readonly<Record<string, unknown>>> {
  const digests: Record<string, unknown> = {};
  await asOwner(cloud, async (client: pg.Client) => {
    for (const table of TENANT_TABLES) {
      if (table === 'import_group') continue;
      const found = await client.query(
        `select count(*)::int as n, md5(coalesce(string_agg((to_jsonb(t) - 'row_version')::text, '|' order by id), '')) as hash
         from public.${table} t where tenant_id = $1 and deleted_at is null`,
        [salon.tenantId],
      );
      digests[table] = found.rows[0];
    }
  });
  return digests;
}

describe('a list of clients', () => {
  test('is read, its columns told, taken over as one group, and taken back as one', async () => {
    const before = await state();
    const source = await read('clients-semicolon.csv');
    if (source.kind !== 'clients_csv') throw new Error('not known as a list');
    expect(source.csv.form).toEqual({ encoding: 'utf-8', delimiter: ';', hasHeader: true });
    expect(source.csv.columns.map(({ guess }) => guess)).toEqual(['first', 'last', 'phone', 'email', 'note']);
    const shown = await preview(source.id, listChoices(source.csv));
    // The salon knows +27821234567 already, as Thandi Dlamini.
    expect(shown.total).toBe(4);
    expect(shown.problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'known'],
      [6, 'no_name'],
      [7, 'bad_phone'],
      [8, 'bad_email'],
      [10, 'twice'],
    ]);
    const { importId } = await desk.call<{ importId: string }>('import.commit', source.id);
    expect(await desk.refusal('import.commit', source.id)).toBe('BAD_REQUEST');
    await settled();
    expect(await search('mokgosi')).toHaveLength(1);
    expect(await desk.call<ImportItem[]>('query', 'imports', {})).toMatchObject([
      { id: importId, rowCount: 4, pending: false },
    ]);
    expect(await state()).not.toEqual(before);

    await desk.call('import.undo', importId);
    await settled();
    expect(await search('mokgosi')).toHaveLength(0);
    expect(await search('Thandi')).toHaveLength(1);
    expect((await desk.call<SyncStatus>('sync.status')).conflicts).toBe(0);
    expect(await state()).toEqual(before);
  });

  test('fills what is empty of a known client, and undo empties it again', async () => {
    const before = await state();
    const source = await textFile(
      'known.csv',
      'Naam;Sel;E-pos;Taal;Notas\nThandi D;082 123 4567;thandi@example.co.za;Afrikaans;Verkies oggende\n',
    );
    if (source.kind !== 'clients_csv') throw new Error('not known as a list');
    const shown = await preview(source.id, listChoices(source.csv, 'fill'));
    expect(shown.counts).toEqual({ create: 0, fill: 1, book: 0, block: 0 });
    expect(shown.rows[0]).toMatchObject({
      matchedClient: 'Thandi Dlamini',
      fills: ['email', 'note', 'language'],
    });
    const { importId } = await desk.call<{ importId: string }>('import.commit', source.id);
    await settled();
    expect(await search('Thandi')).toMatchObject([{ name: 'Thandi Dlamini', email: 'thandi@example.co.za' }]);
    await desk.call('import.undo', importId);
    await settled();
    expect(await search('Thandi')).toMatchObject([{ email: null }]);
    expect(await state()).toEqual(before);
  });

  test('written by an older Windows is read by its letters, and otherwise when a person says so', async () => {
    const source = await read('old-program.csv');
    if (source.kind !== 'clients_csv') throw new Error('not known as a list');
    const { form, columns } = source.csv;
    expect(form).toEqual({ encoding: 'windows-1252', delimiter: ';', hasHeader: true });
    expect(columns.map(({ header, guess }) => [header, guess])).toEqual([
      ['Kliënt nommer', 'ignore'],
      ['Voornaam', 'first'],
      ['Van', 'last'],
      ['Selfoon', 'phone'],
      ['Tuisfoon', 'phone'],
      ['E-pos', 'email'],
      ['Taal', 'language'],
      ['Verjaarsdatum', 'birthday'],
      ['Opmerkings', 'note'],
    ]);
    const shown = await preview(source.id, listChoices(source.csv));
    expect(shown.rows.map(({ title }) => title)).toEqual(['André du Toit', 'Chloë Møller']);
    const wrong = await desk.call<CsvSource>('import.look', source.id, { ...form, encoding: 'utf-8' });
    expect(wrong.columns[1]?.samples[0]).not.toBe('Zoë');
  });
});

describe('a diary', () => {
  const boardOf = (day: string) =>
    desk.call<DayBoard>('query', 'dayBoard', { locationId: salon.locations[0], day });

  test.each([
    ['google-calendar.ics', { total: 56, book: 55, block: 1 }],
    ['outlook.ics', { total: 9, book: 8, block: 1 }],
    ['apple.ics', { total: 7, book: 6, block: 1 }],
  ])('%s becomes bookings and blocks, comes once only, and is taken back whole', async (name, expected) => {
    const before = await state();
    const source = await read(name);
    const shown = await preview(source.id, diaryChoices());
    expect({ total: shown.total, book: shown.counts.book, block: shown.counts.block }).toEqual(expected);
    expect(shown.window).toMatchObject({ from: '2026-11-24', to: '2027-11-24' });
    const { importId } = await desk.call<{ importId: string }>('import.commit', source.id);
    await settled();
    expect((await desk.call<SyncStatus>('sync.status')).conflicts).toBe(0);
    const { cards } = await boardOf('2026-12-01');
    expect(cards.map(({ source: from }) => from)).toContain('import');

    const again = await read(name);
    const nothing = await preview(again.id, diaryChoices());
    expect(nothing.total).toBe(0);
    expect(nothing.problems.filter(({ code }) => code === 'imported')).toHaveLength(expected.total);

    await desk.call('import.undo', importId);
    await settled();
    expect((await boardOf('2026-12-01')).cards).toEqual([]);
    expect(await state()).toEqual(before);
  });

  test('gives a massage its room, and leaves out what no room is free for', async () => {
    const at = (uid: string, person: string) =>
      `BEGIN:VEVENT\nUID:${uid}\nDTSTART:20261130T080000Z\nDTEND:20261130T090000Z\nSUMMARY:${person} - Massage\nORGANIZER;CN=${uid}:mailto:x@y.z\nEND:VEVENT\n`;
    const source = await textFile(
      'rooms.ics',
      `BEGIN:VCALENDAR\n${at('Ayanda', 'Buhle')}${at('Ana', 'Kagiso')}END:VCALENDAR\n`,
    );
    if (source.kind !== 'diary_ics') throw new Error('not known as a diary');
    expect(source.diary.people.organizer.map(({ name, staffId }) => [name, staffId])).toEqual([
      ['Ana', salon.staff[1]],
      ['Ayanda', salon.staff[0]],
    ]);
    const people = { Ayanda: salon.staff[0], Ana: salon.staff[1] };
    const shown = await preview(source.id, diaryChoices({ splitBy: 'organizer', staffId: null, people }));
    expect(shown.rows).toMatchObject([{ title: 'Buhle - Massage', room: 'Room 1', staffId: salon.staff[0] }]);
    expect(shown.problems).toMatchObject([{ code: 'no_room', text: 'Kagiso - Massage' }]);
  });

  test('of several people goes to each of them; rules without end are said, not followed', async () => {
    const source = await read('several-people.ics');
    if (source.kind !== 'diary_ics') throw new Error('not known as a diary');
    const people = Object.fromEntries(
      source.diary.people.calendar.map(({ name, staffId }) => [name, staffId]),
    );
    expect(people).toEqual({ 'Ayanda - hair': salon.staff[0], Ana: salon.staff[1] });
    const shown = await preview(source.id, diaryChoices({ splitBy: 'calendar', staffId: null, people }));
    expect(shown.rows.map(({ title, staffId }) => [title, staffId])).toEqual([
      ['Buhle Ndlovu - Cut', salon.staff[0]],
      ['Kagiso Molefe - Cut', salon.staff[1]],
      ['Themba Sithole - Cut', salon.staff[1]],
    ]);
    expect(shown.problems.map(({ code }) => code)).toEqual(['twice', 'too_many', 'too_many']);
  });
});

describe('a file that is no import', () => {
  const refusal = async (fileName: string, bytes: Uint8Array): Promise<CallFailure['code'] | string> =>
    desk.refusal('import.read', { fileName, bytes });

  test('is refused in words: nothing in it, a picture, an archive, far too large', async () => {
    expect(await refusal('empty.csv', new Uint8Array())).toBe('FILE_UNREADABLE');
    expect(await refusal('blank.csv', new TextEncoder().encode('\r\n ;; \r\n'))).toBe('FILE_UNREADABLE');
    const noise = new Uint8Array(50_000).map((_, index) => (index * 7) % 256);
    expect(await refusal('picture.csv', noise)).toBe('FILE_UNREADABLE');
    expect(await refusal('book.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]))).toBe(
      'FILE_UNREADABLE',
    );
    expect(
      await refusal('calendar.ics', new TextEncoder().encode('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')),
    ).toBe('allowed');
    expect(await refusal('huge.csv', new Uint8Array(50_000_000))).toBe('BAD_REQUEST');
  });

  test('with another ending is known by what stands in it', async () => {
    const list = await textFile('clients.ics', 'Name,Cell\nBuhle,0825550199\n');
    expect(list.kind).toBe('clients_csv');
    const diary = await read('diary.csv', bytesOf('apple.ics'));
    expect(diary.kind).toBe('diary_ics');
  });

  test('with control characters in its names is cleaned', async () => {
    const source = await textFile('strange.csv', 'Name,Cell\n"Bu\u0000h\u0007le\u202E",0825550199\n');
    if (source.kind !== 'clients_csv') throw new Error('not known as a list');
    const shown = await preview(source.id, listChoices(source.csv));
    expect(shown.rows.map(({ title }) => title)).toEqual(['Buhle']);
  });

  test('may be dropped; the front desk imports nothing', async () => {
    const source = await read('apple.ics');
    await desk.call('import.cancel', source.id);
    expect(await desk.refusal('import.preview', source.id, diaryChoices())).toBe('BAD_REQUEST');
    const reception = switchOn(cloud);
    await reception.enrol(salon.owner);
    await reception.call('session.setPin', '2580');
    await reception.complete();
    await reception.call('session.signIn', login(salon.frontDesk));
    await reception.call('session.setPin', '2581');
    const file = { fileName: 'apple.ics', bytes: bytesOf('apple.ics') };
    expect(await reception.refusal('import.read', file)).toBe('REJECTED');
    expect(await reception.refusal('import.undo', source.id)).toBe('REJECTED');
    await reception.close();
  });
});
