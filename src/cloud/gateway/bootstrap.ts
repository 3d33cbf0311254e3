import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const FOLDER = fileURLToPath(new URL('./bootstrap/', import.meta.url));

/** Passwords of the roles that log in; random, kept in keys.json. */
export type RolePasswords = {
  readonly postgres: string;
  readonly authenticator: string;
  readonly auth: string;
  readonly realtime: string;
};

/** The bootstrap files in order, as one text: also the key under which tests cache a made cluster. */
export function bootstrapSql(): string {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
  return files
    .toSorted()
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
    .join('\n');
}

/**
 * Gives a fresh cluster what hosted Supabase pre-creates, in one transaction; does nothing on one
 * that has it. Needs the superuser.
 */
export async function bootstrapCloud(adminUrl: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const done = await client.query(`select 1 from pg_roles where rolname = 'authenticator'`);
    if (done.rowCount) return;
    const values: Readonly<Record<string, string>> = {
      postgres_password: passwords.postgres,
      authenticator_password: passwords.authenticator,
      auth_password: passwords.auth,
      realtime_password: passwords.realtime,
    };
    const sql = bootstrapSql().replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`The bootstrap names an unknown value: ${name}`);
      return client.escapeLiteral(value);
    });
    await client.query(`begin;\n${sql}\ncommit;`);
  } finally {
    await client.end();
  }
}
