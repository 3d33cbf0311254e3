import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud } from '../../fixtures/cloud.ts';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { clientOf } from './support/salon-cloud.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

type Run = { readonly code: number | null; readonly said: string };

/** Runs a script as an operator would, with a project's address and key in the environment. */
function run(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const file = fileURLToPath(new URL(`../../../scripts/${script}`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, SUPABASE_URL: cloud.url, SUPABASE_SECRET_KEY: cloud.secretKey, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data) => (said += String(data)));
  child.stderr.on('data', (data) => (said += String(data)));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

const OWNER = [
  '--name',
  'Karoo Kapsalon',
  '--slug',
  'karoo-kapsalon',
  '--owner-name',
  'Elna Botha',
  '--email',
  'elna@karoo.example',
];

test('the migrations find nothing to do on a cloud that has them, and need an address', async () => {
  const again = await run('cloud-migrate.ts', ['--database-url', cloud.databaseUrl]);
  expect([again.code, again.said]).toEqual([0, expect.stringContaining('Nothing to do')]);
  const nowhere = await run('cloud-migrate.ts', [], { DATABASE_URL: '' });
  expect([nowhere.code, nowhere.said]).toEqual([1, expect.stringContaining('--database-url')]);
});

test('a business and its owner are made; the owner signs in, and a second attempt says why not', async () => {
  const made = await run('cloud-owner.ts', OWNER, { OWNER_PASSWORD: 'a-good-password-1' });
  expect([made.code, made.said]).toEqual([0, expect.stringContaining('Karoo Kapsalon is ready')]);
  expect(made.said).not.toContain('a-good-password-1');
  const owner = await clientOf(cloud, cloud.publishableKey).auth.signInWithPassword({
    email: 'elna@karoo.example',
    password: 'a-good-password-1',
  });
  expect(owner.error).toBeNull();
  const again = await run('cloud-owner.ts', OWNER);
  expect([again.code, again.said]).toEqual([1, expect.stringContaining('email_exists')]);
});

test('an owner whose business cannot be made leaves no account behind', async () => {
  const args = OWNER.map((arg) => (arg === 'elna@karoo.example' ? 'other@karoo.example' : arg));
  const refused = await run('cloud-owner.ts', args);
  expect([refused.code, refused.said]).toEqual([
    1,
    expect.stringMatching(/The business was not made: .*slug/),
  ]);
  const { data } = await clientOf(cloud, cloud.secretKey).auth.admin.listUsers({ perPage: 1_000 });
  expect(data.users.map((user) => user.email)).not.toContain('other@karoo.example');
});
