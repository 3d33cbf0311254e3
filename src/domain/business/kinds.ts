export const TRADES = ['salon', 'clinic', 'barber'] as const;

/** Languages in which a business may write to its clients, by their ISO codes. */
export const LANGUAGES = ['en', 'af', 'zu'] as const;

export const RESOURCE_KINDS = ['room', 'equipment'] as const;
