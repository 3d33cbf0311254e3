import type { Row } from '../tables.ts';

/** What a client may agree to. Reminders and marketing are agreed to per channel; health notes have none. */
export const CONSENT_PURPOSES = ['reminders', 'marketing', 'special_information'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

export const CONSENT_CHANNELS = ['sms', 'whatsapp', 'email', 'call'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** How it was given: what POPIA wants kept beside who, when and the version of the text. */
export const CONSENT_WAYS = ['in_person', 'telephone', 'form', 'online'] as const;

type Consent = Pick<Row<'consent'>, 'purpose' | 'channel' | 'given' | 'at'>;

/** The newest word counts; of two at the same moment the one that withdraws. Without any there is no consent. */
export function hasConsent(
  consents: readonly Consent[],
  purpose: ConsentPurpose,
  channel: ConsentChannel | null,
): boolean {
  const said = consents.filter((one) => one.purpose === purpose && one.channel === channel);
  const newest = Math.max(...said.map(({ at }) => at));
  return said.length > 0 && said.every(({ at, given }) => at < newest || given);
}
