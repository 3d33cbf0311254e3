import type { NewId } from '../../src/base/ids.ts';
import { DAY, type Interval, MINUTE } from '../../src/base/time.ts';
import type { ImportKind, ImportOptions, ImportPreview } from '../../src/contracts/desk-api.ts';
import type { ChangeNotice } from '../../src/contracts/ports.ts';
import { foldName } from '../../src/domain/imports/import-problem.ts';
import { parseClients } from '../../src/domain/imports/parse-clients.ts';
import { parseDiary } from '../../src/domain/imports/parse-diary.ts';
import {
  type ImportSurroundings,
  type PlannedImport,
  previewClients,
  previewDiary,
} from '../../src/domain/imports/preview-import.ts';
import { isHolding } from '../../src/domain/scheduling/status.ts';
import { dayOf } from '../../src/domain/scheduling/zoned-time.ts';
import { CallRefused } from './call-failure.ts';
import type { DeskClock } from './desk-clock.ts';
import type { SessionService } from './session-service.ts';
import type { Workspace } from './workspace.ts';

/** Rows that the page shows before it is agreed to. */
const ROWS_SHOWN = 100;
/** Previews that wait to be agreed to; the oldest is forgotten. */
const PREVIEWS_KEPT = 3;

export type ImportFile = {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly text: string;
  readonly options: ImportOptions;
};

/** A file is read and shown first; agreed to, it becomes one group of commands that one command takes back. */
export type ImportService = {
  readonly preview: (file: ImportFile) => ImportPreview;
  readonly commit: (previewId: string) => { readonly importId: string; readonly rows: number };
  readonly undo: (importId: string) => null;
};

type Waiting = { readonly home: string; readonly file: ImportFile; readonly plan: PlannedImport };

export function createImportService(world: {
  readonly sessions: SessionService;
  readonly newId: NewId;
  readonly committed: (notice: ChangeNotice) => void;
  readonly clock: DeskClock;
}): ImportService {
  const { sessions, newId, clock } = world;
  /** By the id that the import will have. */
  const waiting = new Map<string, Waiting>();

  const plan = (workspace: Workspace, file: ImportFile, importId: string): PlannedImport => {
    if (file.kind === 'clients_csv') {
      const around = surroundings(workspace, clock, null);
      return previewClients(parseClients(file.text), around, importId, newId);
    }
    const { locationId, staffId, serviceId } = file.options;
    if (locationId === null || staffId === null) {
      throw new CallRefused('BAD_REQUEST', 'a diary belongs to a location and a person');
    }
    const view = { scope: workspace.home, now: clock.screen.now(), showNames: true };
    const location = workspace.replica.query('locations', {}, view).find(({ id }) => id === locationId);
    if (!location) throw new CallRefused('BAD_REQUEST', 'no such location');
    const parsed = parseDiary(file.text, location.timeZone);
    const around = surroundings(workspace, clock, staffId);
    return previewDiary(parsed, around, { locationId, staffId, serviceId }, importId, newId);
  };

  const run = (
    commands: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[],
  ) => {
    const { workspace, context } = sessions.writing();
    const outcome = workspace.replica.execute(workspace.home, commands, context);
    if (!outcome.ok) {
      const { index, rejection } = outcome.error;
      throw new CallRefused('REJECTED', `${commands[index]?.name}: ${rejection.code}`, rejection);
    }
    workspace.engine()?.committed();
    world.committed(outcome.value);
  };

  return {
    preview: (file) => {
      const { workspace } = sessions.writing();
      const importId = newId();
      const planned = plan(workspace, file, importId);
      waiting.set(importId, { home: workspace.home, file, plan: planned });
      for (const old of [...waiting.keys()].slice(0, -PREVIEWS_KEPT)) waiting.delete(old);
      return {
        id: importId,
        kind: file.kind,
        fileName: file.fileName,
        rows: planned.rows.slice(0, ROWS_SHOWN),
        total: planned.rows.length,
        problems: planned.problems,
      };
    },
    commit: (previewId) => {
      const found = waiting.get(previewId);
      if (!found || found.home !== sessions.atWork().workspace.home) {
        throw new CallRefused('BAD_REQUEST', 'this preview is no longer kept: read the file again');
      }
      const { file, plan: planned } = found;
      const args = {
        id: previewId,
        kind: file.kind,
        fileName: file.fileName.slice(0, 120),
        rowCount: planned.rows.length,
      };
      run([{ name: 'import.begin', args }, ...planned.commands]);
      waiting.delete(previewId);
      return { importId: previewId, rows: planned.rows.length };
    },
    undo: (importId) => {
      run([{ name: 'import.undo', args: { id: importId } }]);
      return null;
    },
  };
}

/** What the replica knows already, by its own named queries. `staffId`: whose diary is looked at for overlaps. */
function surroundings(workspace: Workspace, clock: DeskClock, staffId: string | null): ImportSurroundings {
  const { replica, home } = workspace;
  const view = { scope: home, now: clock.screen.now(), showNames: true };
  const locations = replica.query('locations', {}, view);
  const search = (text: string) =>
    replica.query('clientSearch', { text: text.slice(0, 120), limit: 50 }, view);
  const held = new Map<string, readonly Interval[]>();

  /** A person may work in two branches on one day. */
  const heldOn = (locationId: string, day: string): readonly Interval[] => {
    const key = `${locationId} ${day}`;
    const known = held.get(key);
    if (known) return known;
    const board = replica.query('dayBoard', { locationId, day }, view);
    const intervals = board.cards
      .filter((card) => card.staffId === staffId && isHolding(card.status))
      .map((card) => ({
        from: card.startsAt - card.bufferBeforeMinutes * MINUTE,
        to: card.endsAt + card.bufferAfterMinutes * MINUTE,
      }));
    held.set(key, intervals);
    return intervals;
  };

  return {
    services: replica.query('services', {}, view),
    clientByPhone: (phone) => search(phone).find((hit) => hit.phone === phone) ?? null,
    clientByName: (name) => {
      const same = search(name).filter((hit) => foldName(hit.name) === foldName(name));
      // Two people of one name: nobody can say which one is meant.
      return same.length === 1 ? (same[0] ?? null) : null;
    },
    busy: ({ from, to }) =>
      locations.flatMap(({ id, timeZone }) =>
        // A visit over midnight stands on the board of the day it began.
        [...new Set([from - DAY / 2, from, to].map((at) => dayOf(at, timeZone)))].flatMap((day) =>
          heldOn(id, day),
        ),
      ),
  };
}
