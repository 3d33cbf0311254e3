import { ensureAppBuild } from './app-build.ts';
import { ensureElectron } from './electron-runtime.ts';
import { electronSwitches } from './electron-switches.ts';
import { ensureSqliteBinding } from './sqlite-binding.ts';
import { ensureLibraries } from './system-needs.ts';
import { hasDisplay, type ScreenLife, startVirtualScreen, type VirtualScreen } from './virtual-screen.ts';

/** All that it takes to start the console: `spawn(executable, args, { env })`, or Playwright's `_electron.launch`. */
export type PreparedConsole = {
  readonly executable: string;
  /** The application's folder first, then the switches; more may follow. */
  readonly args: readonly string[];
  /** To be laid over the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly electronVersion: string;
  /** The screen in memory that was started because there is no other; null where there is a real one. */
  readonly screen: VirtualScreen | null;
};

/** Electron, its libraries and its SQLite, without a build: what `npm run dev` and packaging need. */
export async function prepareRuntime(
  life: ScreenLife,
): Promise<PreparedConsole & { readonly runtime: Awaited<ReturnType<typeof ensureElectron>> }> {
  const runtime = await ensureElectron();
  await ensureLibraries(runtime.executable);
  const binding = await ensureSqliteBinding(runtime);
  const screen = hasDisplay() ? null : await startVirtualScreen(life);
  return {
    runtime,
    executable: runtime.executable,
    args: electronSwitches({ virtual: screen !== null }),
    env: {
      ...(binding === null ? {} : { CONSOLE_SQLITE_BINDING: binding }),
      ...(screen === null ? {} : { DISPLAY: screen.display }),
    },
    electronVersion: runtime.version,
    screen,
  };
}

/** Makes sure that everything is there and up to date; says what takes longer than two seconds. */
export async function prepareConsole(life: ScreenLife): Promise<PreparedConsole> {
  const folder = await ensureAppBuild();
  const { executable, args, env, electronVersion, screen } = await prepareRuntime(life);
  return { executable, args: [folder, ...args], env, electronVersion, screen };
}
