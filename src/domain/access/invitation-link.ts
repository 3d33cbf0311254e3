/**
 * The link that a person gives to somebody who shall work here: where the cloud is, the key that every desk may have,
 * and the token. Whoever has it before it is used can look at the invitation; only the invited address can accept it.
 */
export type Invited = { readonly url: string; readonly publishableKey: string; readonly token: string };

const START = 'appointmentbooking://join?';
/** A link ends where a person's text goes on; programs for messages wrap it in quotes and brackets. */
const LINK = /appointmentbooking:\/\/join\/?\?([^\s"'<>()[\]]+)/i;
/** As the cloud makes them: two random uuids without their dashes. */
const TOKEN = /^[0-9a-f]{64}/;
const NAMES = { url: 'cloud', publishableKey: 'key', token: 'token' } as const;

export const invitationLink = ({ url, publishableKey, token }: Invited): string =>
  `${START}${NAMES.url}=${encoded(url)}&${NAMES.publishableKey}=${encoded(publishableKey)}&${NAMES.token}=${encoded(token)}`;

/** Finds the link in what was pasted, whatever stands around it; null when there is none, or only a part of one. */
export function readInvitationLink(text: string): Invited | null {
  // Some programs cut a long line into several; a link has no spaces of its own.
  return linkIn(text) ?? linkIn(text.replaceAll(/\r?\n\s*/g, ''));
}

function linkIn(text: string): Invited | null {
  const fields = new Map<string, string>();
  for (const part of (LINK.exec(text)?.[1] ?? '').split('&')) {
    const [name = '', value = ''] = part.split('=', 2);
    fields.set(name, decoded(value));
  }
  const url = fields.get(NAMES.url) ?? '';
  const publishableKey = fields.get(NAMES.publishableKey) ?? '';
  // What follows it, such as the full stop of a sentence, is no part of it.
  const token = TOKEN.exec(fields.get(NAMES.token) ?? '')?.[0] ?? '';
  return url === '' || publishableKey === '' || token === '' ? null : { url, publishableKey, token };
}

/** Quotes and brackets too, which end a link in a text. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /['()!*]/g,
    (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
  );

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
