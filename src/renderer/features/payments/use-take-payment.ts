import { useState } from 'react';
import type { CommandArgs } from '../../../domain/registry.ts';
import { BETA_TENDERS, type Tender, TENDERS } from '../../../domain/money/payment-commands.ts';
import { newId } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';

/** Taking money for a visit: the tenders that this business has, and the command; `take` tells whether it went in. */
export function useTakePayment(): {
  readonly tenders: readonly Tender[];
  readonly busy: boolean;
  readonly take: (payment: Omit<CommandArgs<'payment.take'>, 'id'>) => Promise<boolean>;
} {
  const execute = useExecute();
  const flags = useDeskQuery('flagValues', {}).data;
  const [busy, setBusy] = useState(false);
  return {
    tenders: flags?.betaPayments === true ? [...TENDERS, ...BETA_TENDERS] : TENDERS,
    busy,
    take: async (payment) => {
      setBusy(true);
      const answer = await execute([{ name: 'payment.take', args: { id: newId(), ...payment } }]);
      setBusy(false);
      return answer.ok;
    },
  };
}
