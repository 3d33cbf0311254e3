import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { readJson, writeJson } from '../json-file.ts';
import { writeLog } from '../log.ts';
import { IS_DEVELOPMENT_BUILD, type PageAddress } from '../page-address.ts';
import { DEFAULT_WINDOW, fitWindow, MINIMUM_WINDOW, parseWindowState } from './window-state.ts';
import { backgroundColour } from './theme.ts';

/** Moving a window raises an event for every pixel; the disk needs the last one. */
const SAVE_AFTER_MS = 400;
/** A page that dies again and again would reload for ever. */
const RELOADS_PER_MINUTE = 3;

type WindowPlace = {
  readonly page: PageAddress;
  readonly preloadFile: string;
  readonly userDataDir: string;
};

/**
 * Makes the one window. It is hidden until its first frame is drawn, with the theme's background behind it, so that
 * nobody sees white; it does not wait for the desk.
 */
export function createMainWindow({ page, preloadFile, userDataDir }: WindowPlace): BrowserWindow {
  const stateFile = path.join(userDataDir, 'window-state.json');
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const state = fitWindow(
    parseWindowState(readJson(stateFile)),
    [primary, ...others].map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    width: state.width,
    height: state.height,
    ...(state.x !== null && state.y !== null ? { x: state.x, y: state.y } : { center: true }),
    minWidth: Math.min(MINIMUM_WINDOW.width, state.width),
    minHeight: Math.min(MINIMUM_WINDOW.height, state.height),
    show: false,
    autoHideMenuBar: true,
    backgroundColor: backgroundColour(nativeTheme.shouldUseDarkColors),
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The dictionary would be fetched from a third party.
      spellcheck: false,
      devTools: IS_DEVELOPMENT_BUILD,
    },
  });
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(backgroundColour(nativeTheme.shouldUseDarkColors));
  });
  keepState(window, stateFile);
  reviveOnCrash(window);
  void window.loadURL(page.url).catch((error: unknown) => {
    writeLog('page not loaded', { message: String(error) });
  });
  return window;
}

function keepState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    try {
      writeJson(file, { ...DEFAULT_WINDOW, ...window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      writeLog('window state not saved', { message: String(error) });
    }
  };
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
  // Each event has its own overload, so a loop over their names would not type.
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
}

function reviveOnCrash(window: BrowserWindow): void {
  let crashes: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    writeLog('page gone', { reason: details.reason, exitCode: details.exitCode });
    if (details.reason === 'clean-exit') return;
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < 60_000), now];
    if (crashes.length <= RELOADS_PER_MINUTE && !window.isDestroyed()) window.webContents.reload();
  });
}
