import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endServer } from './end-server.ts';
import { runningPostmaster } from './postmaster-pid.ts';

/** Ends the server of a data folder, if one runs, and deletes its database for good; the keys stay. */
export async function discardCluster(dataDir: string): Promise<void> {
  const link = join(dataDir, 'postgres');
  if (existsSync(link)) {
    const cluster = realpathSync(link);
    const running = runningPostmaster(cluster);
    if (running) await endServer(running.pid);
    rmSync(cluster, { recursive: true, force: true });
  }
  rmSync(link, { recursive: true, force: true });
}
