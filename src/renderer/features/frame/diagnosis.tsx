import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../../contracts/desk-api.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useMain } from '../../data/main-context.tsx';
import { useSession } from '../../data/use-session.ts';
import { runCommand } from '../../ui/commands.ts';
import { formatTime } from '../../ui/format.ts';
import { useTellFailure } from '../../ui/tell-failure.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from './board-place.tsx';
import type { Connection } from './connection.ts';
import css from './diagnosis.module.css';
import { useProgressText } from './use-progress-text.ts';

/** What the state is, what it means for the work, and what to do where something can be done. */
export function summaryOf({ diagnosis }: Connection, t: TFunction<'status'>): readonly string[] {
  const key = `diagnosis.${diagnosis}` as const;
  const action = t(`${key}.action` as 'diagnosis.offline.action', { defaultValue: '' });
  return [t(`${key}.title`), t(`${key}.text`), ...(action ? [action] : [])];
}

/** The connection in plain words: what it is, what it means for the work, what to do. */
export function Diagnosis({
  status,
  connection,
  close,
  showEverything,
}: {
  readonly status: SyncStatus | null;
  readonly connection: Connection;
  readonly close: () => void;
  readonly showEverything: () => void;
}) {
  const { t } = useTranslation('status');
  const { t: ofDiagnosis } = useTranslation('diagnosis');
  const { boot } = useMain();
  const link = useDeskLink();
  const tellFailure = useTellFailure();
  const [title, ...means] = summaryOf(connection, t);
  const syncNow = async (): Promise<void> => {
    const answer = await link.call('sync.now');
    if (!answer.ok) tellFailure(answer.error);
  };
  return (
    <div className={css.diagnosis}>
      <h2 className={css.title}>{title}</h2>
      {means.map((sentence) => (
        <p key={sentence} className={css.text}>
          {sentence}
        </p>
      ))}
      {status ? <Facts status={status} /> : null}
      <div className={css.actions}>
        <Button variant="default" onClick={() => void syncNow()} disabled={!status?.online}>
          {t('syncNow')}
        </Button>
        {status?.hold ? (
          <Button
            onClick={() => {
              close();
              runCommand('open-rehearsal');
            }}
          >
            {t('showHeld')}
          </Button>
        ) : null}
        <Button variant="default" onClick={showEverything}>
          {ofDiagnosis('action.everything')}
        </Button>
        {status && status.conflicts > 0 ? (
          <Button
            variant="default"
            onClick={() => {
              close();
              runCommand('open-conflicts');
            }}
          >
            {t('showConflicts')}
          </Button>
        ) : null}
      </div>
      {boot.demo && status ? <Cable plugged={status.cable} /> : null}
    </div>
  );
}

function Facts({ status }: { readonly status: SyncStatus }) {
  const { t } = useTranslation('status');
  const { timeZone } = useBoardPlace();
  const { deviceName } = useSession();
  const format = useFormat();
  const now = useNow(10_000);
  const progressText = useProgressText();
  const { progress } = status;
  const facts: readonly (readonly [name: string, value: string])[] = [
    [
      t('fact.completeTo'),
      status.completeTo === null
        ? t('completeNever')
        : `${formatTime(status.completeTo, timeZone)}, ${format.ago(status.completeTo, now)}`,
    ],
    [t('fact.waiting'), String(status.pending)],
    [t('fact.conflicts'), String(status.conflicts)],
    ...(progress ? [[t('fact.progress'), progressText(progress)] as const] : []),
    ...(status.lastError
      ? [
          [
            t('fact.lastError'),
            `${formatTime(status.lastError.at, timeZone)}, ${status.lastError.code}`,
          ] as const,
        ]
      : []),
    ...(deviceName ? [[t('fact.device'), deviceName] as const] : []),
  ];
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Cable({ plugged }: { readonly plugged: boolean }) {
  const { t } = useTranslation('status');
  return (
    <div className={css.cable} data-plugged={plugged}>
      <span>
        {t('cable.label')}: <strong>{plugged ? t('cable.in') : t('cable.out')}</strong>
      </span>
      <Button variant="default" onClick={() => runCommand('toggle-cable')}>
        {plugged ? t('cable.pull') : t('cable.plug')}
      </Button>
    </div>
  );
}
