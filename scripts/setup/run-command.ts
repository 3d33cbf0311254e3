import { spawn } from 'node:child_process';

export type CommandResult = {
  /** Exit code; null when a signal or the deadline ended it or it could not be started. */
  readonly code: number | null;
  /** stdout and stderr together, in the order in which they came. */
  readonly output: string;
  readonly stdout: string;
};

export type CommandOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly deadlineMs?: number;
};

/** Runs a program to its end without a shell. Never rejects: a program that is not there is a result without code. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.deadlineMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}`, stdout }));
    child.once('close', (code) => resolve({ code, output, stdout }));
  });
}

/** The npm that runs this script, or the one on the path. */
export function runNpm(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const npm = process.env['npm_execpath'];
  return npm?.endsWith('.js') === true
    ? runCommand(process.execPath, [npm, ...args], options)
    : runCommand('npm', args, options);
}
