import path from 'node:path';
import { parseArgs } from 'node:util';
import { migrateCloud } from '../src/cloud/gateway/migrate-cloud.ts';

const USAGE = `npm run cloud:migrate -- --database-url URL    brings a hosted Supabase project up to date

  The URL (or DATABASE_URL) is the project's direct or session connection as "postgres", for example
  postgresql://postgres:PASSWORD@db.PROJECT.supabase.co:5432/postgres?sslmode=verify-full&sslrootcert=prod-ca-2021.crt
`;

const { values } = parseArgs({ options: { 'database-url': { type: 'string' }, help: { type: 'boolean' } } });
const databaseUrl = values['database-url'] ?? process.env['DATABASE_URL'];
if (values.help || !databaseUrl) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 1;
} else {
  try {
    const dir = path.resolve(import.meta.dirname, '../migrations/cloud');
    const result = await migrateCloud({ databaseUrl, dir, log: (line) => console.log(line) });
    console.log(
      result.applied.length
        ? `Applied ${result.applied.length}; now at ${result.head}.`
        : `Nothing to do; at ${result.head}.`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
