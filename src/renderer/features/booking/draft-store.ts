import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { idSchema, instantSchema } from '../../../domain/schemas.ts';
import { type Draft, isUntouched } from './draft.ts';

/**
 * The one draft of this window. It outlives the panel, the screen and a restart of the desk, and a reload of the
 * page through session storage, which the window keeps in memory and drops when it is closed.
 */

const STORED = 'booking.draft';

const lineFields = {
  serviceId: idSchema.nullable(),
  staffId: idSchema.nullable(),
  personChosen: z.boolean(),
  wishId: idSchema.nullable(),
  minutes: z.int().nullable(),
  minutesChosen: z.boolean(),
  priceText: z.string().nullable(),
};
const lineIds = { line: idSchema, staffHold: idSchema, roomHold: idSchema };

/** What was stored is checked: an older page may have written it. */
const draftSchema = z.strictObject({
  mode: z.enum(['booking', 'block']),
  ids: z.strictObject({
    visit: idSchema,
    event: idSchema,
    ...lineIds,
    client: idSchema,
    block: idSchema,
  }),
  locationId: idSchema,
  client: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({
      kind: z.literal('known'),
      id: idSchema,
      name: z.string(),
      phone: z.string().nullable(),
      noShows: z.int(),
      doNotBook: z.boolean(),
      hasAlert: z.boolean(),
    }),
    z.strictObject({ kind: z.literal('new'), name: z.string(), phone: z.string() }),
  ]),
  clientText: z.string(),
  ...lineFields,
  more: z.array(
    z.strictObject({ ids: z.strictObject(lineIds), timing: z.enum(['after', 'together']), ...lineFields }),
  ),
  roomId: idSchema.nullable(),
  startsAt: instantSchema.nullable(),
  timeChosen: z.boolean(),
  searchFrom: instantSchema.nullable(),
  note: z.string(),
  reason: z.string(),
  provisional: z.boolean(),
});

/** A stored draft read back, or null where it is none of this version's making. */
export function readDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    return draftSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

let draft: Draft | null =
  typeof sessionStorage === 'undefined' ? null : readDraft(sessionStorage.getItem(STORED));
const listeners = new Set<() => void>();

export const currentDraft = (): Draft | null => draft;

export function setDraft(next: Draft | null): void {
  draft = next;
  if (next === null || isUntouched(next)) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** Changes the draft, if there is one. */
export function changeDraft(change: (draft: Draft) => Draft): void {
  if (draft !== null) setDraft(change(draft));
}

export const useDraft = (): Draft | null =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentDraft);
