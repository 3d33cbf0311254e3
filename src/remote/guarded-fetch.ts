import { NO_ANSWER, TOO_LATE } from './remote-failure.ts';

class NoAnswer extends Error {
  override readonly name = NO_ANSWER;
}
class TooLate extends Error {
  override readonly name = TOO_LATE;
}

/** A cable that can be pulled by hand; `onChange` listeners hear of it at once. */
export type Cable = {
  readonly connected: () => boolean;
  readonly set: (connected: boolean) => void;
  readonly onChange: (listener: (connected: boolean) => void) => () => void;
};

export function createCable(): Cable {
  let connected = true;
  const listeners = new Set<(connected: boolean) => void>();
  return {
    connected: () => connected,
    set: (next) => {
      if (next === connected) return;
      connected = next;
      for (const listener of listeners) listener(next);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * The one fetch of the adapter: a deadline for the whole answer, and an error that says whether no answer came or it
 * came too late. Pulling the cable aborts what is under way, as a real cable would.
 */
export const guardedFetch =
  (cable: Cable, deadlineMs: number, underlying: typeof fetch = fetch): typeof fetch =>
  async (input, init) => {
    if (!cable.connected()) throw new NoAnswer('the cable is out');
    const pulled = new AbortController();
    const off = cable.onChange(() => pulled.abort());
    const late = AbortSignal.timeout(deadlineMs);
    try {
      const signal = AbortSignal.any([pulled.signal, late, ...(init?.signal ? [init.signal] : [])]);
      const headers = new Headers(init?.headers);
      // The runtime asks for brotli over https alone; it reads it everywhere, and it is the quicker one to make.
      headers.set('accept-encoding', 'br, gzip');
      const response = await underlying(input, { ...init, headers, signal });
      // Read here, so that a stalled body falls under the same deadline and gets the same names.
      const body = [204, 205, 304].includes(response.status) ? null : await response.arrayBuffer();
      return new Response(body, {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
    } catch (cause) {
      if (late.aborted && !pulled.signal.aborted) {
        throw new TooLate(`no answer within ${deadlineMs} ms`, { cause });
      }
      throw new NoAnswer(cause instanceof Error ? cause.message : String(cause), { cause });
    } finally {
      off();
    }
  };
