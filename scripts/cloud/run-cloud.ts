import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { MigrationRefused } from '../../src/cloud/gateway/migrate-cloud.ts';
import { discardCluster } from '../../src/cloud/gateway/postgres/discard-cluster.ts';
import { startCloud } from '../../src/cloud/gateway/start-cloud.ts';
import { accountSettings } from './account-settings.ts';
import { takeDataDir } from './data-dir-lock.ts';

export type DemoFacts = {
  readonly signIns: readonly {
    readonly role: string;
    readonly label: string;
    readonly email: string;
    readonly password: string;
  }[];
  /** The demo's moment, epoch ms. */
  readonly now: number;
};

/** What a caller needs to use the cloud; the line that `--json` prints. */
export type CloudFacts = {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly databaseUrl: string;
  readonly demo: DemoFacts | null;
};

type SeedDemo = (options: {
  readonly databaseUrl: string;
  readonly seed: number;
  readonly scale: number;
  readonly now: number;
  readonly log: (line: string) => void;
}) => Promise<DemoFacts>;

const ROOT = path.resolve(import.meta.dirname, '../..');
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Starts the embedded cloud on a data folder, with the demo business when the folder is new.
 * Throws when another process already runs a cloud there (its address is in `cloud.json`).
 */
export async function runCloud(options: {
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  readonly demo: { readonly scale: number; readonly seed: number } | undefined;
  /** Other migrations than the console's own; for tests. */
  readonly migrationsDir?: string | undefined;
  readonly say: (line: string) => void;
  /** Aborted when the caller no longer wants the cloud: loading the demo is then broken off. */
  readonly ending: AbortSignal;
}): Promise<{ readonly facts: CloudFacts; stop(): Promise<void> }> {
  const { dataDir, say } = options;
  const accounts = accountSettings(process.env);
  mkdirSync(dataDir, { recursive: true });
  const release = takeDataDir(dataDir);
  const logFile = path.join(dataDir, 'gateway.log');
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) truncateSync(logFile, 0);
  const logger = pino(
    { level: 'info' },
    pino.destination({ dest: logFile, append: true, mode: 0o600, sync: true }),
  );
  try {
    const wantsDemo = await prepareDemo(dataDir, options.demo !== undefined, say);
    const cloud = await startCloud({
      dataDir,
      port: options.port,
      host: options.host,
      migrationsDir: options.migrationsDir ?? path.join(ROOT, 'migrations', 'cloud'),
      logger,
      progress: say,
      ...accounts,
    });
    const stop = async (): Promise<void> => {
      rmSync(path.join(dataDir, 'cloud.json'), { force: true });
      try {
        await cloud.stop();
      } finally {
        release();
      }
    };
    const breakOff = (): void => void cloud.stop();
    try {
      options.ending.throwIfAborted();
      options.ending.addEventListener('abort', breakOff);
      if (wantsDemo && options.demo) await seed(dataDir, cloud.databaseUrl, options.demo, say);
      const facts: CloudFacts = {
        url: cloud.url,
        publishableKey: cloud.publishableKey,
        secretKey: cloud.secretKey,
        databaseUrl: cloud.databaseUrl,
        demo: readDemo(dataDir),
      };
      writeWhole(path.join(dataDir, 'cloud.json'), { pid: process.pid, ...facts });
      return { facts, stop };
    } catch (error) {
      await stop();
      if (options.ending.aborted) throw new Error('Stopped before the cloud was ready.', { cause: error });
      throw error;
    } finally {
      options.ending.removeEventListener('abort', breakOff);
    }
  } catch (error) {
    release();
    if (error instanceof MigrationRefused && existsSync(demoFile(dataDir))) {
      const advice = `${dataDir} holds a demo made by another version: delete that folder to begin anew.`;
      throw new Error(`${error.message}\n${advice}`, { cause: error });
    }
    throw error;
  }
}

const demoFile = (dataDir: string): string => path.join(dataDir, 'demo.json');
const pendingFile = (dataDir: string): string => path.join(dataDir, 'demo.pending');
const seederFile = path.join(ROOT, 'scripts', 'demo', 'seed-demo.ts');

function readDemo(dataDir: string): DemoFacts | null {
  const file = demoFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoFacts) : null;
}

/**
 * Whether the demo is to be loaded now. Only into a database that this start makes: never beside
 * somebody's own data. One whose loading was killed holds nothing but half a demo, and is made anew.
 */
async function prepareDemo(dataDir: string, wanted: boolean, say: (line: string) => void): Promise<boolean> {
  if (existsSync(pendingFile(dataDir))) {
    say('The demo was not loaded to its end last time; starting again …');
    await discardCluster(dataDir);
    rmSync(pendingFile(dataDir));
  }
  if (!wanted || !existsSync(seederFile) || existsSync(path.join(dataDir, 'postgres'))) return false;
  writeFileSync(pendingFile(dataDir), '');
  return true;
}

async function seed(
  dataDir: string,
  databaseUrl: string,
  demo: { readonly scale: number; readonly seed: number },
  say: (line: string) => void,
): Promise<void> {
  const { seedDemo } = (await import(pathToFileURL(seederFile).href)) as { seedDemo: SeedDemo };
  const { signIns, now } = await seedDemo({ databaseUrl, ...demo, now: Date.now(), log: say });
  writeWhole(demoFile(dataDir), { signIns, now });
  rmSync(pendingFile(dataDir));
}

/** Readable by its owner alone, and never seen half written. */
function writeWhole(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
