import { setTimeout as pause } from 'node:timers/promises';

/**
 * A page of a running Chromium, asked over its debugging port. Playwright's connection attaches to a page while it is
 * being made, which now and then stalls it; a stopwatch must not touch what it measures, so this one only asks.
 */
export type DebugPage = {
  /** Milliseconds of performance.now() when the selector first matched something with a size. */
  readonly whenVisible: (selector: string, deadlineMs: number) => Promise<number>;
  readonly evaluate: (expression: string) => Promise<unknown>;
  readonly close: () => void;
};

const LOOK_EVERY_MS = 5;

type Target = { readonly type: string; readonly url: string; readonly webSocketDebuggerUrl: string };
type Reply = { readonly id?: number; readonly result?: { readonly result?: { readonly value?: unknown } } };

/** The first page of the browser behind `address` (ws://127.0.0.1:port/…), as soon as there is one. */
export async function debugPage(address: string, deadlineMs: number): Promise<DebugPage> {
  const list = `http://${new URL(address).host}/json/list`;
  const deadline = performance.now() + deadlineMs;
  let target: Target | undefined;
  while (target === undefined) {
    if (performance.now() > deadline) throw new Error('The window never appeared.');
    const targets = (await (await fetch(list)).json()) as readonly Target[];
    target = targets.find(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank');
    if (target === undefined) await pause(LOOK_EVERY_MS);
  }
  return converse(target.webSocketDebuggerUrl);
}

async function converse(url: string): Promise<DebugPage> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (value: unknown) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    const answer = reply.id === undefined ? undefined : waiting.get(reply.id);
    if (reply.id === undefined || answer === undefined) return;
    waiting.delete(reply.id);
    answer(reply.result?.result?.value);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const evaluate = (expression: string): Promise<unknown> => {
    last += 1;
    const id = last;
    const answered = new Promise<unknown>((resolve) => waiting.set(id, resolve));
    const params = { expression, returnByValue: true, awaitPromise: true };
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    return answered;
  };
  return {
    evaluate,
    whenVisible: async (selector, deadlineMs) => {
      const look = `(document.querySelector(${JSON.stringify(selector)})?.getClientRects().length ?? 0) > 0`;
      const deadline = performance.now() + deadlineMs;
      while ((await evaluate(look)) !== true) {
        if (performance.now() > deadline)
          throw new Error(`${selector} was not seen in ${String(deadlineMs)} ms.`);
        await pause(LOOK_EVERY_MS);
      }
      return performance.now();
    },
    close: () => socket.close(),
  };
}
