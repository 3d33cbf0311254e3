import { MessageChannelMain, utilityProcess } from 'electron';
import type { DeskChild } from './desk-supervisor.ts';
import { writeLog } from './log.ts';

/** The desk gets what a program needs to run on this system and nothing of what this session happens to hold. */
const PASSED_ON = [
  'HOME',
  'LANG',
  'LC_ALL',
  'LD_LIBRARY_PATH',
  'PATH',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'TZ',
  'USERPROFILE',
] as const;

/** Lines of the desk on stderr that main keeps: enough for a stack, not a flood. */
const MAX_LINE = 2_000;

export function forkDesk(file: string): DeskChild {
  const env: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const child = utilityProcess.fork(file, [], {
    serviceName: 'desk',
    env,
    execArgv: [],
    stdio: 'pipe',
  });
  // An unread pipe fills up and stops the desk; its log is its own, so stdout is dropped.
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => {
    writeLog('desk stderr', { text: chunk.toString('utf8').slice(0, MAX_LINE) });
  });
  return {
    send: (message, ports) => child.postMessage(message, ports),
    onMessage: (listener) => child.on('message', listener),
    onceGone: (listener) => child.once('exit', listener),
    kill: () => child.kill(),
  };
}

export const newChannel = (): MessageChannelMain => new MessageChannelMain();
