import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
let desk: Receptionist;

beforeAll(async () => {
  salon = await openSalon();
  desk = receptionistAt(await stories.start({ env: salon.env(await salon.cable()) }));
  await desk.signIn('Reception');
  await desk.isInStep();
  await desk.page.getByLabel('Statuses: choose one to see it alone').waitFor();
});
afterAll(() => salon.close());

const inFocus = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  );
const standsOn = async (words: RegExp): Promise<void> => {
  await desk.page.waitForFunction((source) => {
    const at = document.activeElement;
    return new RegExp(source).test(at?.getAttribute('aria-label') ?? at?.textContent ?? '');
  }, words.source);
};

it('a walk-in is seated in two keystrokes, and the keyboard stands on the card', async () => {
  const { page } = desk;
  await page.keyboard.press('w');
  await page.getByRole('dialog', { name: 'Walk-in' }).getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await desk.card('Walk-in', '10:40', 'Arrived').waitFor();
  await standsOn(/^Walk-in, .*10:40/);

  await page.keyboard.press('s');
  await desk.card('Walk-in', '10:40', 'In service').waitFor();
  await page.keyboard.press('Control+z');
  await desk.card('Walk-in', '10:40', 'Arrived').waitFor();
});

it('a client is made, booked, cancelled with a reason and taken back without the mouse', async () => {
  const { page } = desk;
  await page.keyboard.press('n');
  const panel = page.getByRole('complementary', { name: 'New booking' });
  await panel.getByLabel('Client', { exact: true }).waitFor();
  await page.keyboard.type('Zodwa Nkosi 082 555 0199');
  await panel.getByRole('option', { name: 'New client' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Cut');
  await panel.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await desk.card('Zodwa Nkosi', 'Confirmed').waitFor();
  await standsOn(/^Zodwa Nkosi/);

  await page.keyboard.press('Enter');
  await standsOn(/Has arrived/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Cancel appointment…' }).waitFor();
  // Up from the first is the last.
  await page.keyboard.press('ArrowDown');
  await standsOn(/^Back to requested/);
  await page.keyboard.press('ArrowUp');
  await standsOn(/^Cancel appointment/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Cancel this appointment' }).waitFor();
  await page.keyboard.press('Enter');
  await desk.card('Zodwa Nkosi', 'Cancelled').waitFor();
  await standsOn(/Other steps/);
  await page.keyboard.press('Control+z');
  await desk.card('Zodwa Nkosi', 'Confirmed').waitFor();
  await page.keyboard.press('Escape');
  await standsOn(/^Zodwa Nkosi/);
});

it('Enter in the same breath as the letters takes the client that they mean, not the first of the letters before', async () => {
  const { page } = desk;
  await page.keyboard.press('n');
  const panel = page.getByRole('complementary', { name: 'New booking' });
  const field = panel.getByRole('combobox', { name: 'Client' });
  await field.fill('zan');
  await panel.getByRole('option', { name: 'Zanele Khumalo' }).waitFor();
  await field.evaluate(async (element) => {
    const input = element as HTMLInputElement;
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    setValue?.call(input, 'fatima');
    input.dispatchEvent(new Event('input', { bubbles: true }));
    // React has drawn the letters; the desk's answer needs a message of its own.
    await Promise.resolve();
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('input')].some(({ value }) => value === 'Fatima Patel'),
  );
  await page.keyboard.press('Escape');
});

it('time is blocked and opened again, and the keyboard keeps its place', async () => {
  const { page } = desk;
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowDown');
  await standsOn(/^Free/);
  const place = await inFocus(page);
  await page.keyboard.press('b');
  await page.getByLabel('Reason').waitFor();
  await page.keyboard.type('Dentist');
  await page.keyboard.press('Control+Enter');
  await standsOn(/^Blocked: Dentist/);
  await page.keyboard.press('Delete');
  await standsOn(/^Free/);
  expect(await inFocus(page)).toBe(place);
});
