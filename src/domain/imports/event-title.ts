import { normalisePhone } from '../clients/phone.ts';
import { foldName } from './import-problem.ts';
import type { ParsedEvent } from './parse-diary.ts';

const PHONE = /\+?\d[\d\s().-]{7,}\d/;
/** What people put between a client and a service. */
const EDGES = /^[\s\-–—:;,/|()+&]+|[\s\-–—:;,/|()+&]+$/g;
const LONGEST_NAME = 120;

export type EventTitle<S> = {
  /** The client's name; empty when the title names only a service. */
  readonly client: string;
  readonly phone: string | null;
  readonly service: S | null;
};

/** "Thandi Dlamini - Cut & blow-dry 082 123 4567" as a client, a number and a service that the business has. */
export function readTitle<S extends { readonly name: string }>(
  event: Pick<ParsedEvent, 'summary' | 'description'>,
  services: readonly S[],
): EventTitle<S> {
  const numberIn = (text: string): string | null => {
    const found = PHONE.exec(text)?.[0];
    return found === undefined ? null : normalisePhone(found);
  };
  const phone = numberIn(event.summary) ?? numberIn(event.description);
  const bare = event.summary.replace(PHONE, ' ').replaceAll(/\s+/g, ' ').trim();
  // The longest name that is contained: "Cut & colour" before "Cut".
  const byLength = services.toSorted((a, b) => b.name.length - a.name.length);
  const contains = (text: string) => byLength.find(({ name }) => foldName(text).includes(foldName(name)));
  const inTitle = contains(bare);
  const service = inTitle ?? contains(event.description) ?? null;
  const client = inTitle
    ? clientBeside(bare, inTitle.name)
    : (bare.split(/\s+[-–—|]\s+|:\s+/).find((part) => part.trim() !== '') ?? bare);
  return {
    client: client.replaceAll(EDGES, '').replaceAll(/\s+/g, ' ').slice(0, LONGEST_NAME),
    phone,
    service,
  };
}

/** Folding may change lengths, so the part is cut by its separators, and only otherwise by its position. */
function clientBeside(title: string, service: string): string {
  const parts = title.split(/\s+[-–—:|/]\s+|:\s+|\s*[()]\s*/).filter((part) => part.trim() !== '');
  const others = parts.filter((part) => !foldName(part).includes(foldName(service)));
  if (parts.length > 1 && others.length > 0) return others[0] ?? '';
  const at = foldName(title).indexOf(foldName(service));
  return `${title.slice(0, at)} ${title.slice(at + service.length)}`;
}
