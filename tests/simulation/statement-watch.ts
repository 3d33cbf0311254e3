import path from 'node:path';
// oxlint-disable-next-line import/default -- CommonJS: Node makes its exports the default
import Database from 'better-sqlite3';

/** The process that held the file was killed: none of its statements runs any more. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Where a process ends: around the `nth` of its next statements, or of those that begin or end a transaction. */
export type KillPoint = {
  readonly nth: number;
  readonly of: 'statements' | 'edges';
  readonly moment: 'before' | 'after';
};
const EDGE = /^(begin|commit|savepoint|release)/;

/** A life of a desk's process, from opening its folder of files to its end. */
export type Life = {
  readonly killAt: (point: KillPoint) => void;
  readonly spare: () => void;
  readonly dead: () => boolean;
  /** Runs what an event sets off, unless the process is dead; it may die of it. */
  readonly during: (run: () => void) => void;
  /** Name of the statement at which it ended; null when it lives, or ended otherwise. */
  readonly endedAt: () => string | null;
  readonly end: () => void;
  /** Lets the dead process's handles go, when its files have been copied. */
  readonly bury: () => void;
};

type WatchedLife = Life & {
  readonly around: <T>(text: string, work: () => T) => T;
  readonly open: Set<Database.Database>;
};

const lives = new Map<string, WatchedLife>();

/**
 * Begins a life for all databases that are opened for writing in this folder. `onEnd` is called at its very end, before
 * the dead process's own code gets to tidy anything up.
 */
export function beginLife(folder: string, onEnd: () => void): Life {
  watchDriver();
  let armed: KillPoint | null = null;
  let passed = 0;
  let dead = false;
  let endedAt: string | null = null;
  const open = new Set<Database.Database>();
  const end = (): void => {
    if (dead) return;
    dead = true;
    onEnd();
  };
  const kill = (text: string): never => {
    end();
    endedAt = text.trim().split(/\s+/).slice(0, 4).join(' ');
    throw new Killed(endedAt);
  };
  const life: WatchedLife = {
    open,
    around: (text, work) => {
      if (dead) throw new Killed('dead already');
      if (armed && (armed.of === 'statements' || EDGE.test(text))) passed += 1;
      const last = armed !== null && passed === armed.nth;
      if (last && armed?.moment === 'before') kill(text);
      const result = work();
      if (last) kill(text);
      return result;
    },
    killAt: (point) => {
      armed = point;
      passed = 0;
    },
    spare: () => {
      armed = null;
    },
    dead: () => dead,
    during: (run) => {
      if (dead) return;
      try {
        run();
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    },
    endedAt: () => endedAt,
    end,
    bury: () => {
      for (const database of open) database.close();
      lives.delete(folder);
    },
  };
  lives.set(folder, life);
  return life;
}

let watching = false;

/** The driver's own methods, for all databases of this process: the product opens its files as it always does. */
function watchDriver(): void {
  if (watching) return;
  watching = true;
  const driver = Database.prototype;
  const { prepare, exec } = driver;
  const lifeOf = (database: Database.Database): WatchedLife | undefined => {
    if (database.readonly) return undefined;
    const life = lives.get(path.dirname(database.name));
    life?.open.add(database);
    return life;
  };
  driver.exec = function watchedExec(this: Database.Database, text: string) {
    const life = lifeOf(this);
    return life ? life.around(text, () => exec.call(this, text)) : exec.call(this, text);
  };
  driver.prepare = function watchedPrepare(this: Database.Database, text: string) {
    const statement = prepare.call(this, text);
    const life = lifeOf(this);
    if (!life) return statement;
    const watched =
      (method: (...params: unknown[]) => unknown) =>
      (...params: unknown[]) =>
        life.around(text, () => method.apply(statement, params));
    const { run, get, all } = statement as Database.Statement;
    return Object.assign(statement, { run: watched(run), get: watched(get), all: watched(all) });
  } as typeof prepare;
}
