import { createBirpc } from 'birpc';
import type { MessagePortMain } from 'electron';
import { DESK_CALLS, type DeskCalls, type PageEvents } from '../../src/contracts/desk-api.ts';
import type { Desk } from './desk.ts';

type PageFunctions = { readonly [E in keyof PageEvents]: PageEvents[E] };
type CallName = keyof DeskCalls;

/** Serves one page over its port until the page closes it. */
export function servePage(desk: Desk, port: MessagePortMain): void {
  const functions = Object.fromEntries(
    (Object.keys(DESK_CALLS) as CallName[]).map((name) => [
      name,
      (...args: readonly unknown[]) => desk.call(name, args),
    ]),
  );
  const rpc = createBirpc<PageFunctions, typeof functions, false>(functions, {
    proxify: false,
    post: (message) => port.postMessage(message),
    on: (receive) => {
      port.on('message', ({ data }) => receive(data));
    },
    // A page that goes away in mid-sentence is no fault of the desk.
    onGeneralError: () => true,
  });
  const stop = desk.listen((event, payload) => {
    // The pair is checked where it is told; here it only passes through.
    void rpc
      .$callEvent(event, ...([payload] as unknown as Parameters<PageFunctions[typeof event]>))
      .catch(() => {});
  });
  port.on('close', () => {
    stop();
    rpc.$close();
  });
  port.start();
}
