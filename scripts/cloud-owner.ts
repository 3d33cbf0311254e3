import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';

const USAGE = `npm run cloud:owner -- --name BUSINESS --slug SLUG --owner-name NAME --email ADDRESS
    [--trade salon|clinic|barber] [--vat-registered] [--location NAME [--address TEXT]]

  Creates a business, its first owner and, if told, its first location. Wants the project's address and secret key:
  --url URL (or SUPABASE_URL), --secret-key KEY (or SUPABASE_SECRET_KEY).
  The password is read from OWNER_PASSWORD; without it one is made and shown once.
`;

type Project = { readonly url: string; readonly secretKey: string };
type Answer = { readonly ok: boolean; readonly body: unknown };

async function call(project: Project, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(new URL(path, project.url), {
    method,
    headers: {
      apikey: project.secretKey,
      authorization: `Bearer ${project.secretKey}`,
      'content-type': 'application/json',
      'x-supabase-api-version': '2024-01-01',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  try {
    return { ok: response.ok, body: text ? JSON.parse(text) : null };
  } catch {
    throw new Error(`${project.url} did not answer like a Supabase project (status ${response.status}).`);
  }
}

function reason(answer: Answer): string {
  const { code, message } = (answer.body ?? {}) as { code?: string; message?: string };
  return `${message ?? 'no reason given'}${code ? ` (${code})` : ''}`;
}

function required(
  values: Readonly<Record<string, string | boolean | undefined>>,
  name: string,
  fallback?: string,
): string {
  const value = values[name] ?? fallback;
  if (typeof value !== 'string' || value === '') throw new Error(`--${name} is missing.\n\n${USAGE}`);
  return value;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      slug: { type: 'string' },
      'owner-name': { type: 'string' },
      email: { type: 'string' },
      trade: { type: 'string', default: 'salon' },
      location: { type: 'string' },
      address: { type: 'string', default: '' },
      'vat-registered': { type: 'boolean', default: false },
      url: { type: 'string' },
      'secret-key': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const project: Project = {
    url: required(values, 'url', process.env['SUPABASE_URL']),
    secretKey: required(values, 'secret-key', process.env['SUPABASE_SECRET_KEY']),
  };
  const name = required(values, 'name');
  const slug = required(values, 'slug');
  const ownerName = required(values, 'owner-name');
  const email = required(values, 'email');
  const given = process.env['OWNER_PASSWORD'];
  const password = given ?? randomBytes(12).toString('base64url');

  const made = await call(project, 'POST', '/auth/v1/admin/users', { email, password, email_confirm: true });
  if (!made.ok) throw new Error(`The owner's account was not made: ${reason(made)}.`);
  const ownerId = (made.body as { id: string }).id;
  const tenant = await call(project, 'POST', '/rest/v1/rpc/admin_create_tenant', {
    req: {
      name,
      slug,
      trade: values.trade,
      vat_registered: values['vat-registered'],
      owner: { user_id: ownerId, name: ownerName, email },
      ...(values.location ? { location: { name: values.location, address: values.address } } : {}),
    },
  });
  if (!tenant.ok) {
    // An account without a business would only stand in the way of the next attempt.
    await call(project, 'DELETE', `/auth/v1/admin/users/${ownerId}`);
    throw new Error(`The business was not made: ${reason(tenant)}. Has npm run cloud:migrate run?`);
  }
  console.log(
    `${name} is ready. ${ownerName} signs in as ${email}${given ? '' : ` with the password ${password} (shown only now)`}.`,
  );
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
