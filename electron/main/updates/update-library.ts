import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AppUpdater } from 'electron-updater';

/** What the console asks of electron-updater; errors are thrown and sorted by the caller. */
export type UpdateLibrary = {
  /** What the server lists as newest, and whether it is for this console; null where nothing can be installed. */
  readonly check: () => Promise<{ readonly isNewer: boolean; readonly listed: unknown } | null>;
  /** Answers the path of the file. Must follow a check that found something. */
  readonly download: (onPercent: (percent: number) => void, signal: AbortSignal) => Promise<string>;
  /** Puts the downloaded file in the console's place and starts it; throws when that cannot be done. */
  readonly install: () => void;
};

type Log = (event: string, detail: Readonly<Record<string, string>>) => void;

/** An updater with the settings that the console relies on, whoever made it. */
export function updateLibrary(
  updater: AppUpdater,
  CancellationToken: new () => { cancel: () => void },
  log: Log,
): UpdateLibrary {
  // A person decides when to download (or has said: always), and the console when to install.
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  // A release that was pulled is followed by a higher one; setting a channel would silently allow older ones.
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  // Its files are not what is signed.
  updater.disableWebInstaller = true;
  // Differences are put together from a file that somebody may have changed; whole files are simpler to trust.
  updater.disableDifferentialDownload = true;
  const say = (message: unknown): void => log('updater', { message: String(message).slice(0, 500) });
  updater.logger = { info: () => undefined, warn: say, error: say };
  // Failures come as rejected promises; without a listener the same ones would end the process.
  updater.on('error', () => undefined);

  return {
    check: async () => {
      const found = await updater.checkForUpdates();
      return found === null ? null : { isNewer: found.isUpdateAvailable, listed: found.updateInfo };
    },
    download: async (onPercent, signal) => {
      const token = new CancellationToken();
      const cancel = (): void => token.cancel();
      const progress = ({ percent }: { readonly percent: number }): void => onPercent(percent);
      signal.addEventListener('abort', cancel);
      updater.on('download-progress', progress);
      try {
        const [file] = await updater.downloadUpdate(token as never);
        if (file === undefined) throw new Error('the library downloaded nothing');
        return file;
      } finally {
        updater.off('download-progress', progress);
        signal.removeEventListener('abort', cancel);
      }
    },
    install: () => {
      let failure: unknown = null;
      const hear = (error: unknown): void => {
        failure = error;
      };
      updater.once('error', hear);
      updater.quitAndInstall(true, true);
      updater.off('error', hear);
      if (failure !== null) throw failure instanceof Error ? failure : new Error(String(failure));
    },
  };
}

/**
 * Fetches the library, which no start waits for. `source` replaces the address that the installer was built with, for
 * tests and for a business with a server of its own. Null where this console cannot be replaced by an installer.
 */
export async function loadUpdateLibrary(options: {
  readonly isPackaged: boolean;
  readonly source: string | null;
  readonly userDataDir: string;
  readonly log: Log;
}): Promise<UpdateLibrary | null> {
  if (!options.isPackaged && options.source === null) return null;
  const { autoUpdater, CancellationToken } = await import('electron-updater');
  if (options.source !== null) {
    const file = path.join(options.userDataDir, 'dev-app-update.yml');
    const lines = [
      'provider: generic',
      `url: ${JSON.stringify(options.source)}`,
      'updaterCacheDirName: console-updates',
    ];
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    autoUpdater.updateConfigPath = file;
    autoUpdater.forceDevUpdateConfig = true;
  }
  return updateLibrary(autoUpdater, CancellationToken, options.log);
}
