import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BlankBusiness, openBlankBusiness } from '../harness/blank-business.ts';
import { complaintsOf } from '../harness/complaints.ts';
import { receptionistAt } from '../harness/receptionist.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let business: BlankBusiness;
beforeAll(async () => {
  business = await openBlankBusiness('Nomsa Khumalo');
});
afterAll(() => business.close());

it('an owner with nothing but a name is led to the first booking, by keyboard and without a network', async () => {
  const cable = await business.cable();
  const desk = await stories.start({ env: business.env(cable) });
  const owner = receptionistAt(desk);
  const { page } = desk;
  const press = (...keys: readonly string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await owner.signIn('Owner');
  await owner.isInStep();
  cable.pull();
  await owner.isTold('Offline');

  // Place and hours. The name has the focus.
  await page.getByRole('heading', { name: 'Where do you work, and when?' }).waitFor();
  await press('n', 'n', 'Backspace', 'Backspace'); // no shortcut while typing
  await page.keyboard.type('Main Road');
  const monday = page.getByLabel('Hours on Monday');
  await monday.focus();
  await monday.fill('8-12 13-17:30');
  await press('Control+d', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  await page.keyboard.type('9-5');
  await press('Enter');
  await page.getByText('09:00–05:00 ends before it starts.').waitFor({ state: 'attached' });
  const saturday = page.getByLabel('Hours on Saturday');
  await saturday.fill('9-13');
  await press('ArrowDown', 'Delete');
  expect(await complaintsOf(page)).toEqual([]);
  await press('Enter');

  // People: the owner stands there already.
  await page.getByRole('heading', { name: 'Who is booked?' }).waitFor();
  await page.getByRole('listitem', { name: 'Person 1' }).getByLabel('Name').press('Enter');
  await page.keyboard.type('Ana Botha');
  expect(await complaintsOf(page)).toEqual([]);
  await press('Enter', 'Enter');

  // Services: a starter set, with one left out and one price changed.
  await page.getByRole('heading', { name: 'What can be booked?' }).waitFor();
  await page.getByText('Prices are only our suggestion').waitFor();
  await page.getByLabel('Take Box braids').uncheck();
  const cut = page.getByRole('row', { name: /Ladies’ cut and blow-dry/ });
  await cut.getByLabel('Price in rand').fill('450');
  expect(await complaintsOf(page)).toEqual([]);
  await cut.getByLabel('Price in rand').press('Enter');

  // The calendar, with everybody at work and the doors shut at noon.
  await page.getByText('Everything is ready.').waitFor();
  await page.getByText('Ana Botha').first().waitFor();
  await owner.book({
    client: 'Thandi Dlamini',
    phone: '082 123 4567',
    service: 'Ladies’ cut and blow-dry',
    person: 'Ana Botha',
    time: '14:00',
  });
  await owner.card('Thandi Dlamini', '14:00–15:00').waitFor();
  await page.getByText('Everything is ready.').waitFor({ state: 'detached' });

  cable.plugIn();
  await owner.isInStep();
  await owner.card('Thandi Dlamini', '14:00', 'Confirmed').waitFor();
  expect(await owner.statusBar.getByText('conflict').count()).toBe(0);
  await owner.openSetting('Services');
  await page.getByRole('row', { name: /Ladies’ cut and blow-dry.*R 450,00/ }).waitFor();
});
