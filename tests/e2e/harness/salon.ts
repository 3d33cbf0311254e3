import { startTestCloud, type TestCloud, type TestCloudOptions } from '../../fixtures/cloud.ts';
import {
  asOwner,
  insertRow,
  makePlatformPerson,
  makeTenant,
  newId,
  type Person,
  type TenantFixture,
} from '../../fixtures/tenant.ts';
import { layCable, type Cable } from './cable.ts';

/** A small salon on a real cloud of its own, and cables to it. Its day is always a Monday at 10:40 in the future. */
export type Salon = {
  readonly cloud: TestCloud;
  readonly tenant: TenantFixture;
  readonly support: Person;
  /** The day that desks show first: 'YYYY-MM-DD'. */
  readonly day: string;
  /** A cable for one desk; pull it to take that desk offline. */
  readonly cable: (pluggedIn?: boolean) => Promise<Cable>;
  /** The environment of a desk on that cable. */
  readonly env: (cable: Cable) => Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

const DAY_MS = 86_400_000;
const SAST_MS = 2 * 3_600_000;

/** 10:40 in Johannesburg on the first Monday after tomorrow: the salon is open and no slot of it has passed. */
export function nextMonday(now: number): number {
  const localDay = Math.floor((now + SAST_MS) / DAY_MS) + 2;
  // Day 0 of the epoch was a Thursday.
  const untilMonday = (4 - (localDay % 7) + 7) % 7;
  return (localDay + untilMonday) * DAY_MS - SAST_MS + (10 * 60 + 40) * 60_000;
}

export async function openSalon(settings: TestCloudOptions = {}): Promise<Salon> {
  const cloud = await startTestCloud(settings);
  const tenant = await makeTenant(cloud);
  const support = await makePlatformPerson(cloud, 'support');
  const now = nextMonday(Date.now());
  await asOwner(cloud, async (client) => {
    for (const name of ['Zanele Khumalo', 'Pieter van Wyk', 'Fatima Patel']) {
      await insertRow(client, 'public.client', {
        id: newId(),
        tenant_id: tenant.tenantId,
        name,
        phone: `+2783555${String(1000 + name.length)}`,
      });
    }
  });
  const cables: Cable[] = [];
  const signIn = (label: string, { role, email, password }: Person) => ({ role, label, email, password });
  const demo = JSON.stringify({
    now,
    signIns: [
      signIn('Reception', tenant.frontDesk),
      signIn('Manager', tenant.manager),
      signIn('Owner', tenant.owner),
      signIn('Support', support),
    ],
  });
  return {
    cloud,
    tenant,
    support,
    day: new Date(now + SAST_MS).toISOString().slice(0, 10),
    cable: async (pluggedIn = true) => {
      const cable = await layCable(cloud.url, pluggedIn);
      cables.push(cable);
      return cable;
    },
    env: (cable) => ({
      CONSOLE_CLOUD_URL: cable.url,
      CONSOLE_CLOUD_KEY: cloud.publishableKey,
      CONSOLE_DEMO: demo,
    }),
    close: async () => {
      await Promise.all(cables.map((cable) => cable.remove()));
      await cloud.stop();
    },
  };
}
