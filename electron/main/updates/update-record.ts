import { readJson, writeJson } from '../json-file.ts';

/** What must be known after a restart. */
export type UpdateRecord = {
  readonly background: boolean;
  /** A restart for this version was begun, from that one. */
  readonly installing: { readonly from: string; readonly to: string } | null;
};

const EMPTY: UpdateRecord = { background: false, installing: null };

export function readUpdateRecord(file: string): UpdateRecord {
  const stored = readJson(file) as Partial<Record<keyof UpdateRecord, unknown>> | null;
  if (stored === null || typeof stored !== 'object') return EMPTY;
  const { from, to } = (stored.installing ?? {}) as { readonly from?: unknown; readonly to?: unknown };
  return {
    background: stored.background === true,
    installing: typeof from === 'string' && typeof to === 'string' ? { from, to } : null,
  };
}

export const writeUpdateRecord = (file: string, record: UpdateRecord): void => writeJson(file, record);
