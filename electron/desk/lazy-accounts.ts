import type { AccountPort } from '../../src/contracts/account-port.ts';

/** Made when it is first used, as `lazyRemote` is, and for the same reason. */
export function lazyAccounts(make: () => Promise<AccountPort>): AccountPort {
  let cable = true;
  let made: AccountPort | null = null;
  let making: Promise<AccountPort> | null = null;
  const accounts = (): Promise<AccountPort> => {
    making ??= make().then((ready) => {
      if (!cable) ready.setCable(false);
      made = ready;
      return ready;
    });
    return making;
  };
  return {
    check: async () => (await accounts()).check(),
    signUp: async (...args) => (await accounts()).signUp(...args),
    requestCode: async (...args) => (await accounts()).requestCode(...args),
    useCode: async (...args) => (await accounts()).useCode(...args),
    setPassword: async (...args) => (await accounts()).setPassword(...args),
    lookAtInvitation: async (...args) => (await accounts()).lookAtInvitation(...args),
    acceptInvitation: async (...args) => (await accounts()).acceptInvitation(...args),
    listInvitations: async (...args) => (await accounts()).listInvitations(...args),
    createInvitation: async (...args) => (await accounts()).createInvitation(...args),
    withdrawInvitation: async (...args) => (await accounts()).withdrawInvitation(...args),
    setCable: (connected) => {
      cable = connected;
      made?.setCable(connected);
    },
  };
}
