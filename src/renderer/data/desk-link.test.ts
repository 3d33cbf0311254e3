import { createBirpc } from 'birpc';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PageEvents, SyncStatus } from '../../contracts/desk-api.ts';
import { type DeskLink, createDeskLink } from './desk-link.ts';

type Handlers = Record<string, (...args: never[]) => unknown>;

/** A desk at the other end of a real MessageChannel. */
function openDesk(handlers: Handlers) {
  const { port1, port2 } = new MessageChannel();
  const rpc = createBirpc<PageEvents, Handlers, false>(handlers, {
    proxify: false,
    post: (message) => port2.postMessage(message),
    on: (receive) => port2.addEventListener('message', (event) => receive((event as MessageEvent).data)),
  });
  port2.start();
  return { port: port1, rpc, die: () => port2.close() };
}

function newLink(): { link: DeskLink; give: (port: MessagePort) => void; asked: () => number } {
  let give: (port: MessagePort) => void = () => undefined;
  let asked = 0;
  const link = createDeskLink({
    onPort: (listener) => {
      give = listener;
    },
    connect: () => {
      asked += 1;
    },
  });
  return { link, give: (port) => give(port), asked: () => asked };
}

const IDLE: SyncStatus = {
  state: 'idle',
  online: true,
  completeTo: 1,
  pending: 0,
  conflicts: 0,
  progress: null,
  lastError: null,
  hold: null,
  cable: true,
};

const closers: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closers.splice(0)) close();
});

describe('the link to the desk', () => {
  it('keeps a call until the first port arrives, then answers it', async () => {
    const { link, give, asked } = newLink();
    const answer = link.call('sync.status');
    expect(link.state()).toBe('connecting');
    expect(asked()).toBe(1);
    const desk = openDesk({ 'sync.status': () => ({ ok: true, value: IDLE }) });
    closers.push(desk.die);
    give(desk.port);
    expect(await answer).toEqual({ ok: true, value: IDLE });
    expect(link.state()).toBe('connected');
  });

  it('answers DESK_GONE to what is in flight when the desk dies, asks for a new port, and works on it', async () => {
    const { link, give, asked } = newLink();
    let reached: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (reached = resolve));
    const first = openDesk({
      'sync.now': () => {
        reached();
        return new Promise(() => undefined);
      },
    });
    give(first.port);
    const inFlight = link.call('sync.now');
    await arrived;
    first.die();
    expect(await inFlight).toMatchObject({ ok: false, error: { code: 'DESK_GONE' } });
    expect(link.state()).toBe('gone');
    expect(asked()).toBe(2);

    const second = openDesk({ 'sync.status': () => ({ ok: true, value: IDLE }) });
    closers.push(second.die);
    give(second.port);
    expect(await link.call('sync.status')).toEqual({ ok: true, value: IDLE });
  });

  it('answers DESK_GONE to what is in flight when a new port replaces the old one', async () => {
    const { link, give } = newLink();
    let reached: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (reached = resolve));
    const old = openDesk({
      'sync.now': () => {
        reached();
        return new Promise(() => undefined);
      },
    });
    give(old.port);
    const inFlight = link.call('sync.now');
    await arrived;
    const fresh = openDesk({});
    closers.push(fresh.die, old.die);
    give(fresh.port);
    expect(await inFlight).toMatchObject({ ok: false, error: { code: 'DESK_GONE' } });
    expect(link.state()).toBe('connected');
  });

  it('gives up at the deadline of the call and says so', async () => {
    vi.useFakeTimers();
    const { link } = newLink();
    const answer = link.call('sync.status');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await answer).toMatchObject({ ok: false, error: { code: 'TIMEOUT' } });
  });

  it('passes on what the desk tells every page until the listener stops', async () => {
    const { link, give } = newLink();
    const desk = openDesk({});
    closers.push(desk.die);
    give(desk.port);
    const heard = new Promise<SyncStatus>((resolve) => {
      const stop = link.on('syncStatus', (status) => {
        stop();
        resolve(status);
      });
    });
    await desk.rpc.$callEvent('syncStatus', IDLE);
    expect(await heard).toEqual(IDLE);
  });
});
