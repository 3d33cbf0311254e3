import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportPreview, SyncStatus } from '../../../src/contracts/desk-api.ts';
import type { ClientHit, DayBoard, ImportItem } from '../../../src/contracts/queries.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
let desk: TestDesk;

beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
  desk = switchOn(cloud);
  await desk.enrol(salon.owner);
  await desk.call('session.setPin', '2580');
  await desk.complete();
}, 120_000);
afterAll(async () => {
  await desk.close();
  await cloud.stop();
});

const file = (name: string) =>
  readFileSync(new URL(`../../fixtures/imports/${name}`, import.meta.url), 'utf8');
const none = { locationId: null, staffId: null, serviceId: null };
const search = (text: string) => desk.call<ClientHit[]>('query', 'clientSearch', { text, limit: 10 });
const settled = () =>
  desk.until('all verdicts', async () => (await desk.call<SyncStatus>('sync.status')).pending === 0);

test('a list of clients is shown, taken over as one group, and taken back as one', async () => {
  const preview = await desk.call<ImportPreview>('import.preview', {
    kind: 'clients_csv',
    fileName: 'clients.csv',
    text: file('clients-semicolon.csv'),
    options: none,
  });
  // The salon knows +27821234567 already, as Thandi Dlamini.
  expect(preview.total).toBe(4);
  expect(preview.problems.map(({ line, code }) => [line, code])).toEqual([
    [2, 'duplicate'],
    [6, 'no_name'],
    [7, 'bad_phone'],
    [8, 'bad_email'],
    [10, 'duplicate'],
  ]);
  const { importId } = await desk.call<{ importId: string }>('import.commit', preview.id);
  expect(await desk.refusal('import.commit', preview.id)).toBe('BAD_REQUEST');
  await settled();
  expect(await search('mokgosi')).toHaveLength(1);
  expect(await desk.call<ImportItem[]>('query', 'imports', {})).toMatchObject([
    { id: importId, rowCount: 4, pending: false },
  ]);

  await desk.call('import.undo', importId);
  await settled();
  expect(await search('mokgosi')).toHaveLength(0);
  expect(await search('Thandi')).toHaveLength(1);
  expect((await desk.call<SyncStatus>('sync.status')).conflicts).toBe(0);
});

test('a Google diary becomes bookings of one person; a second reading finds every one of them taken', async () => {
  const diary = {
    kind: 'diary_ics',
    fileName: 'lerato.ics',
    text: file('google-calendar.ics'),
    options: { locationId: salon.locations[0], staffId: salon.staff[0], serviceId: salon.services.massage },
  };
  const preview = await desk.call<ImportPreview>('import.preview', diary);
  expect(
    preview.rows.map(({ title, matchedClient, matchedService }) => [
      title.slice(0, 14),
      matchedClient,
      matchedService,
    ]),
  ).toEqual([
    ['Thandi Dlamini', 'Thandi Dlamini', 'Cut'],
    ['Colour: Zoë Na', null, 'Colour'],
    ['Priya Naidoo (', null, 'Cut'],
    ['Walk-in', null, null],
  ]);
  await desk.call('import.commit', preview.id);
  await settled();
  expect((await desk.call<SyncStatus>('sync.status')).conflicts).toBe(0);
  const board = await desk.call<DayBoard>('query', 'dayBoard', {
    locationId: salon.locations[0],
    day: '2026-12-01',
  });
  expect(board.cards.map(({ clientName, serviceName, source }) => [clientName, serviceName, source])).toEqual(
    expect.arrayContaining([['Thandi Dlamini', 'Cut', 'import']]),
  );

  const again = await desk.call<ImportPreview>('import.preview', diary);
  expect(again.total).toBe(0);
  expect(again.problems.filter(({ code }) => code === 'overlap')).toHaveLength(5);
});
