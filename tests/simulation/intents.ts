import type { IntentRow } from './desk-file.ts';
import type { SimDesk } from './sim-desk.ts';

/** Everything that people asked for and that reached a disk, by uuid. */
export type Intents = {
  /** Looks for new work in a desk's queue: after each command, and after each picking up of files. */
  readonly collect: (desk: SimDesk) => readonly IntentRow[];
  readonly all: () => ReadonlyMap<string, IntentRow>;
};

export function createIntents(): Intents {
  const known = new Map<string, IntentRow>();
  return {
    collect: (desk) => {
      const added: IntentRow[] = [];
      for (const row of desk.eye.outbox()) {
        desk.intents.add(row.uuid);
        if (known.has(row.uuid)) continue;
        known.set(row.uuid, row);
        added.push(row);
      }
      return added;
    },
    all: () => known,
  };
}
