import { foldName } from './import-problem.ts';
import type { ClientBook, KnownClient } from './import-plan.ts';

/** Makes a book of all clients of a business. */
export function clientBook(clients: Iterable<KnownClient>): ClientBook {
  const byPhone = new Map<string, KnownClient>();
  const byEmail = new Map<string, KnownClient>();
  const byName = new Map<string, KnownClient | null>();
  for (const client of clients) {
    if (client.phone !== null && !byPhone.has(client.phone)) byPhone.set(client.phone, client);
    const email = client.email?.toLowerCase();
    if (email !== undefined && !byEmail.has(email)) byEmail.set(email, client);
    const name = foldName(client.name);
    byName.set(name, byName.has(name) ? null : client);
  }
  return {
    byPhone: (phone) => byPhone.get(phone) ?? null,
    byEmail: (email) => byEmail.get(email.toLowerCase()) ?? null,
    byName: (name) => byName.get(foldName(name)) ?? null,
  };
}
