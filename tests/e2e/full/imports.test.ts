import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

/** A business brings its own diary and clients, sees them on the board, and takes them back as a whole. */

const stories = consoleStories();
let salon: Salon;
let desk: ConsoleApp;
let manager: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  desk = await stories.start({ env: salon.env(await salon.cable()) });
  manager = receptionistAt(desk);
  await manager.signIn('Manager');
  await manager.isInStep();
});
afterAll(() => salon.close());

const choose = async (name: string, text: string): Promise<void> => {
  await desk.page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
};

const event = (uid: string, lines: readonly string[]): string =>
  ['BEGIN:VEVENT', `UID:${uid}@google.com`, 'DTSTAMP:20261123T081500Z', ...lines, 'END:VEVENT'].join('\r\n');

describe('a manager who moves in', () => {
  it('imports a diary, finds it on the board, and takes it back', async () => {
    const day = salon.day.replaceAll('-', '');
    const diary = [
      'BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0',
      event('1', [
        `DTSTART:${day}T120000Z`,
        `DTEND:${day}T124500Z`,
        'SUMMARY:Zoë Naudé - Cut',
        'STATUS:CONFIRMED',
      ]),
      event('2', [`DTSTART;VALUE=DATE:${day}`, 'SUMMARY:Stock take']),
      'END:VCALENDAR',
    ].join('\r\n');
    const { page } = desk;
    await manager.openSetting('Import');
    await page.getByRole('radio', { name: /^A diary/ }).check();
    await page.getByRole('combobox', { name: 'Person' }).click();
    await page.getByRole('option', { name: 'Ana Botha' }).click();
    await page.getByRole('combobox', { name: /^Service/ }).click();
    await page.getByRole('option', { name: 'Cut', exact: true }).click();
    await choose('Ana.ics', diary);
    await page.getByText('Zoë Naudé').first().waitFor();
    await page.getByText('lasts all day').waitFor();
    await page.getByRole('button', { name: /^Import 1/ }).click();
    await page.getByText('1 line imported from Ana.ics').waitFor();

    await page.getByRole('link', { name: 'Calendar' }).click();
    await manager.card('Zoë Naudé', '14:00–14:45').waitFor();
    await manager.isInStep();
    expect(await manager.card('Zoë Naudé', 'Waits to be sent').count()).toBe(0);

    await manager.openSetting('Import');
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Ana.ics taken back').waitFor();
    await page.getByRole('link', { name: 'Calendar' }).click();
    await manager.card('Zoë Naudé').waitFor({ state: 'detached' });
  });

  it('imports clients, with the lines that cannot be read, and books one of them', async () => {
    const { page } = desk;
    await manager.openSetting('Import');
    await page.getByRole('radio', { name: /^Clients/ }).check();
    await choose('clients.csv', 'Name;Cell;Email\r\nNomvula Sithole;082 555 4321;\r\nWrong Number;12;\r\n');
    await page.getByText('Nomvula Sithole').first().waitFor();
    await page.getByText('not a telephone number').waitFor();
    await page.getByRole('button', { name: /^Import 1/ }).click();
    await page.getByText('1 line imported from clients.csv').waitFor();
    await page.getByRole('link', { name: 'Calendar' }).click();
    await manager.book({ client: 'Nomvula Sithole', service: 'Cut', person: 'Ana Botha', time: '15:00' });
    await manager.card('Nomvula Sithole', '15:00–15:45').waitFor();
  });
});
