import path from 'node:path';
import { app } from 'electron';
import type { UpdateState } from '../../../src/contracts/updates.ts';
import { writeLog } from '../log.ts';
import { releaseKey } from './signature.ts';
import { loadUpdateLibrary, type UpdateLibrary } from './update-library.ts';
import { readUpdateRecord, writeUpdateRecord } from './update-record.ts';
import { releaseKeyText } from './update-source.ts';
import { createUpdates, type Updates } from './updates.ts';

/** Connects updates with this console: its version, its data folder, and the way out of a running one. */
export function openUpdates(options: {
  readonly userDataDir: string;
  readonly source: string | null;
  readonly report: (state: UpdateState) => void;
  readonly standAside: () => Promise<void>;
}): Updates {
  const file = path.join(options.userDataDir, 'updates.json');
  let library: Promise<UpdateLibrary | null> | null = null;
  return createUpdates({
    version: app.getVersion(),
    releaseKey: releaseKey(releaseKeyText(process.env, app.isPackaged)),
    library: () => {
      library ??= loadUpdateLibrary({
        isPackaged: app.isPackaged,
        source: options.source,
        userDataDir: options.userDataDir,
        log: writeLog,
      });
      return library;
    },
    record: { read: () => readUpdateRecord(file), write: (record) => writeUpdateRecord(file, record) },
    report: options.report,
    now: Date.now,
    localHour: () => new Date().getHours(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    standAside: options.standAside,
    startAgain: () => {
      // An AppImage runs from a mount that ends with it.
      const appImage = process.env['APPIMAGE'];
      app.relaunch(appImage === undefined ? {} : { execPath: appImage, args: process.argv.slice(1) });
      app.exit(0);
    },
    log: writeLog,
  });
}
