import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import type { ConflictItem } from '../../../contracts/queries.ts';
import { useNow } from '../../data/clock.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useFactWords } from '../business/fact-words.ts';
import css from './conflicts-tray.module.css';
import { commandForMine } from './resolve-conflict.ts';

/** Two people changed one thing: both versions fact by fact, whose came first, and either of them by one click. */
export function ChangedConflict({
  conflict,
  changed,
}: {
  readonly conflict: ConflictItem;
  readonly changed: NonNullable<ConflictItem['changed']>;
}) {
  const { t } = useTranslation('conflicts');
  const format = useFormat();
  const now = useNow(MINUTE);
  const execute = useExecute();
  const words = useFactWords();
  const [sending, setSending] = useState(false);
  const mine = commandForMine(conflict);
  const facts = changed.columns.flatMap(({ column, mine: wanted, theirs }) => {
    const ours = words(changed.table, column, wanted);
    const others = words(changed.table, column, theirs);
    return ours && others ? [{ column, what: ours.what, mine: ours.value, theirs: others.value }] : [];
  });
  const decide = async (command: Command): Promise<void> => {
    setSending(true);
    await execute([command]);
    setSending(false);
  };
  const who = (actor: string | null, device: string | null, at: number | null): string => {
    const ago = at === null ? '' : format.ago(at, now);
    if (actor === null) return t('askedUnknown', { ago });
    return device === null ? t('askedActor', { actor, ago }) : t('asked', { actor, device, ago });
  };
  return (
    <li className={css.conflict}>
      <h3 className={css.headline}>{t('what.changed', { name: changed.name ?? t('noName') })}</h3>
      <div className={css.versions}>
        <div className={`${css.version ?? ''} hatch`}>
          <h4>{t('yours')}</h4>
          {facts.map(({ column, what, mine: value }) => (
            <Fact key={column} what={what} value={value} />
          ))}
          <p className={css.quiet}>{who(conflict.actor, conflict.device, conflict.at)}</p>
        </div>
        <div className={css.version}>
          <h4>{t('theirs')}</h4>
          {facts.map(({ column, what, theirs }) => (
            <Fact key={column} what={what} value={theirs} />
          ))}
          {changed.at === null ? null : (
            <p className={css.quiet}>{who(changed.by, changed.device, changed.at)}</p>
          )}
        </div>
      </div>
      <div className={css.slots}>
        <Button
          variant="default"
          disabled={sending}
          onClick={() =>
            void decide({ name: 'conflict.dismiss', args: { id: conflict.id, reason: t('keptTheirs') } })
          }
        >
          {t('keepTheirs')}
        </Button>
        {mine === null ? null : (
          <Button variant="default" disabled={sending} onClick={() => void decide(mine)}>
            {t('putMine')}
          </Button>
        )}
      </div>
      <span className={css.code}>{t('code', { code: conflict.code })}</span>
    </li>
  );
}

function Fact({ what, value }: { readonly what: string; readonly value: string }) {
  return (
    <>
      <p className={css.quiet}>{what}</p>
      <p className={css.client}>{value}</p>
    </>
  );
}
