import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { idSchema, instantSchema } from '../../../domain/schemas.ts';
import { type Draft, isUntouched } from './draft.ts';

/**
 * The one draft of this window. It outlives the panel, the screen and a restart of the desk, and a reload of the
 * page through session storage, which the window keeps in memory and drops when it is closed.
 */

const STORED = 'booking.draft';
let draft: Draft | null = restore();
const listeners = new Set<() => void>();

/** What was stored is checked: an older page may have written it. */
const draftSchema = (): z.ZodType =>
  z.looseObject({
    mode: z.enum(['booking', 'block']),
    ids: z.looseObject({ visit: idSchema }),
    locationId: idSchema,
    client: z.looseObject({ kind: z.enum(['none', 'known', 'new']) }),
    clientText: z.string(),
    serviceId: idSchema.nullable(),
    staffId: idSchema.nullable(),
    startsAt: instantSchema.nullable(),
    minutes: z.number().nullable(),
    timeChosen: z.boolean(),
    minutesChosen: z.boolean(),
    priceText: z.string().nullable(),
    note: z.string(),
    reason: z.string(),
    provisional: z.boolean(),
  });

function restore(): Draft | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
    return stored !== null && draftSchema().safeParse(stored).success ? (stored as Draft) : null;
  } catch {
    // Unreadable: there is no draft then.
    return null;
  }
}

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
