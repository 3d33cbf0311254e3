import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../contracts/desk-api.ts';
import css from './failure-text.module.css';

export type FailureWords = {
  readonly what: string;
  readonly means: string;
  readonly action: string;
  readonly code: string;
};

/** A failure in the person's words: what happened, what it means, what to do; the code last. */
export function useFailureWords(): (failure: CallFailure) => FailureWords {
  const { t } = useTranslation('errors');
  return (failure) => {
    const rejection = failure.code === 'REJECTED' ? failure.rejection?.code : undefined;
    const key = rejection ? (`rejection.${rejection}` as const) : (`desk.${failure.code}` as const);
    return {
      what: t(`${key}.what`),
      means: t(`${key}.means`),
      action: t(`${key}.action`),
      code: rejection ?? failure.code,
    };
  };
}

/** A failure set as text, for a panel or beside the field it belongs to. */
export function FailureText({ failure }: { readonly failure: CallFailure }) {
  return <FailureNote words={useFailureWords()(failure)} />;
}

export function FailureNote({ words }: { readonly words: FailureWords }) {
  const { t } = useTranslation('errors');
  return (
    <div className={css.failure} role="alert">
      <p className={css.what}>{words.what}</p>
      <p>{words.means}</p>
      <p>{words.action}</p>
      <p className={css.code}>{t('code', { code: words.code })}</p>
    </div>
  );
}
