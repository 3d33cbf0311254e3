import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure, CloudChosen, SessionState, WhichCloud } from '../../../contracts/desk-api.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { DiaryPage } from './diary-page.tsx';
import css from './session.module.css';

/**
 * An invitation link, or the address and key of a cloud: what a new console has to be told, and what somebody with an
 * invitation brings to a desk that works already.
 */
export function ChooseCloud({
  cloud,
  onChosen,
  onBack,
}: {
  /** What this desk knows; null at its first start. */
  readonly cloud: SessionState['cloud'];
  readonly onChosen: (link: string | null, chosen: CloudChosen) => void;
  readonly onBack: (() => void) | null;
}) {
  const { t } = useTranslation(['session', 'common']);
  const desk = useDeskLink();
  const [byAddress, setByAddress] = useState(false);
  const [link, setLink] = useState('');
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const isFirst = cloud === null;
  const isOpen = isFirst || cloud.changeable;
  const isComplete = byAddress ? url.trim() !== '' && key.trim() !== '' : link.trim() !== '';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isComplete || busy) return;
    setBusy(true);
    setFailure(null);
    const which: WhichCloud = byAddress ? { url, publishableKey: key } : { link };
    const answer = await desk.call('cloud.choose', which);
    setBusy(false);
    if (answer.ok) {
      onChosen(byAddress ? null : link, answer.value);
      return;
    }
    // A key that opens everything does not stay on the screen either.
    if (answer.error.code === 'KEY_SECRET') setKey('');
    setFailure(answer.error);
  };
  const toOther = (): void => {
    setByAddress(!byAddress);
    setFailure(null);
  };

  return (
    <DiaryPage>
      <form onSubmit={(event) => void submit(event)}>
        <h2 className={css.title}>{isFirst ? t('cloud.firstTitle') : t('cloud.title')}</h2>
        <p className={css.text}>
          {byAddress ? t('cloud.addressText') : isFirst ? t('cloud.firstText') : t('cloud.text')}
        </p>
        <div className={css.fields}>
          {byAddress ? (
            <>
              <TextInput
                label={t('cloud.address')}
                placeholder={t('cloud.addressExample')}
                autoComplete="off"
                spellCheck={false}
                autoFocus
                value={url}
                onChange={(event) => setUrl(event.currentTarget.value)}
              />
              <TextInput
                label={t('cloud.key')}
                description={t('cloud.keyHint')}
                autoComplete="off"
                spellCheck={false}
                value={key}
                onChange={(event) => setKey(event.currentTarget.value)}
              />
            </>
          ) : (
            <Textarea
              label={t('cloud.link')}
              description={t('cloud.linkHint')}
              autosize
              minRows={3}
              maxRows={6}
              spellCheck={false}
              autoFocus
              value={link}
              onChange={(event) => setLink(event.currentTarget.value)}
            />
          )}
          <Button type="submit" disabled={busy || !isComplete}>
            {busy ? t('cloud.busy') : t('cloud.submit')}
          </Button>
        </div>
      </form>
      {failure ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
      {isOpen ? (
        <button type="button" className={css.quiet} onClick={toOther}>
          {byAddress ? t('cloud.byLink') : t('cloud.byAddress')}
        </button>
      ) : null}
      {onBack ? (
        <button type="button" className={css.quiet} onClick={onBack}>
          {t('backToSignIn')}
        </button>
      ) : null}
    </DiaryPage>
  );
}
