import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentQuestion } from '../../../contracts/desk-api.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useMain } from '../../data/main-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { RecoveryCodeSheet } from '../devices/recovery-code-sheet.tsx';
import { type DeviceLimits, holdsNothing, ScopeFields } from '../devices/scope-fields.tsx';
import { DiaryPage } from './diary-page.tsx';
import css from './session.module.css';
import { useSessionCall } from './use-session-call.ts';

const EVERYTHING: DeviceLimits = { locationIds: null, classes: ['ledger', 'special'] };

/**
 * The first sign-in of an owner or manager on a PC: its name, what it may hold, and its recovery code. The PC belongs to
 * the business only after the code is written down, so that none is ever without one.
 */
export function EnrolScreen({ question }: { readonly question: EnrolmentQuestion }) {
  const { t } = useTranslation('devices');
  const link = useDeskLink();
  const { boot, verbs } = useMain();
  const { busy, failure, call } = useSessionCall();
  const [name, setName] = useState(question.suggestedName);
  const [limits, setLimits] = useState(EVERYTHING);
  const [code, setCode] = useState<string | null>(null);
  const [noCode, setNoCode] = useState(false);
  const isTaken = question.takenNames.some((taken) => taken.toLowerCase() === name.trim().toLowerCase());
  const isValid = name.trim() !== '' && !isTaken && !holdsNothing(limits);
  const needsCode = boot.keyProtection !== 'key_file';

  const enrol = (): void =>
    void call('session.enrol', {
      name: name.trim(),
      locationIds: limits.locationIds === null ? null : [...limits.locationIds],
      classes: [...limits.classes],
    });
  const goOn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isValid || busy) return;
    if (!needsCode) {
      enrol();
      return;
    }
    const leave = await link.call('devices.allowRecoveryCode');
    const made = leave.ok ? ((await verbs?.newRecoveryCode()) ?? null) : null;
    setCode(made);
    setNoCode(made === null);
  };
  const failed = failure ? (
    <div className={css.failure}>
      <FailureText failure={failure} />
    </div>
  ) : null;

  if (code !== null) {
    return (
      <DiaryPage>
        <h2 className={css.title}>{t('enrol.codeTitle')}</h2>
        <p className={css.text}>{t('enrol.codeText')}</p>
        <div className={css.fields}>
          <RecoveryCodeSheet
            code={code}
            deviceName={name.trim()}
            businessName={question.scopeName}
            onKept={enrol}
          />
        </div>
        {failed}
        {failure ? (
          <Button onClick={enrol} disabled={busy}>
            {busy ? t('enrol.busy') : t('enrol.submit')}
          </Button>
        ) : null}
      </DiaryPage>
    );
  }
  return (
    <DiaryPage>
      <form onSubmit={(event) => void goOn(event)}>
        <h2 className={css.title}>{t('enrol.title', { business: question.scopeName })}</h2>
        <p className={css.text}>{t('enrol.text', { name: question.personName.split(' ')[0] ?? '' })}</p>
        <div className={css.fields}>
          <TextInput
            label={t('enrol.name')}
            description={t('enrol.nameHint')}
            autoFocus
            maxLength={60}
            value={name}
            error={isTaken ? t('enrol.taken') : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ScopeFields locations={question.locations} value={limits} onChange={setLimits} />
          <Button type="submit" disabled={!isValid || busy}>
            {busy ? t('enrol.busy') : needsCode ? t('enrol.next') : t('enrol.submit')}
          </Button>
        </div>
        {noCode ? (
          <p className={css.text} role="alert">
            {t('enrol.noCode')}
          </p>
        ) : null}
        {failed}
        <button type="button" className={css.quiet} onClick={() => void call('session.signOut')}>
          {t('enrol.leave')}
        </button>
      </form>
    </DiaryPage>
  );
}
