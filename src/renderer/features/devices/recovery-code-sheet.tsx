import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupedRecoveryCode, recoveryCodeGroups } from '../../../contracts/recovery-code.ts';
import { useMain } from '../../data/main-context.tsx';
import { useTell } from '../../ui/tell.tsx';
import css from './devices.module.css';

/**
 * The code, once, to be printed or written down. It begins to hold when its last group has been typed; until then an
 * earlier code still does. `onKept` is called when it holds.
 */
export function RecoveryCodeSheet({
  code,
  deviceName,
  businessName,
  onKept,
}: {
  readonly code: string;
  readonly deviceName: string;
  readonly businessName: string;
  readonly onKept: () => void;
}) {
  const { t } = useTranslation('devices');
  const { verbs } = useMain();
  const tell = useTell();
  const sheet = useRef<HTMLParagraphElement>(null);
  const [group, setGroup] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [busy, setBusy] = useState(false);

  const copy = (): void => {
    const selection = window.getSelection();
    if (!selection || !sheet.current) return;
    selection.selectAllChildren(sheet.current);
    // The page has no leave to use the clipboard by itself; a person's click on selected text needs none.
    if (document.execCommand('copy')) tell(t('recovery.copied'));
    selection.removeAllRanges();
  };
  const keep = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const isKept = (await verbs?.keepRecoveryCode(group)) === true;
    setBusy(false);
    setIsWrong(!isKept);
    if (isKept) onKept();
  };
  return (
    <div className={css.sheet}>
      <div data-print className={css.paper}>
        <h3>{t('recovery.sheetTitle')}</h3>
        <p className={css.of}>{t('recovery.of', { device: deviceName, business: businessName })}</p>
        <p className={css.code} ref={sheet} aria-label={groupedRecoveryCode(code)}>
          {recoveryCodeGroups(code).map((part, index, all) => (
            <span key={index}>
              {part}
              {index < all.length - 1 ? <i>-</i> : null}
            </span>
          ))}
        </p>
        <p className={css.of}>{t('recovery.keepAway')}</p>
      </div>
      <div className={css.sheetActions}>
        <Button variant="default" onClick={() => void verbs?.printPage()}>
          {t('recovery.print')}
        </Button>
        <Button variant="default" onClick={copy}>
          {t('recovery.copy')}
        </Button>
      </div>
      <form className={css.confirm} onSubmit={(event) => void keep(event)}>
        <TextInput
          label={t('recovery.lastGroup')}
          description={t('recovery.lastGroupHint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={12}
          value={group}
          error={isWrong ? t('recovery.lastGroupWrong') : null}
          onChange={(event) => setGroup(event.currentTarget.value)}
        />
        <Button type="submit" disabled={busy || group.trim().length < 4}>
          {t('recovery.written')}
        </Button>
      </form>
    </div>
  );
}
