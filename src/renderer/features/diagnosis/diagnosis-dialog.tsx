import { Button, Modal } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { Diagnosis } from '../../../contracts/diagnosis.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useMain } from '../../data/main-context.tsx';
import { useSession } from '../../data/use-session.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { HOME_ZONE } from '../../ui/format.ts';
import { useTellFailure } from '../../ui/tell-failure.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useSaveFile } from '../imports/use-save-file.ts';
import css from './diagnosis-dialog.module.css';
import { diagnosisFacts, factsText } from './diagnosis-facts.ts';
import { MoveWork } from './move-work.tsx';

/** A look is a figure of a moment: it is taken again while somebody looks. */
const LOOK_EVERY_MS = 3_000;

/** Everything about this PC that support asks for, in plain words, to be copied without anybody's name. */
export function DiagnosisDialog({
  summary,
  onClose,
}: {
  /** What the state is, what it means, and what to do, where something can be done. */
  readonly summary: readonly string[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['diagnosis', 'common']);
  const { boot } = useMain();
  const session = useSession();
  const link = useDeskLink();
  const tell = useTell();
  const tellFailure = useTellFailure();
  const saveFile = useSaveFile();
  const [seen, setSeen] = useState<Diagnosis | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const look = useCallback(async (): Promise<void> => {
    const answer = await link.call('diagnosis.read');
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) setSeen(answer.value);
  }, [link]);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);

  const sections = seen ? diagnosisFacts(seen, boot, HOME_ZONE, t) : [];
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(factsText(summary, sections));
      tell(t('action.copied'));
    } catch {
      // Another program holds the clipboard for a moment.
      tell(t('action.copyFailed'));
    }
  };
  const compare = async (): Promise<void> => {
    const answer = await link.call('diagnosis.check');
    if (answer.ok) tell(t('action.checking'));
    else tellFailure(answer.error);
  };
  const forSupport = async (): Promise<void> => {
    const answer = await link.call('diagnosis.supportFile', { fileName: 'support.json' });
    if (answer.ok) await saveFile(answer.value);
    else tellFailure(answer.error);
  };
  const role = session.person?.role;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('title')}
      size={760}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {summary.map((sentence, index) => (
        <p key={sentence} className={index === 0 ? css.headline : css.means}>
          {sentence}
        </p>
      ))}
      {failure ? <FailureText failure={failure} /> : null}
      {seen === null && failure === null ? <p role="status">{t('loading')}</p> : null}
      <div className={css.sections}>
        {sections.map(({ title, facts }) => (
          <section key={title} className={css.section}>
            <h3>{title}</h3>
            <dl>
              {facts.map(([name, value], index) => (
                <div key={`${name} ${String(index)}`}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className={css.actions}>
        <Button data-autofocus onClick={() => void copy()} disabled={seen === null}>
          {t('action.copy')}
        </Button>
        <Button variant="default" onClick={() => void compare()}>
          {t('action.check')}
        </Button>
        {session.person ? (
          <Button variant="default" onClick={() => void forSupport()} title={t('action.supportHint')}>
            {t('action.support')}
          </Button>
        ) : null}
      </div>
      {role === 'owner' || role === 'manager' ? <MoveWork onBrought={() => void look()} /> : null}
    </Modal>
  );
}
