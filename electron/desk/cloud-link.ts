import type { AccountPort, CloudPlace } from '../../src/contracts/account-port.ts';
import type { RemotePort } from '../../src/contracts/ports.ts';

/** Which cloud this desk talks to, and its connections there. There is none until a first start has been told of one. */
export type CloudLink = {
  readonly place: () => CloudPlace | null;
  /** For a person who waits; null without a cloud. */
  readonly remote: () => RemotePort | null;
  readonly accounts: () => AccountPort | null;
  /** A connection of its own for the exchange behind. */
  readonly behind: () => RemotePort | null;
  /** A look at a place that is not this desk's. */
  readonly accountsAt: (place: CloudPlace) => AccountPort;
  /** From now on, and at the next start, the desk talks to this place. */
  readonly use: (place: CloudPlace) => void;
  readonly setCable: (connected: boolean) => void;
};

export type CloudLinkWorld = {
  readonly place: CloudPlace | null;
  readonly connect: (place: CloudPlace, urgency: 'now' | 'behind') => RemotePort;
  readonly accounts: (place: CloudPlace) => AccountPort;
  /** Keeps the place for the next start. */
  readonly keep: (place: CloudPlace) => void;
};

type Ends = { readonly place: CloudPlace; readonly remote: RemotePort; readonly accounts: AccountPort };

export function createCloudLink(world: CloudLinkWorld): CloudLink {
  let cable = true;
  const reach = (place: CloudPlace): Ends => {
    const ends = { place, remote: world.connect(place, 'now'), accounts: world.accounts(place) };
    if (!cable) {
      ends.remote.setCable(false);
      ends.accounts.setCable(false);
    }
    return ends;
  };
  let ends = world.place && reach(world.place);
  return {
    place: () => ends?.place ?? null,
    remote: () => ends?.remote ?? null,
    accounts: () => ends?.accounts ?? null,
    behind: () => (ends ? world.connect(ends.place, 'behind') : null),
    accountsAt: (place) => {
      const accounts = world.accounts(place);
      if (!cable) accounts.setCable(false);
      return accounts;
    },
    use: (place) => {
      ends?.remote.setCable(false);
      ends?.accounts.setCable(false);
      ends = reach(place);
      world.keep(place);
    },
    setCable: (connected) => {
      cable = connected;
      ends?.remote.setCable(connected);
      ends?.accounts.setCable(connected);
    },
  };
}
