import { existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { app, BrowserWindow, crashReporter, dialog, Menu, nativeTheme, protocol, session } from 'electron';
import { forkDesk, newChannel } from './desk-process.ts';
import { deskSettings, storedCloud, type DeskSettings } from './desk-settings.ts';
import { packedSqliteBinding } from './sqlite-choice.ts';
import { superviseDesk } from './desk-supervisor.ts';
import { osProtection } from './electron-adapter.ts';
import { serveMainVerbs, type DeskReport } from './ipc-main.ts';
import { changeJson, readJson } from './json-file.ts';
import { openLog, writeLog } from './log.ts';
import { menuTemplate } from './menu.ts';
import { APP_SCHEME, developmentServer, IS_DEVELOPMENT_BUILD, pageAddress } from './page-address.ts';
import { answerPageRequest } from './page-files.ts';
import { guardContents, guardSession } from './page-guard.ts';
import { printPage, savePdf } from './paper.ts';
import { profileFolder, profileFrom } from './profile.ts';
import { destroyWhatWasHeld } from './secrets/destroy-what-was-held.ts';
import { FileKey } from './secrets/file-key.ts';
import { TEXTS } from './texts.ts';
import { updateSource } from './updates/update-source.ts';
import type { Updates } from './updates/updates.ts';
import { createMainWindow } from './window/main-window.ts';
import { saveFile } from './save-file.ts';
import { storedTheme } from './window/theme.ts';

/**
 * Main: the window, the menu, the secrets and the supervision of the desk. No business logic and no data of a business
 * pass through here. Order matters for the start: the desk's process and the window first, everything else behind them.
 */

const OUT = path.resolve(import.meta.dirname, '..');
const RENDERER_DIR = path.join(OUT, 'renderer');
const PRELOAD_FILE = path.join(OUT, 'preload', 'index.cjs');
const DESK_FILE = path.join(OUT, 'main', 'desk.js');
/** The desk's folder of encrypted files, one for each business, within the data folder. */
const REPLICAS = 'replicas';
/** Long enough to find paper and a pen. */
const RECOVERY_LEAVE_MS = 10 * 60_000;
const MIGRATIONS_DIR = path.resolve(OUT, '..', 'migrations', 'replica');

protocol.registerSchemesAsPrivileged([
  {
    scheme: APP_SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
]);
// Electron's own menu is costly to build and never wanted; ours follows when the window is there.
Menu.setApplicationMenu(null);

/** Ends a start that cannot go on, in words; a test or a script reads them on stderr. */
function giveUp(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${TEXTS.cannotStart}: ${reason}\n`);
  writeLog('cannot start', { reason });
  dialog.showErrorBox(TEXTS.cannotStart, reason);
  app.exit(1);
  throw error;
}

function readStart(): {
  readonly profile: string;
  readonly settings: DeskSettings;
  readonly updatesFrom: string | null;
} {
  try {
    return {
      profile: profileFrom(process.argv),
      settings: deskSettings(
        process.env,
        process.versions['napi'],
        packedSqliteBinding(process.resourcesPath),
      ),
      updatesFrom: updateSource(process.env),
    };
  } catch (error) {
    return giveUp(error);
  }
}

const { profile, settings, updatesFrom } = readStart();
const userDataDir = profileFolder(app.getPath('userData'), profile);
app.setPath('userData', userDataDir);

// The lock belongs to the data folder, so each profile has one console.
if (app.requestSingleInstanceLock()) run();
else app.exit(0);

function run(): void {
  openLog(userDataDir);
  // Dumps stay on this PC: memory of the desk is a client list.
  crashReporter.start({ uploadToServer: false });
  process.on('uncaughtException', (fault) => {
    writeLog('uncaught', { message: fault.message, stack: fault.stack });
    void desk.stop().then(() => app.exit(70));
  });

  const page = pageAddress(developmentServer(process.env));
  const settingsFile = path.join(userDataDir, 'settings.json');
  let window: BrowserWindow | null = null;
  let quitting = false;

  const fileKey = new FileKey({
    folder: userDataDir,
    os: osProtection,
    keyFileAllowed: settings.keyFileAllowed,
    sealedFiles: () => [REPLICAS].filter((name) => existsSync(path.join(userDataDir, name))),
    now: () => new Date().toISOString(),
    pause: (ms) => pause(ms),
    log: writeLog,
  });
  /** Until when the page may have a recovery code made: an owner or manager has asked the desk for it. */
  let recoveryAllowedUntil = 0;

  const desk = superviseDesk({
    fork: () => forkDesk(DESK_FILE),
    channel: newChannel,
    givePort: (port) => voice.deskPort(port),
    report: (report) => voice.deskState(report),
    keepCloud: (cloud) => changeJson(settingsFile, { cloud }),
    log: writeLog,
    onRevoked: (home, sharesKey) => void takeOff(home, sharesKey),
    onRecoveryAllowed: () => {
      recoveryAllowedUntil = Date.now() + RECOVERY_LEAVE_MS;
    },
  });
  /** A key that cannot be had today ends the start before there is a desk to ask; so does one that was destroyed. */
  let keyTrouble: DeskReport | null = null;

  /** The cloud took this PC off the business: the page lets go of it at once, the desk stops, the key is destroyed. */
  const takeOff = async (home: string, sharesKey: boolean): Promise<void> => {
    if (keyTrouble !== null) return;
    keyTrouble = { state: 'failed', code: 'DEVICE_REVOKED' };
    voice.deskState(keyTrouble);
    await desk.stop();
    const now = (): string => new Date().toISOString();
    destroyWhatWasHeld({ userDataDir, replicas: REPLICAS, home, sharesKey, fileKey, now });
  };

  const startDesk = (key: Buffer, unprotectedKey: boolean): void =>
    desk.start({
      type: 'init',
      userDataDir,
      migrationsDir: MIGRATIONS_DIR,
      nativeBinding: settings.nativeBinding,
      fileKeyHex: key.toString('hex'),
      cloud: settings.cloud ?? storedCloud(readJson(settingsFile)),
      cloudFixed: settings.cloudFixed,
      demo: settings.demo,
      unprotectedKey,
      profile,
      appVersion: app.getVersion(),
    });

  const openKey = async (): Promise<void> => {
    const state = await fileKey.state();
    if (state.kind === 'open') startDesk(state.key, state.protection === 'key_file');
    if (state.kind === 'closed') {
      keyTrouble = { state: 'failed', code: state.code };
      voice.deskState(keyTrouble);
    }
  };

  let openedUpdates: Promise<Updates> | null = null;
  /** Nothing of updates is loaded before somebody touches the window. */
  const updates = (): Promise<Updates> => {
    openedUpdates ??= import('./updates/open-updates.ts').then(({ openUpdates }) =>
      openUpdates({
        userDataDir,
        source: updatesFrom,
        report: (state) => voice.updateState(state),
        standAside: async () => {
          await desk.stop();
          // The new console starts while this one still ends.
          app.releaseSingleInstanceLock();
        },
      }),
    );
    return openedUpdates;
  };

  const voice = serveMainVerbs(() => window, page.origin, {
    boot: async () => {
      const key = await fileKey.state();
      return {
        version: app.getVersion(),
        electron: process.versions.electron,
        platform: process.platform,
        profile,
        demo: settings.demo !== null,
        keyProtection: key.kind === 'open' ? key.protection : key.kind === 'passphrase' ? 'passphrase' : 'os',
        passphrase: key.kind === 'passphrase' ? key.step : 'not_needed',
        recovery: {
          madeAt: fileKey.recoveryCode()?.madeAt ?? null,
          needsPassphrase: await fileKey.recoveryNeedsPassphrase(),
          storeIsSilent: key.kind === 'passphrase' && key.storeIsSilent,
        },
      };
    },
    recoverKey: async ({ code, passphrase }) => {
      const outcome = await fileKey.recover(code, passphrase);
      if (!outcome.ok) return { ok: false, code: outcome.code };
      startDesk(outcome.key, false);
      return { ok: true, code: null };
    },
    startOver: async () => {
      const isDone = await fileKey.startOver();
      if (isDone) await openKey();
      return isDone;
    },
    newRecoveryCode: async () => (Date.now() < recoveryAllowedUntil ? fileKey.newRecoveryCode() : null),
    keepRecoveryCode: (lastGroup) => fileKey.keepRecoveryCode(lastGroup),
    unlockKey: async (passphrase) => {
      const outcome = await fileKey.unlock(passphrase);
      if (!outcome.ok) return { ok: false, code: outcome.code };
      startDesk(outcome.key, false);
      return { ok: true, code: null };
    },
    setTheme: (theme) => {
      nativeTheme.themeSource = theme;
      changeJson(settingsFile, { theme });
    },
    printPage: () => printPage(window),
    savePdf: (name) => savePdf(window, name),
    saveFile: (file) => saveFile(file, { window: () => window, port: desk.filePort, log: writeLog }),
    update: async (action) => (await updates()).act(action),
    heardHand: (hand) => void updates().then((ready) => ready.heard(hand)),
    connect: () => desk.connect(),
    deskReport: () => keyTrouble ?? desk.current(),
  });

  const openWindow = (): void => {
    window = createMainWindow({ page, preloadFile: PRELOAD_FILE, userDataDir });
    window.on('closed', () => {
      window = null;
    });
  };

  app.on('web-contents-created', (_event, contents) => guardContents(contents, page));
  app.on('second-instance', () => {
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    for (const open of BrowserWindow.getAllWindows()) open.close();
    void desk.stop().then(() => app.exit(0));
  });

  void app
    .whenReady()
    .then(async () => {
      // A key that lies ready starts the desk before anything else: its process takes as long as the window to be there.
      // A key that has to be asked for is asked for beside the window.
      const keyOpened = openKey();
      await nextTurn();
      nativeTheme.themeSource = storedTheme(readJson(settingsFile));
      guardSession(session.defaultSession, page);
      protocol.handle(APP_SCHEME, (request) => answerPageRequest(RENDERER_DIR, request));
      openWindow();
      window?.once('show', () => {
        const template = menuTemplate({
          platform: process.platform,
          demo: settings.demo !== null,
          development: IS_DEVELOPMENT_BUILD,
          run: (command) => voice.menuCommand(command),
        });
        Menu.setApplicationMenu(Menu.buildFromTemplate(template));
      });
      await keyOpened;
    })
    .catch(giveUp);
}
