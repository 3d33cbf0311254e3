import { err, ok, type Result } from '../../src/base/result.ts';
import type { RemoteFailure } from '../../src/contracts/ports.ts';
import { remoteFailure } from '../../src/remote/remote-failure.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from '../fixtures/sync/virtual-time.ts';
import type { Answer } from './sim-cloud.ts';
import type { Trace } from './trace.ts';

/** What can happen to a message, each with its probability. */
export type Weather = {
  /** The request never arrives. */
  readonly lostRequest: number;
  /** The cloud does the work; its answer never arrives. */
  readonly lostReply: number;
  /** The cloud is asked a second time, later, by the same request. */
  readonly duplicate: number;
  /** The answer is cut off in the middle. */
  readonly truncate: number;
  readonly lostNudge: number;
};

export const CALM: Weather = { lostRequest: 0, lostReply: 0, duplicate: 0, truncate: 0, lostNudge: 0 };

type Packet = {
  readonly label: string;
  /** Asks the cloud to write: it waits while somebody else's transaction holds the clock. */
  readonly writes: boolean;
  readonly arrive: () => void | Promise<void>;
};

/** Messages between desks and the cloud, each under way until the schedule lets it arrive, in any order. */
export type Network = {
  readonly exchange: (call: {
    readonly label: string;
    readonly writes: boolean;
    /** The end that asks is still connected, and alive. */
    readonly connected: () => boolean;
    readonly perform: () => Promise<Answer>;
  }) => Promise<Result<string, RemoteFailure>>;
  /** A hint to one desk. */
  readonly nudge: (label: string, arrive: () => void) => void;
  readonly underWay: () => number;
  readonly writes: (index: number) => boolean;
  readonly arrive: (index: number) => Promise<void>;
  readonly become: (weather: Weather) => void;
};

/** As the real adapter waits. What was under way arrives all the same: a time-out may come after the commit. */
const DEADLINE_MS = 20_000;
const SILENCE: RemoteFailure = { kind: 'timeout', code: 'TIMEOUT', message: 'no answer in time' };
/** What the real adapter makes of a body that ends too early: its parser throws, which counts as no answer. */
const CUT_OFF: RemoteFailure = { kind: 'offline', code: 'OFFLINE', message: 'the answer was cut off' };
const UNPLUGGED: RemoteFailure = { kind: 'offline', code: 'OFFLINE', message: 'the cable is out' };

export function createNetwork(chance: Chance, trace: Trace, time: VirtualTime): Network {
  const packets: Packet[] = [];
  let weather = CALM;

  return {
    exchange: ({ label, writes, connected, perform }) => {
      if (!connected()) return Promise.resolve(err(UNPLUGGED));
      return new Promise((resolve) => {
        time.after(DEADLINE_MS, () => resolve(err(SILENCE)));
        const answer = (result: Result<string, RemoteFailure>): void => {
          const failed = result.ok ? '' : ` ${result.error.code}`;
          packets.push({
            label: `${label} ← ${result.ok ? 'answer' : 'failure'}${failed}`,
            writes: false,
            arrive: () => resolve(connected() ? result : err(UNPLUGGED)),
          });
        };
        const request = async (): Promise<void> => {
          if (!connected() || chance.happens(weather.lostRequest)) {
            trace.say(`${label}: the request is lost`);
            answer(err(SILENCE));
            return;
          }
          const said = await perform();
          if (chance.happens(weather.duplicate)) {
            const late = async (): Promise<void> => {
              await perform();
            };
            packets.push({ label: `${label} → a second time`, writes, arrive: late });
          }
          if (chance.happens(weather.lostReply)) {
            trace.say(`${label}: the answer is lost`);
            answer(err(SILENCE));
          } else if (!said.ok) {
            answer(err(remoteFailure(said.failure)));
          } else if (chance.happens(weather.truncate)) {
            trace.say(`${label}: the answer is cut off`);
            const cut = said.text.slice(0, chance.below(said.text.length));
            answer(isJson(cut) ? ok(cut) : err(CUT_OFF));
          } else {
            answer(ok(said.text));
          }
        };
        packets.push({ label: `${label} →`, writes, arrive: request });
      });
    },
    nudge: (label, arrive) => {
      if (chance.happens(weather.lostNudge)) return;
      packets.push({ label, writes: false, arrive });
    },
    underWay: () => packets.length,
    writes: (index) => packets[index]?.writes === true,
    arrive: async (index) => {
      const [packet] = packets.splice(index, 1);
      if (!packet) throw new Error('no such packet');
      // A first sync asks a hundred times for empty months: only where that fails it is told.
      if (!/bootstrap (→|← answer)$/.test(packet.label)) trace.say(packet.label);
      await packet.arrive();
    },
    become: (next) => {
      weather = next;
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
