import { Button, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useMain } from '../../data/main-context.tsx';
import { useSession } from '../../data/use-session.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './devices.module.css';
import { RecoveryCodeSheet } from './recovery-code-sheet.tsx';

const KEY = ['recovery-code'];

/** The recovery code of this PC: whether there is one, since when, and a new one in its place. */
export function RecoverySection() {
  const { t } = useTranslation(['devices', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  const link = useDeskLink();
  const tell = useTell();
  const queries = useQueryClient();
  const { boot, verbs } = useMain();
  const { scope, deviceName } = useSession();
  const [code, setCode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const { data: madeAt } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await verbs?.boot())?.recovery.madeAt ?? null,
    staleTime: 0,
  });

  const make = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const leave = await link.call('devices.allowRecoveryCode');
    if (leave.ok) setCode((await verbs?.newRecoveryCode()) ?? null);
    else setFailure(leave.error);
    setBusy(false);
  };

  if (boot.keyProtection === 'key_file') {
    return (
      <section className={css.section}>
        <h2>{t('recovery.title')}</h2>
        <p className={css.hint}>{t('recovery.notInDemo')}</p>
      </section>
    );
  }
  return (
    <section className={css.section}>
      <h2>{t('recovery.title')}</h2>
      <p className={css.hint}>{t('recovery.text')}</p>
      <div className={css.line}>
        <p>
          {madeAt == null
            ? t('recovery.none')
            : t('recovery.since', { when: format.ago(Date.parse(madeAt), now) })}
        </p>
        <Button variant="default" onClick={() => void make()} disabled={busy}>
          {madeAt == null ? t('recovery.make') : t('recovery.renew')}
        </Button>
      </div>
      {failure ? <FailureText failure={failure} /> : null}
      {code === null ? null : (
        <Modal
          opened
          onClose={() => setCode(null)}
          title={t('recovery.title')}
          size="lg"
          closeButtonProps={{ 'aria-label': t('common:close') }}
        >
          <RecoveryCodeSheet
            code={code}
            deviceName={deviceName ?? ''}
            businessName={scope?.name ?? ''}
            onKept={() => {
              setCode(null);
              tell(t('recovery.kept'));
              void queries.invalidateQueries({ queryKey: KEY });
            }}
          />
        </Modal>
      )}
    </section>
  );
}
