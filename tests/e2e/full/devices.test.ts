import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf } from '../harness/complaints.ts';
import type { ConsoleApp } from '../harness/console-app.ts';
import { receptionistAt } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';
import { until } from '../harness/until.ts';

const stories = consoleStories();
let salon: Salon;
beforeAll(async () => {
  salon = await openSalon();
});
afterAll(() => salon.close());

const PASSPHRASE = 'koeksister by the sea';
const PIN = '2580';

/** A PC of a real business: no demo, and no plain key file. */
const realEnv = (url: string): Readonly<Record<string, string>> => ({
  CONSOLE_CLOUD_URL: url,
  CONSOLE_CLOUD_KEY: salon.cloud.publishableKey,
  CONSOLE_KEY: '',
});
const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name });

async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('The same once more').fill(passphrase);
  await page.getByRole('button', { name: 'Use this passphrase' }).click();
}
async function signIn(page: Page, who: { readonly email: string; readonly password: string }): Promise<void> {
  await page.getByLabel('Email address').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
async function choosePin(page: Page): Promise<void> {
  await heading(page, /^Choose a PIN/).waitFor();
  await page.keyboard.type(PIN);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.keyboard.type(PIN);
  await page.getByRole('button', { name: 'Keep this PIN' }).click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor({ timeout: 30_000 });
}
/** Whoever is known here unlocks; the window then shows the diary. */
async function unlock(page: Page): Promise<void> {
  await heading(page, 'Locked').waitFor({ timeout: 30_000 });
  await page.keyboard.type(PIN);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}
const keyFileOf = (app: ConsoleApp): string => path.join(app.userDataDir, 'file-key.json');

it('a new PC is named and limited by its owner, and its recovery code opens it when the key is lost', async () => {
  const cable = await salon.cable();
  const env = realEnv(cable.url);
  const first = await stories.start({ env });
  const { page } = first;
  await choosePassphrase(page, PASSPHRASE);

  // Reception is told whom to call; nothing is enrolled by that.
  await signIn(page, salon.tenant.frontDesk);
  await page.getByText('Ask an owner or manager to sign in here once.').waitFor();
  await signIn(page, salon.tenant.owner);

  await heading(page, `Add this PC to ${salon.tenant.name}`).waitFor();
  await page.getByLabel('Name of this PC').fill('Desk 1');
  await page.getByText('Another PC of the business has that name.').waitFor();
  await page.getByLabel('Name of this PC').fill('Counter');
  await page.getByLabel('Only these').check();
  await page.getByText('Choose at least one branch.').waitFor();
  const next = page.getByRole('button', { name: 'Next: recovery code' });
  expect(await next.isDisabled()).toBe(true);
  expect(await complaintsOf(page)).toEqual([]);
  await page.getByLabel('Gateway').check();
  await page.getByLabel(/^Health and alerts/).uncheck();
  await next.click();

  await heading(page, 'Write down the recovery code').waitFor();
  const code = (await page.locator('[data-print] [aria-label]').getAttribute('aria-label')) ?? '';
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
  const lastGroup = page.getByLabel('Last group of the code');
  await lastGroup.fill(code.slice(0, 4) === code.slice(-4) ? 'ZZZZ' : code.slice(0, 4));
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await page.getByText('That is not the last group.').waitFor();
  expect(await complaintsOf(page)).toEqual([]);
  await lastGroup.fill(code.slice(-4).toLowerCase());
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await choosePin(page);

  const desk = receptionistAt(first);
  await desk.isInStep();
  await page.getByTitle('Location').click();
  const far = page.getByRole('menuitem', { name: /^Ballito/ });
  await far.getByText('not on this PC').waitFor();
  expect(await far.isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await desk.openSetting('PCs');
  const row = page.getByRole('row', { name: /Counter/ });
  await row.getByText('this PC', { exact: true }).waitFor();
  await row.getByText('Gateway').waitFor();
  await row.getByText('diary, money').waitFor();
  await page.getByText(/^Made .*Only that one works/).waitFor();
  await first.quit();

  // The passphrase is forgotten; there is no network either.
  cable.pull();
  const second = await stories.start({ env, dataDir: first.dataDir });
  await second.page.getByLabel('Passphrase', { exact: true }).fill('something else entirely');
  await second.page.getByRole('button', { name: 'Open', exact: true }).click();
  await second.page.getByText('That passphrase does not open the diary.').waitFor();
  await second.page.getByRole('button', { name: 'Passphrase forgotten: use the recovery code' }).click();
  const recover = async (at: Page, typed: string): Promise<void> => {
    await at.getByLabel('Recovery code', { exact: true }).fill(typed);
    await at.getByLabel('New passphrase').fill('rooibos tea at ten');
    await at.getByLabel('The same once more').fill('rooibos tea at ten');
    await at.getByRole('button', { name: 'Open by the code' }).click();
  };
  await recover(second.page, `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`);
  await second.page.getByText('One of the characters cannot be right.').waitFor();
  expect(await complaintsOf(second.page)).toEqual([]);
  await recover(second.page, '0'.repeat(32));
  await second.page.getByText('That is not the code of this PC').waitFor();
  await recover(second.page, code.toLowerCase().replaceAll('-', ' '));
  await unlock(second.page);
  await second.quit();
  for (const secret of [code, code.replaceAll('-', ''), PASSPHRASE]) {
    expect(second.mainLog()).not.toContain(secret);
    expect(readFileSync(keyFileOf(second), 'utf8')).not.toContain(secret);
  }

  // Every wrapping but the one under the code is lost.
  const envelope = JSON.parse(readFileSync(keyFileOf(second), 'utf8')) as { wraps: { by: string }[] };
  expect(envelope.wraps.map(({ by }) => by)).toEqual(['passphrase', 'recovery']);
  const onlyCode = { ...envelope, wraps: envelope.wraps.filter(({ by }) => by === 'recovery') };
  writeFileSync(keyFileOf(second), JSON.stringify(onlyCode));
  const third = await stories.start({ env, dataDir: first.dataDir });
  await heading(third.page, 'Open the diary by its recovery code').waitFor();
  await recover(third.page, code);
  await unlock(third.page);
});

it('a diary that nobody can open is set aside by a person, undeleted, and the PC begins anew', async () => {
  const cable = await salon.cable();
  const env = realEnv(cable.url);
  const first = await stories.start({ env });
  await choosePassphrase(first.page, PASSPHRASE);
  await first.page.getByLabel('Email address').waitFor();
  await first.quit();
  const lost = readFileSync(keyFileOf(first), 'utf8');

  const again = await stories.start({ env, dataDir: first.dataDir });
  await again.page.getByRole('button', { name: /set the diary aside/ }).click();
  await again.page.getByRole('button', { name: 'Set it aside' }).click();
  await heading(again.page, 'Choose a passphrase for the diary').waitFor();
  const aside = path.join(again.userDataDir, 'quarantine');
  const [folder = ''] = readdirSync(aside);
  expect(readFileSync(path.join(aside, folder, 'file-key.json'), 'utf8')).toBe(lost);
  await choosePassphrase(again.page, PASSPHRASE);
  await again.page.getByLabel('Email address').waitFor();
});

/** Every file below a folder that holds the bytes. */
function filesHolding(folder: string, bytes: Buffer): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(folder, name);
    return statSync(file).isFile() && readFileSync(file).includes(bytes);
  });
}

describe('another PC', () => {
  it('is taken off the business: it says so at its next contact, and its diary is gone for good', async () => {
    const cable = await salon.cable();
    const lostCable = await salon.cable();
    const office = await stories.start({ env: salon.env(cable), profile: 'office' });
    const lost = await stories.start({ env: salon.env(lostCable), profile: 'lost-laptop' });
    const manager = receptionistAt(office);
    const thief = receptionistAt(lost);
    await manager.signIn('Manager');
    await thief.signIn('Reception');
    await thief.isInStep();
    await manager.isInStep();
    const envelope = readFileSync(keyFileOf(lost), 'utf8');
    const key = /"key": "([^"]+)"/.exec(envelope)?.[1] ?? '';
    lostCable.pull();
    await thief.isTold('Offline');
    await thief.book({ client: 'Zanele Khumalo', service: 'Cut', person: 'Ana Botha', time: '11:00' });

    await manager.openSetting('PCs');
    const row = office.page.getByRole('row', { name: /lost-laptop/ });
    await row.getByText('front_desk').waitFor();
    await row.getByRole('button', { name: 'Take off lost-laptop' }).click();
    const dialog = office.page.getByRole('dialog', { name: 'Take lost-laptop off the business' });
    await dialog
      .getByText(/it had sent everything\. Work done there since then, if any, will be lost/)
      .waitFor();
    expect(await complaintsOf(office.page)).toEqual([]);
    const submit = dialog.getByRole('button', { name: 'Take off for good' });
    await dialog.getByLabel('Type its name, lost-laptop').fill('lost');
    expect(await submit.isDisabled()).toBe(true);
    await dialog.getByLabel('Type its name, lost-laptop').fill('Lost-Laptop');
    await submit.click();
    await office.page.getByText('lost-laptop is off the business').waitFor();
    await heading(office.page, 'Taken off').waitFor();

    // Without a contact it does not know; with one it stops, whoever sits there.
    expect(existsSync(keyFileOf(lost))).toBe(true);
    lostCable.plugIn();
    await lost.page.getByText('This PC was taken off the business.').waitFor({ timeout: 30_000 });
    expect(await lost.page.getByText('Zanele Khumalo').count()).toBe(0);
    await until('the key to be destroyed', () => !existsSync(keyFileOf(lost)));
    await until('the diary to be set aside', () => !existsSync(path.join(lost.userDataDir, 'replicas')));
    expect(await lost.deskPid()).toBeNull();
    await lost.quit();
    expect(filesHolding(lost.userDataDir, Buffer.from(key))).toEqual([]);
    expect(filesHolding(lost.userDataDir, Buffer.from(key, 'base64'))).toEqual([]);
    const sealed = readdirSync(path.join(lost.userDataDir, 'quarantine'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((name) => name.endsWith('replica.db'));
    expect(sealed).toHaveLength(1);

    // Started again without a network it is a PC that knows nobody.
    lostCable.pull();
    const after = await stories.start({
      env: salon.env(lostCable),
      profile: 'lost-laptop',
      dataDir: lost.dataDir,
    });
    await after.page.getByRole('button', { name: /^Reception/ }).waitFor();
    expect(await heading(after.page, 'Locked').count()).toBe(0);
    await after.page.getByRole('button', { name: /^Reception/ }).click();
    await after.page.getByText('There is no connection to the cloud.').waitFor();
  });

  it('is renamed and limited from here; its board then says what is not there', async () => {
    const office = await stories.start({ env: salon.env(await salon.cable()), profile: 'head-office' });
    const branch = await stories.start({ env: salon.env(await salon.cable()), profile: 'branch' });
    const manager = receptionistAt(office);
    const reception = receptionistAt(branch);
    await manager.signIn('Owner');
    await reception.signIn('Reception');
    await reception.isInStep();
    await branch.page.getByTitle('Location').click();
    await branch.page.getByRole('menuitem', { name: /^Ballito/ }).click();
    await branch.page.getByText('Sipho Nkosi').first().waitFor();

    await manager.openSetting('PCs');
    await office.page.getByRole('button', { name: 'Change branch' }).click();
    const panel = office.page.getByRole('dialog', { name: 'branch' });
    expect(await complaintsOf(office.page)).toEqual([]);
    await panel.getByLabel('Name').fill('Gateway counter');
    await panel.getByLabel('Only these').check();
    await panel.getByLabel('Gateway').check();
    await panel.getByLabel(/^Money/).uncheck();
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.waitFor({ state: 'detached' });
    await office.page
      .getByRole('row', { name: /Gateway counter/ })
      .getByText('diary, health and alerts')
      .waitFor();

    // The board leaves the branch that is not to be here any more, and money is not a zero.
    await branch.page.getByText('Ayanda Mthembu').first().waitFor({ timeout: 30_000 });
    await reception.isInStep();
    await branch.page.getByRole('link', { name: 'Payments' }).click();
    await heading(branch.page, 'The money of this branch is not on this PC').waitFor();
  });
});
