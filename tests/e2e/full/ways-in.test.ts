import { afterAll, beforeAll, expect, it } from 'vitest';
import { invitationLink } from '../../../src/domain/access/invitation-link.ts';
import { type Mailbox, openMailbox } from '../../fixtures/mailbox.ts';
import { receptionistAt } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const PASSWORD = 'four words make one';
const stories = consoleStories();
let mailbox: Mailbox;
let salon: Salon;
beforeAll(async () => {
  mailbox = await openMailbox();
  salon = await openSalon({ mail: { smtpUrl: mailbox.smtpUrl, from: 'console@salon.example' } });
});
afterAll(async () => {
  await salon.close();
  await mailbox.close();
});

it('somebody who was invited starts a new console, is told what is wrong with each link, and reaches the board', async () => {
  const office = await stories.start({ env: salon.env(await salon.cable()), profile: 'office' });
  const owner = receptionistAt(office);
  await owner.signIn('Owner');
  await owner.isInStep();
  await owner.openSetting('People');
  await office.page.getByRole('button', { name: 'Invite somebody' }).click();
  const invite = office.page.getByRole('dialog', { name: 'Invite somebody' });
  await invite.getByLabel('Name').fill('Thandi Zulu');
  await invite.getByLabel('Email address').fill('thandi@salon.example');
  await invite.getByRole('combobox', { name: 'Role' }).click();
  await office.page.getByRole('option', { name: 'Manager' }).click();
  await invite.getByRole('button', { name: 'Make the link' }).click();
  const given = office.page.getByRole('dialog', { name: 'A link for Thandi Zulu' });
  const link = await given.getByLabel('Invitation link').inputValue();
  await given.getByRole('button', { name: 'Copy the link' }).click();
  await given.getByText('Copied').waitFor();
  await given.getByRole('button', { name: 'Done' }).click();
  await office.page
    .getByRole('table', { name: 'Invitations' })
    .getByRole('row', { name: /Thandi Zulu/ })
    .waitFor();

  const fresh = await stories.start({ profile: 'fresh' });
  const { page } = fresh;
  const paste = page.getByLabel('Invitation link');
  const goOn = page.getByRole('button', { name: 'Check and go on' });
  const key = salon.cloud.publishableKey;
  const wrong: readonly (readonly [string, string])[] = [
    ['https://www.example.com/join', 'LINK_UNREADABLE'],
    [link.slice(0, -20), 'LINK_UNREADABLE'],
    [link.replace(/cloud=[^&]+/, 'cloud=http%3A%2F%2Fsalon.example'), 'ADDRESS_NOT_HTTPS'],
    [link.replace(/cloud=[^&]+/, 'cloud=http%3A%2F%2F127.0.0.1%3A1'), 'ADDRESS_UNREACHABLE'],
    [link.replace(/key=[^&]+/, `key=${salon.cloud.secretKey}`), 'KEY_SECRET'],
    [link.replace(/key=[^&]+/, 'key=sb_publishable_other'), 'KEY_REFUSED'],
    [
      invitationLink({ url: salon.cloud.url, publishableKey: key, token: '0'.repeat(64) }),
      'INVITATION_UNKNOWN',
    ],
  ];
  for (const [text, code] of wrong) {
    await paste.fill(text);
    await goOn.click();
    await page.getByRole('alert').getByText(`Code ${code}`).waitFor();
  }
  await page.getByRole('button', { name: 'Type the address and key of the cloud instead' }).click();
  await page.getByLabel('Address of the cloud').fill(salon.cloud.url);
  await page.getByLabel('Publishable key').fill(salon.cloud.secretKey);
  await goOn.click();
  await page.getByRole('alert').getByText('This is a secret key').waitFor();
  expect(await page.getByLabel('Publishable key').inputValue()).toBe('');
  await page.getByRole('button', { name: 'Paste an invitation link instead' }).click();

  await paste.fill(`Hello Thandi, here it is: ${link} See you!`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Welcome to Umhlanga Hair' }).waitFor();
  await page.getByText('thandi@salon.example').waitFor();
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.keyboard.press('Enter');
  await page.getByText('It needs at least 10 characters.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('The same once more').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Add this PC to Umhlanga Hair' }).waitFor();
  await page.getByRole('button', { name: 'Add this PC' }).click();
  await page.getByRole('heading', { name: 'Choose a PIN, Thandi' }).waitFor();
  for (let time = 0; time < 2; time += 1) {
    await page.keyboard.type('2580');
    await page.keyboard.press('Enter');
  }
  const thandi = receptionistAt(fresh);
  await thandi.isInStep();
  await page.getByRole('navigation', { name: 'Screens' }).getByText('Thandi').waitFor();
  await page.getByText('Ayanda Mthembu').first().waitFor();

  // The owner sees that she came, and the next start knows the cloud without being told.
  await office.page
    .getByRole('table', { name: 'Who signs in' })
    .getByRole('row', { name: /Thandi Zulu/ })
    .waitFor();
  await office.page.getByText('Nobody is waiting.').waitFor();
  await fresh.quit();
  const again = await stories.start({ profile: 'fresh', dataDir: fresh.dataDir });
  await again.page.getByRole('radio', { name: /Thandi Zulu/ }).waitFor();
  await again.page.keyboard.type('2580');
  await again.page.keyboard.press('Enter');
  await again.page.getByRole('navigation', { name: 'Screens' }).waitFor();
});

it('somebody who forgot the password gets a code by e-mail and chooses a new one', async () => {
  const { email } = salon.tenant.manager;
  const desk = await stories.start({ env: salon.env(await salon.cable()), profile: 'forgotten' });
  const { page } = desk;
  await page.getByRole('button', { name: 'or with email and password' }).click();
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Password forgotten?' }).click();
  await page.getByRole('button', { name: 'Send me a code' }).click();
  const code = await mailbox.nextCodeFor(email);
  await page.getByLabel('Code from the email').fill('000000');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('The same once more').fill(PASSWORD);
  const keep = page.getByRole('button', { name: 'Keep this password and sign in' });
  await keep.click();
  await page.getByRole('alert').getByText('This code is not good.').waitFor();
  await page.getByLabel('Code from the email').fill(code);
  await keep.click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();

  // The person changes the PIN of the demo for one of their own, and unlocks with it.
  const manager = receptionistAt(desk);
  await page.getByRole('button', { name: /manager/ }).click();
  await page.getByRole('menuitem', { name: 'Change my PIN…' }).click();
  await page.getByRole('dialog', { name: 'Change my PIN' }).getByText('Your PIN of now').waitFor();
  for (const pin of ['1234', '2580', '2580']) {
    await page.keyboard.type(pin);
    await page.keyboard.press('Enter');
  }
  await page.getByText('Your PIN is changed').waitFor();
  await manager.lock();
  await page.getByRole('radio', { name: /^manager/ }).click();
  await page.keyboard.type('2580');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
});
