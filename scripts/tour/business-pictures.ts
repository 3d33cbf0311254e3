import path from 'node:path';
import type { ConsoleApp } from '../../tests/e2e/harness/console-app.ts';
import { receptionistAt } from '../../tests/e2e/harness/receptionist.ts';
import { PROJECT_ROOT } from '../setup/folders.ts';
import type { Album } from './album.ts';

/** Beside the calendar's day: whom to tell, clients, the roster, the other views, paper, and what a manager sets. */
export async function pictureTheBusiness(
  front: ConsoleApp,
  album: Album,
  step: (what: string) => void,
): Promise<void> {
  const { page } = front;
  const desk = receptionistAt(front);

  step('telling a client');
  await desk.cancel(page.locator('[data-line][data-status="confirmed"]').last(), 'We cannot: staff away');
  await page.getByText(/^Cancelled:/).waitFor({ state: 'hidden', timeout: 15_000 });
  await page.keyboard.press('Control+t');
  const tray = page.getByRole('dialog', { name: 'To tell' });
  await tray.getByRole('button', { name: 'Open the client' }).first().waitFor();
  await album.take(
    page,
    'to-tell',
    'A visit that moved or was cancelled: the number, and what to say in the client’s language.',
  );
  await page.keyboard.press('Escape');

  step('knowing a client');
  await page.getByRole('link', { name: 'Clients' }).click();
  await page.getByRole('main').getByRole('textbox').first().fill('dlmini');
  await page.getByText('Dlamini').first().waitFor();
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog', { name: /Dlamini/ })
    .getByText('Visits')
    .first()
    .waitFor();
  await album.take(
    page,
    'client',
    'Found in spite of the slip; what a client has had, owes, wants and must not have.',
  );
  await page.keyboard.press('Escape');

  step('planning the week');
  await page.getByRole('link', { name: 'Roster' }).click();
  await page.getByRole('gridcell').first().waitFor();
  await album.take(page, 'roster', 'The week of everybody, typed; what a change leaves outside is listed.');

  step('other views');
  await page.getByRole('link', { name: 'Calendar' }).click();
  for (const [view, name, caption] of [
    ['Rooms', 'rooms', 'The same day by room and chair.'],
    ['Month', 'month', 'The month: how full each day is, and the days that are closed.'],
    ['Agenda', 'agenda', 'The days to come as a list.'],
  ] as const) {
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: view, exact: true }).click();
    await page.getByRole('main').getByText(/\d/).first().waitFor();
    await album.take(page, name, caption);
  }
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Day', exact: true }).click();
  await page.locator('[data-line]').first().waitFor();

  step('printing the day');
  await page.keyboard.press('Control+p');
  await page.getByRole('article').getByRole('row').nth(2).waitFor();
  await album.take(
    page,
    'day-sheet',
    'The day on paper: printed before opening it is the plan for an outage.',
  );

  step('setting things up');
  for (const [section, name, caption] of [
    ['Locations and hours', 'hours', 'Hours are typed as they are said: 9-5, or 8-12, 13-17.'],
    ['Services', 'services', 'What is done, by whom, how long, for how much, and the time around it.'],
    ['PCs', 'pcs', 'Which PCs hold the diary, how far they see, and how one is shut out.'],
  ] as const) {
    await desk.openSetting(section);
    await page.getByRole('heading', { level: 1, name: section }).waitFor();
    await page.getByRole('main').getByRole('button').first().waitFor();
    await album.take(page, name, caption);
  }

  step('bringing a diary in');
  await desk.openSetting('Import and export');
  await page
    .locator('input[type=file]')
    .setInputFiles(path.join(PROJECT_ROOT, 'tests/fixtures/imports/google-calendar.ics'));
  await page.getByText('a diary with').waitFor();
  await page
    .getByRole('region', { name: 'Bring in' })
    .getByRole('combobox', { name: 'Service when none matches' })
    .click();
  await page.getByRole('option', { name: 'Cut & finish', exact: true }).click();
  const bring = page.getByRole('button', { name: /^Import \d/ });
  await bring.waitFor();
  await bring.scrollIntoViewIfNeeded();
  await album.take(
    page,
    'import',
    'A diary from elsewhere: what each entry becomes, before anything is kept; one undo takes it all back.',
  );
}
