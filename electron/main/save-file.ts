import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { app, type BrowserWindow, dialog, type MessagePortMain } from 'electron';
import type { FilePiece, SaveOutcome } from '../../src/contracts/main-api.ts';
import type { FileTicket } from '../../src/contracts/transfer.ts';

/**
 * Main writes a file of the desk where the person says, and nowhere else: the page hands over a ticket, the dialog
 * answers the path, the bytes come from the desk. Beside the place first, so that a file is whole or not there.
 */

const TICKET = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST_NAME = 200;
/** Kinds of files that the desk makes; a page cannot have any other suggested. */
const KINDS: ReadonlySet<string> = new Set(['.csv', '.ics', '.json', '.work', '.zip']);

/** What came from the page, if it is a ticket; the name loses whatever could lead out of a folder. */
export function parseTicket(value: unknown): FileTicket | null {
  if (typeof value !== 'object' || value === null) return null;
  const { ticket, fileName } = value as Partial<Record<keyof FileTicket, unknown>>;
  if (typeof ticket !== 'string' || !TICKET.test(ticket) || typeof fileName !== 'string') return null;
  const name = plainName(fileName);
  return KINDS.has(path.extname(name).toLowerCase()) ? { ticket, fileName: name } : null;
}

/** No folders, no device names of Windows' characters, no control characters, no hidden file. */
const plainName = (name: string): string =>
  name
    // oxlint-disable-next-line no-control-regex -- these are what must not be in a name
    .replaceAll(/[\u0000-\u001F<>:"/\\|?*]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .slice(-LONGEST_NAME)
    .trim();

export async function saveFile(
  { ticket, fileName }: FileTicket,
  world: {
    readonly window: () => BrowserWindow | null;
    readonly port: (ticket: string) => MessagePortMain | null;
    readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
  },
): Promise<SaveOutcome> {
  const window = world.window();
  const options = {
    defaultPath: path.join(app.getPath('downloads'), fileName),
    filters: [
      { name: path.extname(fileName).slice(1).toUpperCase(), extensions: [path.extname(fileName).slice(1)] },
    ],
  };
  const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  const port = world.port(ticket);
  if (port === null) return { kind: 'failed', code: 'DESK_GONE' };
  if (chosen.canceled || chosen.filePath === '') {
    discard(port);
    return { kind: 'cancelled' };
  }
  try {
    const bytes = await writeWhole(chosen.filePath, port);
    world.log('file saved', { kind: path.extname(fileName), bytes });
    return { kind: 'saved', name: path.basename(chosen.filePath) };
  } catch (cause) {
    const code = (cause as { code?: unknown } | null)?.code;
    world.log('file not saved', { code: typeof code === 'string' ? code : String(cause) });
    return { kind: 'failed', code: typeof code === 'string' ? code : 'UNKNOWN' };
  }
}

/** The desk may forget the file. */
function discard(port: MessagePortMain): void {
  port.start();
  port.postMessage('stop');
}

/** Writes what the port brings beside `file` and puts it in its place. Answers the number of bytes. */
async function writeWhole(file: string, port: MessagePortMain): Promise<number> {
  const beside = `${file}.part`;
  const handle = await open(beside, 'w', 0o600);
  let bytes = 0;
  try {
    const pieces = piecesFrom(port);
    for (let piece = await pieces.next(); piece.kind !== 'end'; piece = await pieces.next()) {
      if (piece.kind === 'failed') throw Object.assign(new Error(piece.code), { code: piece.code });
      await handle.write(piece.bytes);
      bytes += piece.bytes.byteLength;
    }
    await handle.sync();
    await handle.close();
    await rename(beside, file);
    return bytes;
  } catch (cause) {
    await handle.close().catch(() => {});
    await rm(beside, { force: true });
    throw cause;
  } finally {
    port.postMessage('stop');
  }
}

/** One piece for each time it is asked for; a desk that goes away in between is a failure. */
function piecesFrom(port: MessagePortMain): { readonly next: () => Promise<FilePiece> } {
  let wanted: ((piece: FilePiece) => void) | null = null;
  let gone = false;
  const lost: FilePiece = { kind: 'failed', code: 'DESK_GONE' };
  port.on('message', ({ data }) => wanted?.(data as FilePiece));
  port.on('close', () => {
    gone = true;
    wanted?.(lost);
  });
  port.start();
  return {
    next: () => {
      if (gone) return Promise.resolve(lost);
      return new Promise((resolve) => {
        wanted = resolve;
        port.postMessage('next');
      });
    },
  };
}
