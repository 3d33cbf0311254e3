import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

type Picture = { readonly name: string; readonly caption: string };

/** Pictures of the console in the order in which they are taken, each light and dark. */
export type Album = {
  readonly take: (page: Page, name: string, caption: string) => Promise<void>;
  /** Writes index.html beside the pictures and returns its path. */
  readonly bind: () => string;
};

export function openAlbum(folder: string): Album {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pictures: Picture[] = [];
  return {
    take: async (page, name, caption) => {
      // A tooltip under a resting mouse is no part of the picture.
      await page.mouse.move(1, 1);
      for (const theme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`), animations: 'disabled' });
      }
      pictures.push({ name, caption });
    },
    bind: () => {
      const file = path.join(folder, 'index.html');
      writeFileSync(file, html(pictures));
      return file;
    },
  };
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function html(pictures: readonly Picture[]): string {
  const figures = pictures.map(
    ({ name, caption }, index) => `<figure id="${name}">
<figcaption><b>${String(index + 1)}</b> ${escape(caption)}</figcaption>
<div><img src="${name}-light.png" alt="${escape(caption)} (light)" loading="lazy">
<img src="${name}-dark.png" alt="${escape(caption)} (dark)" loading="lazy"></div>
</figure>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>A working day at the console</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1500px; padding: 0 1rem; color: #1c2426; }
figure { margin: 0 0 3rem; }
figcaption { margin-bottom: .6rem; }
figcaption b { display: inline-block; min-width: 1.6em; }
div { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
img { width: 100%; border: 1px solid #c9d2d3; border-radius: 6px; }
</style>
<h1>A working day at the console</h1>
<p>The demo salon on the embedded cloud, in the real application; every picture light and dark.</p>
${figures.join('\n')}
</html>
`;
}
