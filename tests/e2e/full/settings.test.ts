import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cable } from '../harness/cable.ts';
import { complaintsOf } from '../harness/complaints.ts';
import { takePicture } from '../harness/pictures.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
let cables: readonly [Cable, Cable];
let first: Receptionist;
let second: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  cables = [await salon.cable(), await salon.cable()];
  first = receptionistAt(await stories.start({ env: salon.env(cables[0]) }));
  second = receptionistAt(await stories.start({ env: salon.env(cables[1]), profile: 'desk-2' }));
  await first.signIn('Manager');
  await second.signIn('Owner');
  await Promise.all([first.isInStep(), second.isInStep()]);
});
afterAll(() => salon.close());

async function setPrice({ page, openSetting }: Receptionist, price: string, minutes?: string): Promise<void> {
  await openSetting('Services');
  await page.getByRole('button', { name: /^Cut/ }).click();
  const panel = page.getByRole('dialog', { name: 'Cut' });
  await panel.getByLabel('Price in rand').fill(price);
  if (minutes !== undefined) await panel.getByLabel('Length').fill(minutes);
  await panel.getByLabel('Price in rand').press('Enter');
  await panel.waitFor({ state: 'detached' });
}

const priceOf = ({ page }: Receptionist, price: string) =>
  page.getByRole('row', { name: new RegExp(`^Cut.*R ${price}`) });

it('two managers without a network set the same price: the second sees both and decides', async () => {
  for (const cable of cables) cable.pull();
  await Promise.all([first.isTold('Offline'), second.isTold('Offline')]);
  await setPrice(first, '380');
  await setPrice(second, '395,50');
  cables[0].plugIn();
  await first.isInStep();
  cables[1].plugIn();
  await second.isTold('1 conflict');
  await priceOf(second, '380,00').waitFor();

  await second.page.keyboard.press('Control+j');
  const tray = second.page.getByRole('complementary', { name: 'Conflicts' });
  await tray.getByRole('heading', { name: 'Cut is not changed: somebody else was first' }).waitFor();
  await tray.getByText('R 395,50').waitFor();
  await tray.getByText('R 380,00').waitFor();
  await tray.getByText(/^manager at /).waitFor();
  await tray.getByRole('button', { name: 'Put mine in its place' }).click();
  await tray.getByText('No conflicts').waitFor();
  await second.isInStep();
  await priceOf(first, '395,50').waitFor();
});

it('of two facts that both changed each is decided by itself', async () => {
  for (const cable of cables) cable.pull();
  await Promise.all([first.isTold('Offline'), second.isTold('Offline')]);
  await setPrice(first, '400', '50');
  await setPrice(second, '420', '60');
  cables[0].plugIn();
  await first.isInStep();
  cables[1].plugIn();
  await second.isTold('1 conflict');

  await second.page.keyboard.press('Control+j');
  const tray = second.page.getByRole('complementary', { name: 'Conflicts' });
  const price = tray.getByRole('group', { name: 'Price' });
  await price.getByRole('radio', { name: /^Theirs: R 400,00/ }).waitFor();
  expect(await complaintsOf(second.page)).toEqual([]);
  await takePicture(second.page, 'facts-that-clash');
  // By keyboard: my price, their duration.
  await price.getByRole('radio', { name: /^Theirs/ }).press('ArrowDown');
  expect(await price.getByRole('radio', { name: /^Mine: R 420,00/ }).isChecked()).toBe(true);
  await tray.getByRole('button', { name: 'Put it so' }).press('Enter');
  await tray.getByText('No conflicts').waitFor();
  await second.isInStep();
  await priceOf(first, '420,00').waitFor();
  await first.page.getByRole('row', { name: /^Cut.*50 min.*R 420,00/ }).waitFor();
});

it('hours that one desk changes reach the board of the other, and a place with people is not removed', async () => {
  await second.page.getByRole('link', { name: 'Calendar' }).click();
  await first.openSetting('Locations and hours');
  const { page } = first;
  await page.getByRole('button', { name: 'Add days' }).click();
  const form = page.getByRole('form', { name: 'Other days' });
  await form.getByLabel('First day').fill(salon.day);
  await form.getByLabel('Why').fill('Stocktaking');
  await form.getByLabel('Why').press('Enter');
  await page.getByRole('row', { name: /Today.*Stocktaking.*Closed/ }).waitFor();
  await second.page.getByText(/Stocktaking/).waitFor();
  await page.keyboard.press('Control+z');
  await second.page.getByText(/Stocktaking/).waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'We trade on this day: Wed 16 Dec' }).click();
  await page.getByRole('row', { name: /Day of Reconciliation.*08:00–18:00/ }).waitFor();
  await page.getByRole('button', { name: 'Remove this location' }).click();
  await page.getByRole('alert').getByText('2 people belong to Gateway').waitFor();
});

it('reception is not shown the settings', async () => {
  await second.lock();
  await second.signInByPassword(salon.tenant.frontDesk);
  await second.page.getByRole('link', { name: 'Calendar' }).waitFor();
  expect(await second.page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
});
