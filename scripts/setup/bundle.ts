import path from 'node:path';
import { build } from 'electron-vite';
import { desktopBundles } from '../../electron.vite.config.ts';

/** Builds the desktop into the folder that is the first argument. The bundler would write beside a config file. */
const outDir = path.resolve(process.argv[2] ?? 'out');
// Its own answer would be the installed Electron, which need not be the one that runs.
process.env['ELECTRON_MAJOR_VER'] = '33';
await build({ ...desktopBundles(outDir), configFile: false, logLevel: 'warn' });
