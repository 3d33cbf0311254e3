import { contextBridge, ipcRenderer } from 'electron';
import {
  MAIN_CHANNELS,
  MAIN_GLOBAL,
  type BootInfo,
  type DeskState,
  type MainVerbs,
  type MenuCommand,
} from '../../src/contracts/main-api.ts';
import type { UpdateState } from '../../src/contracts/updates.ts';

/**
 * All that the page knows of Electron: the verbs of MainVerbs and nothing raw. Listeners get values, never the event,
 * because the event leads to ipcRenderer.
 */

type DeskReport = { readonly state: DeskState; readonly code: string | null };

function listeners<Args extends unknown[]>(): {
  readonly add: (listener: (...args: Args) => void) => () => void;
  readonly call: (...args: Args) => void;
} {
  const all = new Set<(...args: Args) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    call: (...args) => {
      for (const listener of all) listener(...args);
    },
  };
}

const deskStates = listeners<[DeskState, string | null]>();
const updateStates = listeners<[UpdateState]>();
const menuCommands = listeners<[MenuCommand]>();
let latest: DeskReport | null = null;

const heard = (report: DeskReport): void => {
  latest = report;
  deskStates.call(report.state, report.code);
};
ipcRenderer.on(MAIN_CHANNELS.deskState, (_event, report: DeskReport) => heard(report));
ipcRenderer.on(MAIN_CHANNELS.updateState, (_event, state: UpdateState) => updateStates.call(state));
ipcRenderer.on(MAIN_CHANNELS.menuCommand, (_event, command: MenuCommand) => menuCommands.call(command));
ipcRenderer.on(MAIN_CHANNELS.connect, (event) => {
  // A port cannot cross the context bridge; the page listens for this one message instead.
  window.postMessage({ type: 'desk-port' }, window.location.origin, [...event.ports]);
});

const verbs: MainVerbs = {
  boot: () => ipcRenderer.invoke(MAIN_CHANNELS.boot) as Promise<BootInfo>,
  unlockKey: (passphrase) =>
    ipcRenderer.invoke(MAIN_CHANNELS.unlockKey, passphrase) as ReturnType<MainVerbs['unlockKey']>,
  recoverKey: (answer) =>
    ipcRenderer.invoke(MAIN_CHANNELS.recoverKey, answer) as ReturnType<MainVerbs['recoverKey']>,
  startOver: () => ipcRenderer.invoke(MAIN_CHANNELS.startOver) as Promise<boolean>,
  newRecoveryCode: () => ipcRenderer.invoke(MAIN_CHANNELS.newRecoveryCode) as Promise<string | null>,
  keepRecoveryCode: (lastGroup) =>
    ipcRenderer.invoke(MAIN_CHANNELS.keepRecoveryCode, lastGroup) as Promise<boolean>,
  setTheme: (theme) => ipcRenderer.invoke(MAIN_CHANNELS.setTheme, theme) as Promise<void>,
  printPage: () => ipcRenderer.invoke(MAIN_CHANNELS.printPage) as ReturnType<MainVerbs['printPage']>,
  savePdf: (name) => ipcRenderer.invoke(MAIN_CHANNELS.savePdf, name) as ReturnType<MainVerbs['savePdf']>,
  saveFile: (file) => ipcRenderer.invoke(MAIN_CHANNELS.saveFile, file) as ReturnType<MainVerbs['saveFile']>,
  onDeskState: (listener) => {
    const remove = deskStates.add(listener);
    // A listener that comes late hears the present state at once; one that main sends meanwhile wins.
    if (latest !== null) listener(latest.state, latest.code);
    else {
      void (ipcRenderer.invoke(MAIN_CHANNELS.deskState) as Promise<DeskReport>).then((report) => {
        if (latest === null) heard(report);
      });
    }
    return remove;
  },
  update: (action) => ipcRenderer.invoke(MAIN_CHANNELS.update, action) as Promise<UpdateState>,
  onUpdate: (listener) => updateStates.add(listener),
  reportHand: (hand) => ipcRenderer.send(MAIN_CHANNELS.hand, hand),
  onMenuCommand: (listener) => menuCommands.add(listener),
  connect: () => ipcRenderer.send(MAIN_CHANNELS.connect),
};

contextBridge.exposeInMainWorld(MAIN_GLOBAL, verbs);
