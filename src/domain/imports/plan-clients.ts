import type { NewId } from '../../base/ids.ts';
import type { FilledFields } from './import-commands.ts';
import {
  byLine,
  type ClientBook,
  type ImportCommand,
  type KnownClient,
  type PlannedImport,
  type PreviewRow,
  previewRow,
} from './import-plan.ts';
import { foldName, problem } from './import-problem.ts';
import type { ParsedClient, ParsedClients } from './parse-clients.ts';

/** What happens to a client who is known already: nothing, or their empty fields are filled. */
export type OnKnown = 'skip' | 'fill';

/**
 * A list of clients as commands. Two entries are one person when the number is the same, else the address, else (when
 * the list tells neither) the name. Whoever is here already, or twice in the file, is said with their line.
 */
export function planClients(
  parsed: ParsedClients,
  book: ClientBook,
  onKnown: OnKnown,
  importId: string,
  newId: NewId,
): PlannedImport {
  const seen = new Set<string>();
  const touched = new Set<string>();
  const rows: PreviewRow[] = [];
  const commands: ImportCommand[] = [];
  const problems = [...parsed.problems];
  for (const client of parsed.clients) {
    const { line, name, phone } = client;
    const names = identitiesOf(client);
    if (names.some((identity) => seen.has(identity))) {
      problems.push(problem(line, 'twice', name));
      continue;
    }
    for (const identity of names) seen.add(identity);
    const known = knownAs(client, book);
    if (!known) {
      rows.push(previewRow({ line, action: 'create', title: name, phone }));
      commands.push(...createClient(newId, importId, client));
      continue;
    }
    const fields = onKnown === 'fill' && !touched.has(known.id) ? emptyFields(client, known, book) : {};
    const fills = Object.keys(fields) as (keyof FilledFields)[];
    if (fills.length === 0) {
      problems.push(problem(line, touched.has(known.id) ? 'twice' : 'known', name));
      continue;
    }
    touched.add(known.id);
    rows.push(previewRow({ line, action: 'fill', title: name, phone, matchedClient: known.name, fills }));
    commands.push({ name: 'import.fill', args: { id: newId(), importId, clientId: known.id, fields } });
  }
  return { rows, commands, problems: byLine(problems), keys: [], before: 0, after: 0 };
}

/** A new client; the language follows as a field that is filled, because a client is made without one. */
export function createClient(
  newId: NewId,
  importId: string,
  client: Omit<ParsedClient, 'line'>,
  id: string = newId(),
): readonly ImportCommand[] {
  const { name, phone, email, note, language } = client;
  const created = { name: 'client.create', args: { id, importId, name, phone, email, note } };
  if (language === null) return [created];
  const fields: FilledFields = { language };
  return [created, { name: 'import.fill', args: { id: newId(), importId, clientId: id, fields } }];
}

const identitiesOf = ({ name, phone, email }: ParsedClient): readonly string[] => {
  const identities = [phone, email?.toLowerCase()].filter((one) => one != null);
  return identities.length > 0 ? identities : [foldName(name)];
};

function knownAs({ name, phone, email }: ParsedClient, book: ClientBook): KnownClient | null {
  if (phone === null && email === null) return book.byName(name);
  return (phone !== null && book.byPhone(phone)) || (email !== null && book.byEmail(email)) || null;
}

/** What the list knows and the business does not. A number or address of somebody else is not given to a second one. */
function emptyFields(client: ParsedClient, known: KnownClient, book: ClientBook): FilledFields {
  const { phone, email, note, language } = client;
  return {
    ...(phone !== null && known.phone === null && !book.byPhone(phone) ? { phone } : {}),
    ...(email !== null && known.email === null && !book.byEmail(email) ? { email } : {}),
    ...(note !== null && known.note === null ? { note } : {}),
    ...(language !== null && known.language === null ? { language } : {}),
  };
}
