import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * An application folder that holds "ready" back until Playwright is connected, and then runs the real application.
 *
 * Playwright does this by itself only when it picks the binary (`electron -r loader`). Given a binary, it races with
 * the first window: one launch in four hung until its deadline. The fix costs a second entry file, made here.
 */
export function holdUntilConnected(appFolder: string, version?: string): string {
  const manifest = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8')) as {
    readonly main: string;
    readonly version: string;
  };
  const require = createRequire(import.meta.url);
  const playwright = path.dirname(require.resolve('playwright-core/package.json'));
  const loader = path.join(playwright, 'lib', 'server', 'electron', 'loader.js');
  const main = pathToFileURL(path.join(appFolder, manifest.main)).href;

  const folder = mkdtempSync(path.join(tmpdir(), 'console-held-'));
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...manifest, version: version ?? manifest.version, type: 'module', main: 'held.js' }),
  );
  writeFileSync(
    path.join(folder, 'held.js'),
    [
      "import { createRequire } from 'node:module';",
      `createRequire(${JSON.stringify(loader)})(${JSON.stringify(loader)});`,
      `await import(${JSON.stringify(main)});`,
    ].join('\n'),
  );
  return folder;
}
