import type { Locator, Page } from 'playwright-core';
import type { ConsoleApp } from './console-app.ts';

/** Everybody's PIN in the demo; the lock screen says so. */
const PIN = '1234';

/** A cloud far away may take its time with the first fetch; everything else answers at once. */
const FIRST_FETCH_MS = 30_000;

export type Wish = {
  /** Typed into the client field; picked when known, otherwise made on the spot with `phone`. */
  readonly client: string;
  readonly phone?: string;
  readonly service: string;
  /** A full name of the roster. */
  readonly person: string;
  /** '14:15', on the day shown. */
  readonly time: string;
};

/** What a person at a desk does and sees, in the words of the business. */
export type Receptionist = {
  readonly page: Page;
  /** One click on the demo's sign-in page, a PIN if the desk wants one, and the diary is on the screen. */
  readonly signIn: (role: 'Reception' | 'Manager' | 'Owner' | 'Support') => Promise<void>;
  /** With email and password, from the lock screen. */
  readonly signInByPassword: (who: { readonly email: string; readonly password: string }) => Promise<void>;
  readonly lock: () => Promise<void>;
  /** By PIN; the person chosen last unless a name is given. */
  readonly unlock: (name?: string) => Promise<void>;
  /** Cards whose spoken label holds all the words: a client, a time, a status. */
  readonly card: (...words: readonly string[]) => Locator;
  /** Fills in the booking panel and leaves it open. */
  readonly fillIn: (wish: Wish) => Promise<void>;
  readonly book: (wish: Wish) => Promise<void>;
  /** Moves a card by keyboard, in quarters of an hour (negative is earlier). */
  readonly move: (card: Locator, quarters: number) => Promise<void>;
  readonly cancel: (card: Locator, reason: string) => Promise<void>;
  /** Opens a section of the settings by its name. */
  readonly openSetting: (section: string) => Promise<void>;
  readonly statusBar: Locator;
  /** Waits until the status bar says so: 'Connected', 'Offline', '2 changes waiting'. */
  readonly isTold: (words: string) => Promise<void>;
  /** Everything is sent and fetched. */
  readonly isInStep: () => Promise<void>;
};

export function receptionistAt({ page }: Pick<ConsoleApp, 'page'>): Receptionist {
  const statusBar = page.getByRole('contentinfo');
  const panel = page.getByRole('complementary', { name: 'New booking' });
  const card = (...words: readonly string[]): Locator => {
    const all = words.map((word) => `(?=.*${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')})`).join('');
    return page.getByRole('listitem').getByRole('button', { name: new RegExp(`^${all}`) });
  };

  const inside = page.getByRole('navigation', { name: 'Screens' });

  const fillIn = async ({ client, phone, service, person, time }: Wish): Promise<void> => {
    // The button is there before the board that answers it.
    await page.getByLabel('Statuses: choose one to see it alone').waitFor();
    await page.getByRole('button', { name: 'New booking' }).click();
    await panel.getByLabel('Client', { exact: true }).fill(client);
    if (phone === undefined) {
      // "New client “Zanele”" is offered as well, and sooner.
      await panel.getByRole('option', { name: new RegExp(`^${client}`) }).click();
    } else {
      await panel.getByRole('option', { name: 'New client' }).click();
      await panel.getByLabel('Cell number').fill(phone);
    }
    await panel.getByLabel('Service', { exact: true }).fill(service);
    await panel.getByRole('option', { name: service }).first().click();
    await panel.getByRole('combobox', { name: 'With' }).click();
    await page.getByRole('option', { name: person }).click();
    await panel.getByLabel(/^Start/).fill(time);
    await panel.getByLabel(/^Start/).press('Enter');
  };

  return {
    page,
    statusBar,
    card,
    fillIn,
    signIn: async (role) => {
      await page.getByRole('button', { name: new RegExp(`^${role}`) }).click({ timeout: FIRST_FETCH_MS });
      await inside.waitFor({ timeout: FIRST_FETCH_MS });
    },
    signInByPassword: async ({ email, password }) => {
      await page.getByRole('button', { name: 'Sign in with email and password' }).click();
      const demo = page.getByRole('button', { name: 'or with email and password' });
      await demo.or(page.getByLabel('Email address')).first().waitFor();
      if (await demo.isVisible()) await demo.click();
      await page.getByLabel('Email address').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await inside.waitFor({ timeout: FIRST_FETCH_MS });
    },
    lock: async () => {
      await page.keyboard.press('Control+l');
      await page.getByRole('heading', { name: 'Locked' }).waitFor();
    },
    unlock: async (name) => {
      if (name !== undefined) await page.getByRole('radio', { name: new RegExp(`^${name}`) }).click();
      const unlock = page.getByRole('button', { name: 'Unlock' });
      await unlock.waitFor();
      await page.keyboard.type(PIN);
      await unlock.click();
      await inside.waitFor();
    },
    book: async (wish) => {
      await fillIn(wish);
      await panel.getByRole('button', { name: /^Book/ }).click();
      await panel.waitFor({ state: 'detached' });
      await card(wish.client, wish.time).waitFor();
    },
    move: async (what, quarters) => {
      await what.click();
      await page.keyboard.press('Escape');
      await what.focus();
      await page.keyboard.press('m');
      for (let step = 0; step < Math.abs(quarters); step += 1) {
        await page.keyboard.press(quarters > 0 ? 'ArrowDown' : 'ArrowUp');
      }
      await page.keyboard.press('Enter');
    },
    cancel: async (what, reason) => {
      await what.click();
      await page.getByRole('button', { name: 'Other steps' }).click();
      await page.getByRole('menuitem', { name: 'Cancel appointment…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Cancel this appointment' });
      await dialog.getByLabel(reason).check();
      await dialog.getByRole('button', { name: 'Cancel the appointment' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
    },
    openSetting: async (section) => {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page
        .getByRole('navigation', { name: 'Settings' })
        .getByRole('link', { name: section, exact: true })
        .click();
    },
    isTold: async (words) => {
      await statusBar.getByText(words).first().waitFor({ timeout: FIRST_FETCH_MS });
    },
    isInStep: async () => {
      await statusBar.getByText('Connected').waitFor({ timeout: FIRST_FETCH_MS });
      await statusBar.getByText('nothing waiting').waitFor();
    },
  };
}
