import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { UserConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/**
 * The bundles of the desktop: main and desk as ES modules side by side, the preload as CommonJS (a sandboxed preload
 * can be nothing else), the page as a static site. Only `dependencies` stay outside the bundles.
 */

const ROOT = import.meta.dirname;
const inRoot = (file: string): string => path.join(ROOT, file);

/** The oldest runtime that must work: Electron 33, with Node 20.18 and Chromium 130. */
const OLDEST_NODE = 'node20.18';
const OLDEST_CHROMIUM = 'chrome130';

/** The page is served from the root of its own origin, and a reload may happen at any route below it. */
const absoluteBase: Plugin = {
  name: 'console:absolute-base',
  enforce: 'post',
  config: () => ({ base: '/' }),
};

/** `outDir` holds the folders main, preload and renderer afterwards. */
export function desktopBundles(outDir: string): UserConfig {
  return {
    main: {
      build: {
        outDir: path.join(outDir, 'main'),
        target: OLDEST_NODE,
        sourcemap: true,
        // Less to read and compile before the first answer; the maps lead a stack in a log back to its source.
        minify: true,
        rolldownOptions: {
          input: {
            index: inRoot('electron/main/index.ts'),
            desk: inRoot('electron/desk/index.ts'),
            clerk: inRoot('electron/desk/clerk/clerk.ts'),
            builder: inRoot('electron/desk/second-file/builder.ts'),
          },
        },
      },
    },
    preload: {
      build: {
        outDir: path.join(outDir, 'preload'),
        target: OLDEST_NODE,
        externalizeDeps: false,
        rolldownOptions: {
          input: { index: inRoot('electron/preload/index.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    renderer: {
      root: inRoot('src/renderer'),
      plugins: [react(), absoluteBase],
      build: {
        outDir: path.join(outDir, 'renderer'),
        target: OLDEST_CHROMIUM,
        minify: true,
        // An inlined asset would be a data: URL, which the page's policy allows for pictures alone.
        assetsInlineLimit: 0,
        rolldownOptions: { input: inRoot('src/renderer/index.html') },
      },
    },
  };
}

export default desktopBundles(inRoot('out'));
