import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt, type Receptionist } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

/** The day on paper: what is on it, what is not, and that it comes out as a PDF. */

const stories = consoleStories();
let salon: Salon;
let desk: ConsoleApp;
let ana: Receptionist;
const folder = mkdtempSync(path.join(tmpdir(), 'console-paper-'));

beforeAll(async () => {
  salon = await openSalon();
  desk = await stories.start({ env: salon.env(await salon.cable()) });
  ana = receptionistAt(desk);
  await ana.signIn('Reception');
  await ana.isInStep();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await salon.close();
});

/** The person answers the system's dialog by choosing this file, or by closing it. */
const answerSaveDialog = (filePath: string | null): Promise<void> =>
  desk.electron.evaluate(({ dialog }, file) => {
    const answer = file === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: file };
    dialog.showSaveDialog = () => Promise.resolve(answer);
  }, filePath);

const pagesOf = (pdf: string): number => pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;

describe('reception, before the doors open', () => {
  it('has today on paper by keyboard alone: names, numbers, and lines to write on', async () => {
    const { page } = desk;
    await ana.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:00' });
    await page.keyboard.press('Control+p');
    const row = page.getByRole('row', { name: /Zanele Khumalo/ });
    await row.getByText('11:00').waitFor();
    await row.getByText('Cut').waitFor();
    await page.getByText('Walk-ins and changes').waitFor();
    // On paper there is the sheet alone.
    await page.emulateMedia({ media: 'print' });
    expect(await row.isVisible()).toBe(true);
    expect(await page.getByRole('navigation', { name: 'Screens' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Save as PDF' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
  });

  it('saves a page for each person as a PDF', async () => {
    const { page } = desk;
    const file = path.join(folder, 'sheet.pdf');
    await page.getByRole('combobox', { name: 'For' }).click();
    await page.getByRole('option', { name: 'A page for each person' }).click();
    await page.getByRole('heading', { name: 'Ana Botha' }).waitFor();
    const people = await page.getByRole('article').count();
    expect(people).toBe(2);

    await answerSaveDialog(null);
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'Save as PDF', disabled: false }).waitFor();
    await answerSaveDialog(file);
    await page.keyboard.press('Control+s');
    await page.getByText('Saved: sheet.pdf').waitFor();
    const pdf = readFileSync(file, 'latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pagesOf(pdf)).toBe(people);
  });

  it('says so when the PDF cannot be written, and works on', async () => {
    const { page } = desk;
    await answerSaveDialog(path.join(folder, 'no-such-folder', 'sheet.pdf'));
    await page.getByRole('button', { name: 'Save as PDF' }).click();
    await page.getByRole('alert').getByText('PDF_FAILED').waitFor();
  });

  it('prints no empty paper for a day on which nobody works', async () => {
    const { page } = desk;
    await page.getByText('Tomorrow', { exact: true }).click();
    await page.getByText('Nobody works and nothing is booked').waitFor();
    expect(await page.getByRole('button', { name: 'Print', exact: true }).isDisabled()).toBe(true);
  });
});
