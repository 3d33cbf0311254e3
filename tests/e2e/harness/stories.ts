import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import { outFolder } from '../../../scripts/setup/folders.ts';
import { startConsole, type ConsoleApp, type StartOptions } from './console-app.ts';

/**
 * Consoles of one test file. One started within a test ends with it; one started in beforeAll lives as long as the
 * file. After every test: a picture and the logs of each window if it failed, and a failure if any page logged an error that the
 * story did not announce.
 */
export type Stories = {
  readonly start: (options?: StartOptions) => Promise<ConsoleApp>;
};

export function consoleStories(): Stories {
  const shared = new Set<ConsoleApp>();
  const own = new Set<ConsoleApp>();
  let inTest = false;
  let reported = new Set<string>();

  const end = async (apps: Set<ConsoleApp>): Promise<void> => {
    await Promise.all([...apps].map((app) => app.dispose()));
    apps.clear();
  };

  beforeEach(() => {
    inTest = true;
  });
  afterEach(async ({ task }) => {
    inTest = false;
    const apps = [...shared, ...own];
    if (task.result?.state === 'fail') await takePictures(apps, task.name);
    const errors = apps.flatMap((app) => app.unexpectedErrors()).filter((error) => !reported.has(error));
    reported = new Set([...reported, ...errors]);
    await end(own);
    expect(errors, 'errors in the console of the page').toEqual([]);
  });
  afterAll(() => end(shared));

  return {
    start: async (options) => {
      const app = await startConsole(options);
      (inTest ? own : shared).add(app);
      return app;
    },
  };
}

async function takePictures(apps: readonly ConsoleApp[], story: string): Promise<void> {
  const folder = path.join(outFolder(), 'failed-stories');
  mkdirSync(folder, { recursive: true });
  const name = story.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80);
  await Promise.all(
    apps.map(async (app, index) => {
      const file = path.join(folder, `${name}-${String(index + 1)}.png`);
      const logs = path.join(app.userDataDir, 'logs');
      if (existsSync(logs)) cpSync(logs, file.replace(/png$/, 'logs'), { recursive: true });
      // The window may be what broke; the story's own failure is the one to report.
      await app.page.screenshot({ path: file, timeout: 5_000 }).then(
        () => console.log(`picture: ${file}`),
        () => console.log(`no picture of window ${String(index + 1)}`),
      );
    }),
  );
}
