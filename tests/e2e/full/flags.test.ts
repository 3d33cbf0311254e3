import { afterAll, beforeAll, expect, it } from 'vitest';
import { receptionistAt } from '../harness/receptionist.ts';
import { openSalon, type Salon } from '../harness/salon.ts';
import { consoleStories } from '../harness/stories.ts';

const stories = consoleStories();
let salon: Salon;
beforeAll(async () => {
  salon = await openSalon();
});
afterAll(() => salon.close());

it('support flips a flag with a reason, and the desk of that business reacts within two seconds', async () => {
  const desk = receptionistAt(await stories.start({ env: salon.env(await salon.cable()) }));
  const support = receptionistAt(
    await stories.start({ env: salon.env(await salon.cable()), profile: 'support' }),
  );
  await desk.signIn('Reception');
  await desk.isInStep();
  await support.signIn('Support');

  await support.page.getByRole('link', { name: 'Flags' }).click();
  await support.page.getByRole('button', { name: `Maintenance, ${salon.tenant.name}: default: off` }).click();
  const panel = support.page.getByRole('dialog', { name: 'Maintenance' });
  await panel.getByLabel('On', { exact: true }).check();
  await panel.getByLabel('Why').fill('Moving the database to a larger server');
  const changed = panel
    .getByRole('button', { name: 'Change the flag' })
    .click()
    .then(() => performance.now());
  const banner = desk.page.getByText(/Maintenance: Moving the database to a larger server/);
  await banner.waitFor();
  const seen = performance.now();
  expect(seen - (await changed)).toBeLessThan(2_000);

  // A receptionist has no flags screen, and support sees no client.
  expect(await desk.page.getByRole('link', { name: 'Flags' }).count()).toBe(0);
  expect(await support.page.getByRole('link', { name: 'Calendar' }).count()).toBe(0);
});
