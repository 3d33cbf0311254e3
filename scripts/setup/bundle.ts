import path from 'node:path';

/**
 * Builds the desktop into the folder that is the first argument.
 *
 * electron-vite's own `build` reads a config file and writes a temporary one beside it, which a read-only checkout
 * does not allow; the factories that it is made of do not.
 */
const outDir = path.resolve(process.argv[2] ?? 'out');
process.env['NODE_ENV'] = 'production';
process.env['NODE_ENV_ELECTRON_VITE'] = 'production';
// Its own answer would be the installed Electron, which need not be the one that runs.
process.env['ELECTRON_MAJOR_VER'] = '33';

const { MainConfigFactory, PreloadConfigFactory, RendererConfigFactory } = await import('electron-vite');
const { build } = await import('vite');
const { desktopBundles } = await import('../../electron.vite.config.ts');

const { main = {}, preload = {}, renderer = {} } = desktopBundles(outDir);
const inline = { configFile: false, mode: 'production', logLevel: 'warn' } as const;
for (const factory of [
  new MainConfigFactory(main, inline, {}),
  new PreloadConfigFactory(preload, inline, {}),
  new RendererConfigFactory(renderer, inline, {}),
]) {
  await build(await factory.build());
}
