import { createBirpc } from 'birpc';
import { callDeadline } from '../../contracts/call-deadline.ts';
import type { CallFailure, DeskCalls, PageEvents } from '../../contracts/desk-api.ts';

/**
 * connecting: no port yet; connected; gone: the desk ended and a new port is awaited.
 */
export type LinkState = 'connecting' | 'connected' | 'gone';

/** The page's only way to the desk. Calls never throw: what went wrong comes back as a CallFailure. */
export type DeskLink = {
  readonly call: <N extends keyof DeskCalls>(
    name: N,
    ...args: Parameters<DeskCalls[N]>
  ) => Promise<ReturnType<DeskCalls[N]> | { readonly ok: false; readonly error: CallFailure }>;
  /** Listens to what the desk tells every page; call the returned function to stop. */
  readonly on: <E extends keyof PageEvents>(event: E, listener: PageEvents[E]) => () => void;
  readonly state: () => LinkState;
  readonly onState: (listener: () => void) => () => void;
};

type AnyListener = (payload: never) => void;
type Rpc = {
  readonly call: (name: string, args: readonly unknown[]) => Promise<unknown>;
  readonly close: () => void;
};

const failure = (code: CallFailure['code'], message: string) =>
  ({ ok: false, error: { code, message } }) as const;

/** Where ports come from: the window in the console, a fake in tests. */
export type PortSource = {
  /** Hands over each new port; it replaces the one before. */
  readonly onPort: (listener: (port: MessagePort) => void) => void;
  /** Asks for a fresh port. */
  readonly connect: () => void;
};

/**
 * A link over MessagePorts that come and go. A call waits for a port until its deadline; calls in flight when the
 * port is replaced or closed answer DESK_GONE at once, because the desk may or may not have done the work.
 */
export function createDeskLink(source: PortSource): DeskLink {
  const listeners = new Map<keyof PageEvents, Set<AnyListener>>();
  const stateListeners = new Set<() => void>();
  let state: LinkState = 'connecting';
  let rpc: Rpc | null = null;
  let waiting: (() => void)[] = [];

  const setState = (next: LinkState): void => {
    if (state === next) return;
    state = next;
    for (const listener of stateListeners) listener();
  };

  const emit = (event: keyof PageEvents, payload: unknown): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };

  const adopt = (port: MessagePort): void => {
    rpc?.close();
    const next = openRpc(port, emit);
    rpc = next;
    port.addEventListener('close', () => {
      if (rpc !== next) return;
      rpc = null;
      next.close();
      setState('gone');
      source.connect();
    });
    port.start();
    setState('connected');
    const ready = waiting;
    waiting = [];
    for (const resume of ready) resume();
  };
  source.onPort(adopt);
  source.connect();

  const callOnce = async (name: keyof DeskCalls, args: readonly unknown[]): Promise<unknown> => {
    if (rpc === null) await new Promise<void>((resolve) => waiting.push(resolve));
    // Adopting a port resumes the waiting calls one after another; the port may be gone again by then.
    if (rpc === null) return failure('DESK_GONE', 'the desk went away before the call was sent');
    try {
      return await rpc.call(name, args);
    } catch (error) {
      const gone = error instanceof PortClosed;
      return failure(gone ? 'DESK_GONE' : 'UNKNOWN', error instanceof Error ? error.message : String(error));
    }
  };

  return {
    call: (name, ...args) => {
      const deadline = callDeadline(name);
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const timer = setTimeout(
        () => resolve(failure('TIMEOUT', `${name}: no answer in ${deadline} ms`)),
        deadline,
      );
      void callOnce(name, args).then((answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      // The desk validates what it sends by type; the page trusts its own process tree, not the network.
      return promise as never;
    },
    on: (event, listener) => {
      const known = listeners.get(event) ?? new Set<AnyListener>();
      known.add(listener as AnyListener);
      listeners.set(event, known);
      return () => known.delete(listener as AnyListener);
    },
    state: () => state,
    onState: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };
}

class PortClosed extends Error {
  override readonly name = 'PortClosed';
}

function openRpc(port: MessagePort, emit: (event: keyof PageEvents, payload: unknown) => void): Rpc {
  const birpc = createBirpc<Record<string, (...args: unknown[]) => unknown>, PageEvents, false>(
    {
      changed: (notice) => emit('changed', notice),
      syncStatus: (status) => emit('syncStatus', status),
      sessionState: (session) => emit('sessionState', session),
      progress: (progress) => emit('progress', progress),
    },
    {
      proxify: false,
      // Deadlines are per call and kept by the link; birpc's single one stays out of the way.
      timeout: -1,
      post: (message) => port.postMessage(message),
      on: (receive) => port.addEventListener('message', (event) => receive(event.data)),
    },
  );
  return {
    call: (name, args) => birpc.$call(name, ...args),
    close: () => {
      birpc.$close(new PortClosed('the port to the desk was closed'));
      port.close();
    },
  };
}

/** Ports as the preload hands them over: a window message `{type: 'desk-port'}` from this very window. */
export function windowPorts(connect: () => void): PortSource {
  return {
    onPort: (listener) =>
      window.addEventListener('message', (event) => {
        const [port] = event.ports;
        const type: unknown = (event.data as { type?: unknown } | null)?.type;
        if (event.source === window && type === 'desk-port' && port) listener(port);
      }),
    connect,
  };
}
