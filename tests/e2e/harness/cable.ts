import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** The network cable between one desk and the cloud: a plain TCP relay that can be pulled out and plugged in again. */
export type Cable = {
  /** What the desk takes for the cloud's address. */
  readonly url: string;
  /** Cuts every connection and refuses new ones. */
  readonly pull: () => void;
  readonly plugIn: () => void;
  readonly remove: () => Promise<void>;
};

export async function layCable(cloudUrl: string, pluggedIn = true): Promise<Cable> {
  const target = new URL(cloudUrl);
  const ends = new Set<Socket>();
  let plugged = pluggedIn;
  const server = createServer((desk) => {
    if (!plugged) {
      desk.destroy();
      return;
    }
    const cloud = connect({ host: target.hostname, port: Number(target.port) });
    for (const [end, other] of [
      [desk, cloud],
      [cloud, desk],
    ] as const) {
      ends.add(end);
      end.pipe(other);
      // A cut connection is what this is for.
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    pull: () => {
      plugged = false;
      cut();
    },
    plugIn: () => {
      plugged = true;
    },
    remove: async () => {
      plugged = false;
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
