import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/**
 * What Electron's own default application does, for a runtime that ships without it: start the application whose
 * folder is the first argument that is not a switch. So one runtime serves any number of checkouts.
 */
const isSwitch = (argument) => argument.startsWith('-');
const index = process.argv.findIndex((argument, at) => at > 0 && !isSwitch(argument));
if (index === -1) {
  process.stderr.write('Usage: electron [switches] <application folder> [arguments]\n');
  app.exit(2);
} else {
  const folder = path.resolve(process.argv[index]);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  process.defaultApp = true;
  if (manifest.productName) app.setName(manifest.productName);
  else if (manifest.name) app.setName(manifest.name);
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
  const chosen = app.commandLine.getSwitchValue('user-data-dir');
  if (chosen) app.setPath('userData', path.resolve(chosen));
  app.setAppPath(folder);
  const main = createRequire(path.join(folder, 'package.json')).resolve(
    path.join(folder, manifest.main ?? 'index.js'),
  );
  // Awaited at top level: Electron holds "ready" back until the entry module has been evaluated.
  await import(pathToFileURL(main).href);
}
