import type { NewId } from '../../src/base/ids.ts';
import type { FileTicket } from '../../src/contracts/transfer.ts';
import { CallRefused } from './call-failure.ts';

/** Bytes of a file, piece by piece, as fast as they are asked for. */
export type FilePieces = {
  /** Null at the end. */
  readonly next: () => Promise<Uint8Array | null>;
  /** The file is complete, or nobody wants it any more. */
  readonly end: () => Promise<void>;
};

/**
 * Files that the desk has ready for main to save. The page gets a ticket and gives it to main, so that the bytes never
 * pass through the page, and main alone writes where a person said.
 */
export type FileDesk = {
  readonly offer: (fileName: string, pieces: FilePieces) => FileTicket;
  /** Once only. Throws CallRefused for a ticket that is not there. */
  readonly take: (ticket: string) => FilePieces;
  readonly close: () => Promise<void>;
};

/** Tickets that nobody called for; the oldest is let go. */
const KEPT = 3;

export function createFileDesk(newId: NewId): FileDesk {
  const waiting = new Map<string, FilePieces>();
  return {
    offer: (fileName, pieces) => {
      const ticket = newId();
      waiting.set(ticket, pieces);
      for (const [old, { end }] of [...waiting].slice(0, -KEPT)) {
        waiting.delete(old);
        void end();
      }
      return { ticket, fileName };
    },
    take: (ticket) => {
      const pieces = waiting.get(ticket);
      if (!pieces) throw new CallRefused('BAD_REQUEST', 'no such file is ready');
      waiting.delete(ticket);
      return pieces;
    },
    close: async () => {
      const all = [...waiting.values()];
      waiting.clear();
      await Promise.all(all.map(({ end }) => end()));
    },
  };
}
