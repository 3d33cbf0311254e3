/** Messages to clients as a business words them: which there are, in which languages, and what may stand in them. */

export const MESSAGE_KINDS = ['moved', 'cancelled', 'restored'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export const CLIENT_LANGUAGES = ['en', 'af', 'zu'] as const;

export type ClientLanguage = (typeof CLIENT_LANGUAGES)[number];

export const clientLanguageOr = (language: string | null, otherwise: string): ClientLanguage =>
  CLIENT_LANGUAGES.find((one) => one === language) ??
  CLIENT_LANGUAGES.find((one) => one === otherwise) ??
  'en';

/** What may stand between braces. Of a cancelled visit they are what the client believed; `old_` is of a move alone. */
export const PLACEHOLDERS = {
  moved: [
    'client',
    'service',
    'person',
    'day',
    'time',
    'place',
    'business',
    'old_day',
    'old_time',
    'old_person',
  ],
  cancelled: ['client', 'service', 'person', 'day', 'time', 'place', 'business'],
  restored: ['client', 'service', 'person', 'day', 'time', 'place', 'business'],
} as const satisfies Record<MessageKind, readonly string[]>;
export type Placeholder = (typeof PLACEHOLDERS)['moved'][number];

export const LONGEST_MESSAGE = 1_000;

/** Names between braces that a message of this kind does not know, and stray braces as `{` or `}`; in their order. */
export function unknownPlaceholders(kind: MessageKind, body: string): readonly string[] {
  const known: readonly string[] = PLACEHOLDERS[kind];
  return [...body.matchAll(/\{([^{}]*)\}|[{}]/g)]
    .map(([whole, name]) => name ?? whole)
    .filter((name) => !known.includes(name));
}

/** The message with its placeholders filled; what stands for none is left out together with its braces. */
export const fillMessage = (body: string, values: Readonly<Partial<Record<Placeholder, string>>>): string =>
  body.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => values[name as Placeholder] ?? '');
