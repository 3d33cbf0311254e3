import type { NewId } from '../../src/base/ids.ts';
import type { ImportKind, ImportOptions, ImportPreview } from '../../src/contracts/desk-api.ts';
import type { ChangeNotice } from '../../src/contracts/ports.ts';
import { CallRefused } from './call-failure.ts';
import type { DeskClock } from './desk-clock.ts';
import type { SessionService } from './session-service.ts';

export type ImportFile = {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly text: string;
  readonly options: ImportOptions;
};
export type ImportService = {
  readonly preview: (file: ImportFile) => ImportPreview;
  readonly commit: (previewId: string) => { readonly importId: string; readonly rows: number };
  readonly undo: (importId: string) => null;
};
export function createImportService(_world: {
  readonly sessions: SessionService;
  readonly newId: NewId;
  readonly committed: (notice: ChangeNotice) => void;
  readonly clock: DeskClock;
}): ImportService {
  const none = (): never => {
    throw new CallRefused('BAD_REQUEST', 'not built yet');
  };
  return { preview: none, commit: none, undo: none };
}
