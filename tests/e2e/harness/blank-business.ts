import { startTestCloud } from '../../fixtures/cloud.ts';
import { makeBlankTenant } from '../../fixtures/tenant.ts';
import { layCable, type Cable } from './cable.ts';
import { nextMonday } from './salon.ts';

/** A business on its first day, with an owner and nothing else, on a cloud of its own; a Monday at 10:40. */
export type BlankBusiness = {
  readonly ownerName: string;
  readonly cable: () => Promise<Cable>;
  readonly env: (cable: Cable) => Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

export async function openBlankBusiness(ownerName: string): Promise<BlankBusiness> {
  const cloud = await startTestCloud();
  const { owner } = await makeBlankTenant(cloud, ownerName);
  const cables: Cable[] = [];
  const demo = JSON.stringify({
    now: nextMonday(Date.now()),
    signIns: [{ role: 'owner', label: 'Owner', email: owner.email, password: owner.password }],
  });
  return {
    ownerName,
    cable: async () => {
      const cable = await layCable(cloud.url);
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
