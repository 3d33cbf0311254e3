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
import { FactChoice } from './fact-choice.tsx';
import { commandForFacts, isFactByFact } from './resolve-conflict.ts';

/**
 * Two people changed one thing: only the facts that clash, in both versions, whose came first, and either of them by one
 * click. Of several facts each is decided by itself. What clashes with nothing is changed whatever is chosen.
 */
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
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const facts = changed.columns.flatMap(({ column, mine: wanted, theirs }) => {
    const ours = words(changed.table, column, wanted);
    const others = words(changed.table, column, theirs);
    return ours && others ? [{ column, what: ours.what, mine: ours.value, theirs: others.value }] : [];
  });
  const byFact = facts.length > 1 && isFactByFact(conflict);
  const mine = commandForFacts(conflict, () => true);

  const decide = async (isMine: (column: string) => boolean): Promise<void> => {
    const dismiss: Command = { name: 'conflict.dismiss', args: { id: conflict.id, reason: t('keptTheirs') } };
    setSending(true);
    await execute([commandForFacts(conflict, isMine) ?? dismiss]);
    setSending(false);
  };
  const choose = (column: string, isMine: boolean): void => {
    const next = new Set(chosen);
    if (isMine) next.add(column);
    else next.delete(column);
    setChosen(next);
  };
  const who = (actor: string | null, device: string | null, at: number | null): string => {
    const ago = at === null ? '' : format.ago(at, now);
    if (actor === null) return t('askedUnknown', { ago });
    return device === null ? t('askedActor', { actor, ago }) : t('asked', { actor, device, ago });
  };
  const ours = who(conflict.actor, conflict.device, conflict.at);
  const others = changed.at === null ? null : who(changed.by, changed.device, changed.at);
  return (
    <li className={css.conflict}>
      <h3 className={css.headline}>{t('what.changed', { name: changed.name ?? t('noName') })}</h3>
      {byFact ? (
        <div className={css.facts}>
          {facts.map((fact) => (
            <FactChoice
              key={fact.column}
              {...fact}
              isMine={chosen.has(fact.column)}
              onChoose={(isMine) => choose(fact.column, isMine)}
            />
          ))}
          <p className={css.quiet}>
            {t('yours')}: {ours}
          </p>
          {others === null ? null : (
            <p className={css.quiet}>
              {t('theirs')}: {others}
            </p>
          )}
        </div>
      ) : (
        <div className={css.versions}>
          <div className={`${css.version ?? ''} hatch`}>
            <h4>{t('yours')}</h4>
            {facts.map(({ column, what, mine: value }) => (
              <Fact key={column} what={what} value={value} />
            ))}
            <p className={css.quiet}>{ours}</p>
          </div>
          <div className={css.version}>
            <h4>{t('theirs')}</h4>
            {facts.map(({ column, what, theirs }) => (
              <Fact key={column} what={what} value={theirs} />
            ))}
            {others === null ? null : <p className={css.quiet}>{others}</p>}
          </div>
        </div>
      )}
      <div className={css.slots}>
        {byFact ? (
          <Button disabled={sending} onClick={() => void decide((column) => chosen.has(column))}>
            {t('putChosen')}
          </Button>
        ) : (
          <>
            <Button variant="default" disabled={sending} onClick={() => void decide(() => false)}>
              {t('keepTheirs')}
            </Button>
            {mine === null ? null : (
              <Button variant="default" disabled={sending} onClick={() => void decide(() => true)}>
                {t('putMine')}
              </Button>
            )}
          </>
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
