import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { PaperOutcome } from '../../src/contracts/main-api.ts';
import { fileNameOf } from './file-name.ts';
import { writeLog } from './log.ts';
import { TEXTS } from './texts.ts';

/** What the page shows for print, on paper or as a PDF. The page's own style sheet for print decides what that is. */

/** Margins of the sheet, in inches as Chromium wants them: 12 mm, and room for the page number at the foot. */
const MARGINS = { top: 0.47, bottom: 0.6, left: 0.47, right: 0.47 } as const;
/** In a frame of its own: no style of the page reaches it. */
const FOOT = `<div style="width:100%;padding:0 12mm;font:8px sans-serif;color:#555;text-align:right">
  <span class="pageNumber"></span> / <span class="totalPages"></span></div>`;

/** Chromium paints the margins of paper in the window's own background, which is dark in the dark theme. */
async function onWhite<T>(window: BrowserWindow, work: () => Promise<T>): Promise<T> {
  const before = window.getBackgroundColor();
  window.setBackgroundColor('#ffffff');
  try {
    return await work();
  } finally {
    if (!window.isDestroyed()) window.setBackgroundColor(before);
  }
}

const GIVEN_UP = 'Print job canceled';

export async function printPage(window: BrowserWindow | null): Promise<PaperOutcome> {
  if (window === null) return { ok: false, code: 'PRINT_FAILED' };
  const reason = await onWhite(
    window,
    () =>
      new Promise<string | null>((resolve) => {
        window.webContents.print({ printBackground: true, pageSize: 'A4' }, (success, failure) =>
          resolve(success ? null : failure),
        );
      }),
  );
  if (reason === null) return { ok: true, file: null };
  if (reason === GIVEN_UP) return { ok: false, code: 'given_up' };
  writeLog('print failed', { reason });
  return { ok: false, code: 'PRINT_FAILED' };
}

export async function savePdf(window: BrowserWindow | null, name: string): Promise<PaperOutcome> {
  if (window === null) return { ok: false, code: 'PDF_FAILED' };
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: TEXTS.savePdf,
    defaultPath: path.join(app.getPath('documents'), `${fileNameOf(name, TEXTS.page)}.pdf`),
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  if (canceled || !filePath) return { ok: false, code: 'given_up' };
  try {
    const pdf = await onWhite(window, () =>
      window.webContents.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        margins: MARGINS,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: FOOT,
        generateTaggedPDF: true,
      }),
    );
    await writeFile(filePath, pdf);
    return { ok: true, file: path.basename(filePath) };
  } catch (error) {
    // The name of the file may be a client's: only the kind of failure is logged.
    writeLog('pdf failed', { code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' });
    return { ok: false, code: 'PDF_FAILED' };
  }
}
