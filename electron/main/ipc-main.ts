import {
  ipcMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type MessagePortMain,
} from 'electron';
import {
  MAIN_CHANNELS,
  type BootInfo,
  type DeskState,
  type MainVerbs,
  type MenuCommand,
  type PaperOutcome,
  type SaveOutcome,
} from '../../src/contracts/main-api.ts';
import type { FileTicket } from '../../src/contracts/transfer.ts';
import { type Hand, UPDATE_ACTIONS, type UpdateState } from '../../src/contracts/updates.ts';
import { writeLog } from './log.ts';
import { isPageFrame } from './page-address.ts';
import { parseTicket } from './save-file.ts';
import { isTheme, type Theme } from './window/theme.ts';

const MAX_FILE_NAME = 200;
/** A passphrase or code longer than this is a mistake or an attack on the key derivation. */
const MAX_SECRET = 1_000;
const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_SECRET;

export type DeskReport = { readonly state: DeskState; readonly code: string | null };

function readHand(said: unknown): Hand | null {
  const { inHand, idleMs, closesAt } = (said ?? {}) as Readonly<Record<string, unknown>>;
  const isTime = (value: unknown): value is number => Number.isFinite(value);
  if (typeof inHand !== 'boolean' || !isTime(idleMs) || !(closesAt === null || isTime(closesAt))) return null;
  return { inHand, idleMs, closesAt };
}

/** What main does for the page; arguments have been checked before they arrive here. */
export type MainServices = {
  readonly boot: () => Promise<BootInfo>;
  readonly unlockKey: (passphrase: string) => ReturnType<MainVerbs['unlockKey']>;
  readonly recoverKey: MainVerbs['recoverKey'];
  readonly startOver: MainVerbs['startOver'];
  readonly newRecoveryCode: MainVerbs['newRecoveryCode'];
  readonly keepRecoveryCode: MainVerbs['keepRecoveryCode'];
  readonly setTheme: (theme: Theme) => void;
  readonly printPage: () => Promise<PaperOutcome>;
  readonly savePdf: (name: string) => Promise<PaperOutcome>;
  readonly saveFile: (file: FileTicket) => Promise<SaveOutcome>;
  readonly update: MainVerbs['update'];
  readonly heardHand: (hand: Hand) => void;
  readonly connect: () => void;
  readonly deskReport: () => DeskReport;
};

/** What main says to the page. Each is silent when the window is gone. */
export type PageVoice = {
  readonly deskState: (report: DeskReport) => void;
  readonly menuCommand: (command: MenuCommand) => void;
  readonly updateState: (state: UpdateState) => void;
  readonly deskPort: (port: MessagePortMain) => void;
};

/**
 * The only file that touches Electron's raw channels on main's side. A message counts when it comes from the main
 * frame of the one window and from the page's own origin; anything else is refused and logged.
 */
export function serveMainVerbs(
  currentWindow: () => BrowserWindow | null,
  pageOrigin: string,
  services: MainServices,
): PageVoice {
  const isTrusted = (event: IpcMainEvent | IpcMainInvokeEvent, channel: string): boolean => {
    const trusted =
      event.sender === currentWindow()?.webContents && isPageFrame(event.senderFrame, pageOrigin);
    if (!trusted) writeLog('message refused', { channel });
    return trusted;
  };
  const answer = <T>(channel: string, handler: (argument: unknown) => Promise<T> | T): void => {
    ipcMain.handle(channel, (event, argument: unknown) => {
      if (!isTrusted(event, channel)) throw new Error('REFUSED: this message did not come from the page');
      return handler(argument);
    });
  };

  answer(MAIN_CHANNELS.boot, () => services.boot());
  answer(MAIN_CHANNELS.deskState, () => services.deskReport());
  answer(MAIN_CHANNELS.unlockKey, (passphrase) => {
    if (!isShortText(passphrase)) return { ok: false, code: 'BAD_REQUEST' };
    return services.unlockKey(passphrase);
  });
  answer(MAIN_CHANNELS.recoverKey, (given) => {
    const { code, passphrase } = (given ?? {}) as { readonly code?: unknown; readonly passphrase?: unknown };
    if (!isShortText(code) || !isShortText(passphrase)) return { ok: false, code: 'BAD_REQUEST' };
    return services.recoverKey({ code, passphrase });
  });
  answer(MAIN_CHANNELS.startOver, () => services.startOver());
  answer(MAIN_CHANNELS.newRecoveryCode, () => services.newRecoveryCode());
  answer(MAIN_CHANNELS.keepRecoveryCode, (lastGroup) =>
    isShortText(lastGroup) ? services.keepRecoveryCode(lastGroup) : false,
  );
  answer(MAIN_CHANNELS.setTheme, (theme) => {
    if (!isTheme(theme)) throw new Error('BAD_REQUEST: no such theme');
    services.setTheme(theme);
  });
  answer(MAIN_CHANNELS.printPage, () => services.printPage());
  answer(MAIN_CHANNELS.savePdf, (name) => {
    if (typeof name !== 'string' || name.length > MAX_FILE_NAME) throw new Error('BAD_REQUEST: no such name');
    return services.savePdf(name);
  });
  answer(MAIN_CHANNELS.saveFile, (file) => {
    const ticket = parseTicket(file);
    if (ticket === null) throw new Error('BAD_REQUEST: no ticket of a file');
    return services.saveFile(ticket);
  });
  answer(MAIN_CHANNELS.update, (action) => {
    const known = UPDATE_ACTIONS.find((one) => one === action);
    if (known === undefined) throw new Error('BAD_REQUEST: no such step of an update');
    return services.update(known);
  });
  ipcMain.on(MAIN_CHANNELS.hand, (event, said: unknown) => {
    const hand = readHand(said);
    if (isTrusted(event, MAIN_CHANNELS.hand) && hand !== null) services.heardHand(hand);
  });
  ipcMain.on(MAIN_CHANNELS.connect, (event) => {
    if (isTrusted(event, MAIN_CHANNELS.connect)) services.connect();
  });

  const tell = (channel: string, message: unknown, ports?: MessagePortMain[]): void => {
    const window = currentWindow();
    if (window === null || window.isDestroyed()) {
      for (const port of ports ?? []) port.close();
      return;
    }
    if (ports === undefined) window.webContents.send(channel, message);
    else window.webContents.postMessage(channel, message, ports);
  };
  return {
    deskState: (report) => tell(MAIN_CHANNELS.deskState, report),
    menuCommand: (command) => tell(MAIN_CHANNELS.menuCommand, command),
    updateState: (state) => tell(MAIN_CHANNELS.updateState, state),
    deskPort: (port) => tell(MAIN_CHANNELS.connect, null, [port]),
  };
}
