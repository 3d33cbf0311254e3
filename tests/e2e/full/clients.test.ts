import { afterAll, beforeAll, expect, it } from 'vitest';
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

const clipboardOf = (app: ConsoleApp): Promise<string> =>
  app.electron.evaluate(({ clipboard }) => clipboard.readText());

it('a moved visit is told once: the text in Afrikaans is copied, a call in vain is kept, a tick ends it on both desks', async () => {
  const first = await stories.start({ env: salon.env(await salon.cable()) });
  const second = await stories.start({ env: salon.env(await salon.cable()), profile: 'desk-2' });
  const [ana, ben] = [receptionistAt(first), receptionistAt(second)];
  await ana.signIn('Reception');
  await ben.signIn('Manager');
  await ana.book({ client: 'Pieter van Wyk', service: 'Cut', person: 'Ana Botha', time: '14:00' });
  await ana.move(ana.card('Pieter van Wyk', '14:00'), 4);
  await ana.card('Pieter van Wyk', '15:00').waitFor();
  await ana.isInStep();
  const { page } = first;
  await page.getByRole('button', { name: '1 to tell' }).waitFor();
  await second.page.getByRole('button', { name: '1 to tell' }).waitFor();

  await page.keyboard.press('Control+t');
  const tray = page.getByRole('dialog', { name: 'To tell' });
  await tray.getByText('083 555 1014').waitFor();
  await tray.getByText('Today 15:00 with Ana Botha').waitFor();
  await tray.getByText('Afrikaans', { exact: true }).click();
  await tray.getByText('Hallo Pieter, dit is Umhlanga Hair.').waitFor();
  await tray.getByRole('heading', { name: 'To tell' }).click();
  await page.keyboard.press('c');
  await tray.getByRole('button', { name: 'Copied' }).waitFor();
  const text = await clipboardOf(first);
  expect(text).toContain('om 15:00 by Ana Botha, Gateway');
  expect(text).toContain('om 14:00 by Ana Botha');

  await page.keyboard.press('0');
  await tray.getByText(/^No answer .*\d\d:\d\d, front_desk/).waitFor();
  await page.keyboard.press('1');
  await tray.getByText('Everybody knows').waitFor();
  await second.page.getByRole('button', { name: 'To tell', exact: true }).waitFor();

  await page.keyboard.press('Control+z');
  await tray.getByText('083 555 1014').waitFor();
  await page.keyboard.press('3');
  await tray.getByText('Everybody knows').waitFor();
  await page.keyboard.press('Escape');
  await ana.card('Pieter van Wyk', '15:00').click();
  await page
    .getByRole('complementary', { name: 'Appointment' })
    .getByText('Told by WhatsApp that it is Today 15:00')
    .waitFor();
  await page.keyboard.press('Escape');

  // A move that is taken back takes its entry along.
  await ana.move(ana.card('Pieter van Wyk', '15:00'), 2);
  await page.getByRole('button', { name: '1 to tell' }).waitFor();
  await page.keyboard.press('Control+z');
  await ana.card('Pieter van Wyk', '15:00').waitFor();
  await page.getByRole('button', { name: 'To tell', exact: true }).waitFor();
});

it('a client is found with typing errors and changed by keyboard alone; an allergy needs consent, and goes with it', async () => {
  const desk = await stories.start({ env: salon.env(await salon.cable()) });
  const person = receptionistAt(desk);
  await person.signIn('Reception');
  await person.isInStep();
  const { page } = desk;
  /** Tab until the thing with that name has the focus. */
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(() => {
        const at = document.activeElement;
        return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
      });
      if (name.test(label)) return;
    }
    throw new Error(`no Tab leads to ${String(name)}`);
  };

  await page.keyboard.press('Alt+2');
  await page.getByRole('textbox', { name: /^Name, telephone/ }).waitFor();
  await page.keyboard.type('Zanelle Kumalo');
  await page.getByRole('button', { name: 'Zanele Khumalo' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Zanele Khumalo' });
  await panel.waitFor();

  await tabTo(/^Change E-mail/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('zanele@example');
  await page.keyboard.press('Enter');
  await panel.getByText('This is not an e-mail address.').waitFor();
  await page.keyboard.type('.co.za');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: /^Change E-mail: zanele@example.co.za/ }).waitFor();

  await panel.getByText(/may be written down only after/).waitFor();
  expect(await panel.getByRole('button', { name: 'Add an allergy or alert' }).count()).toBe(0);
  await tabTo(/^Record consent/);
  await page.keyboard.press('Enter');
  await panel.getByText(/May we note allergies/).waitFor();
  await tabTo(/^Client agrees/);
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Add an allergy or alert' }).waitFor();
  await tabTo(/^Add an allergy/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Latex');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Remove Latex' }).waitFor();
  await tabTo(/^Add a note/);
  await page.keyboard.type('Comes by bus from Ballito');
  await page.keyboard.press('Control+Enter');
  await panel.getByText('Comes by bus from Ballito').waitFor();
  await person.isInStep();

  await tabTo(/^Client withdraws consent/);
  await page.keyboard.press('Enter');
  await panel.getByText(/removed at once, on every PC/).waitFor();
  await tabTo(/^Client withdraws$/);
  await page.keyboard.press('Enter');
  await panel.getByText(/may be written down only after/).waitFor();
  expect(await panel.getByText('Latex').count()).toBe(0);
  await person.isInStep();

  await page.keyboard.press('b');
  const booking = page.getByRole('complementary', { name: 'New booking' });
  await booking.waitFor();
  await until(
    'the client stands in the booking',
    async () => (await booking.getByLabel('Client', { exact: true }).inputValue()) === 'Zanele Khumalo',
  );
});

it('a client who is typed a second time is offered, and two entries for one person are found', async () => {
  const desk = await stories.start({ env: salon.env(await salon.cable()) });
  const person = receptionistAt(desk);
  await person.signIn('Manager');
  const { page } = desk;
  await page.keyboard.press('Alt+2');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New client' }).click();
  const form = page.getByRole('dialog', { name: 'New client' });
  await form.getByLabel('Name').fill('Fatima Patil');
  await form.getByLabel('Telephone').fill('083 555 1012');
  await form.getByRole('button', { name: 'Take Fatima Patel' }).waitFor();
  await form.getByText('same telephone').waitFor();
  await form.getByRole('button', { name: 'Add client' }).click();
  await page.getByRole('dialog', { name: 'Fatima Patil' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Possible duplicates').click();
  await page.getByRole('button', { name: /^Compare Fatima Pat/ }).click();
  await page.getByRole('dialog', { name: 'Fatima Patel' }).waitFor();
  await page.getByRole('dialog', { name: 'Fatima Patil' }).waitFor();
});

it('a manager words a message; reception copies those words', async () => {
  const desk = await stories.start({ env: salon.env(await salon.cable()) });
  const person = receptionistAt(desk);
  await person.signIn('Manager');
  await person.isInStep();
  const { page } = desk;
  await person.openSetting('Messages');
  const text = page.getByLabel('Text', { exact: true });
  await text.fill('Hi {klient}');
  await page.getByText('Nothing fills in {klient}').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await text.fill('Hi ');
  await page.getByRole('button', { name: /^Put in \{client\}/ }).click();
  await page.getByText('Hi Lerato').waitFor();
  await page.keyboard.press('End');
  await page.keyboard.type(', we moved you.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('English: your wording').waitFor();

  await page.keyboard.press('Alt+1');
  await person.book({ client: 'Fatima Patel', service: 'Cut', person: 'Ayanda Mthembu', time: '16:00' });
  await person.move(person.card('Fatima Patel', '16:00'), -4);
  await page.getByRole('button', { name: '1 to tell' }).click();
  await page.getByText('Hi Fatima, we moved you.').waitFor();
});
