import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { wasAway } from '../../fixtures/sync/absence.ts';
import type { ConsoleApp } from './console-app.ts';

/** A console that was quit is started again so much later: its file says that it last heard of the cloud then. */
export function leaveSwitchedOff({ userDataDir }: Pick<ConsoleApp, 'userDataDir'>, ms: number): void {
  const envelope = JSON.parse(readFileSync(path.join(userDataDir, 'file-key.json'), 'utf8')) as {
    readonly wraps: readonly { readonly by: string; readonly key?: string }[];
  };
  const plain = envelope.wraps.find(({ by }) => by === 'nothing')?.key;
  if (plain === undefined) throw new Error('the key of this profile is protected');
  const replicas = path.join(userDataDir, 'replicas');
  for (const home of readdirSync(replicas)) {
    wasAway({ path: path.join(replicas, home, 'replica.db'), key: Buffer.from(plain, 'base64') }, ms);
  }
}
