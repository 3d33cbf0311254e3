import type { MessagePortMain } from 'electron';
import type { FilePiece, FilePull } from '../../src/contracts/main-api.ts';
import { expectedFailure } from './call-failure.ts';
import type { FileDesk, FilePieces } from './file-desk.ts';

/** Gives main one file over a port, a piece for each time it asks; ends it when main closes the port. */
export function serveFile(files: Pick<FileDesk, 'take'>, ticket: string, port: MessagePortMain): void {
  const say = (piece: FilePiece): void => port.postMessage(piece);
  let pieces: FilePieces | null = null;

  const give = async (): Promise<void> => {
    try {
      pieces ??= files.take(ticket);
      const bytes = await pieces.next();
      say(bytes === null ? { kind: 'end' } : { kind: 'bytes', bytes });
    } catch (cause) {
      say({ kind: 'failed', code: expectedFailure(cause)?.code ?? 'UNKNOWN' });
    }
  };
  const stop = async (): Promise<void> => {
    try {
      // Nobody wants it: also a file of which no piece was asked for is let go.
      await (pieces ?? files.take(ticket)).end();
    } catch (cause) {
      if (!expectedFailure(cause)) throw cause;
    } finally {
      port.close();
    }
  };
  port.on('message', ({ data }) => {
    if ((data as FilePull) === 'next') void give();
    else void stop();
  });
  port.on('close', () => void pieces?.end());
  port.start();
}
