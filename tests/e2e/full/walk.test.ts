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

it('a newcomer is shown around by keyboard, and nothing under the walk answers meanwhile', async () => {
  const desk = await stories.start({ env: salon.env(await salon.cable()) });
  const { page } = desk;
  const newcomer = receptionistAt(desk);
  await newcomer.signIn('Reception');
  await newcomer.isInStep();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Show me around' }).click();
  const walk = page.getByRole('dialog', { name: 'A walk around the console' });
  for (const stop of ['Where and when', 'A new booking', 'The day', 'Find anything', 'The day on paper']) {
    await walk.getByRole('heading', { name: stop }).waitFor();
    const card = await walk.boundingBox();
    expect(card && card.x >= 0 && card.y >= 0 && card.y + card.height <= 768).toBe(true);
    await page.keyboard.press('ArrowRight');
  }
  await walk.getByRole('heading', { name: 'With or without internet' }).waitFor();
  await page.keyboard.press('n');
  expect(await page.getByRole('complementary', { name: 'New booking' }).count()).toBe(0);
  await page.keyboard.press('ArrowLeft');
  await walk.getByRole('heading', { name: 'The day on paper' }).waitFor();
  await page.keyboard.press('Escape');
  await walk.waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await page.getByRole('complementary', { name: 'New booking' }).waitFor();
});
