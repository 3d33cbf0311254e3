import { prepareConsole } from '../../../scripts/setup/prepare-console.ts';

/** How to start the console on this machine. */
export type Runtime = {
  readonly executable: string;
  /** The application's folder, then the switches that the machine asks for. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

let known: Promise<Runtime> | null = null;

/**
 * The runtime that `npm test` has prepared and named in the environment; a run of vitest by hand prepares it itself,
 * with a screen in memory where there is none. Once per test file.
 */
export function findRuntime(): Promise<Runtime> {
  known ??= resolve();
  return known;
}

async function resolve(): Promise<Runtime> {
  const executable = process.env['CONSOLE_ELECTRON'];
  if (executable !== undefined) {
    const args = JSON.parse(process.env['CONSOLE_ELECTRON_ARGS'] ?? '[]') as readonly string[];
    return { executable, args, env: {} };
  }
  const prepared = await prepareConsole('script');
  return { executable: prepared.executable, args: prepared.args, env: prepared.env };
}
