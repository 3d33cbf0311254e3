import { TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './section.module.css';

/**
 * A text that is changed where it stands: Enter or leaving the field saves, Escape brings back what was there. Whoever
 * changed it meanwhile is not overwritten unseen: the field says so, and the next Enter is a decision.
 */
export function SettingText({
  id,
  label,
  description,
  value,
  placeholder,
  check,
  onSave,
}: {
  readonly id?: string;
  /** Above the field; without one, a label elsewhere names it by `id`. */
  readonly label?: string;
  readonly description?: string;
  readonly value: string;
  readonly placeholder?: string;
  /** What is wrong with the text, in words; null: nothing. */
  readonly check: (text: string) => string | null;
  readonly onSave: (text: string) => Promise<boolean>;
}) {
  const { t } = useTranslation('business');
  const [edit, setEdit] = useState<{ readonly text: string; readonly from: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // Enter saves, and then the field is left: that is one saving.
  const saving = useRef(false);
  const text = edit?.text ?? value;
  const movedUnder = edit !== null && edit.from !== value && edit.text.trim() !== value;

  const stop = (): void => {
    setEdit(null);
    setProblem(null);
  };
  const commit = async (decided: boolean): Promise<void> => {
    if (edit === null || saving.current) return;
    const wanted = edit.text.trim();
    if (wanted === value) {
      stop();
      return;
    }
    const wrong = check(wanted);
    setProblem(wrong);
    if (wrong !== null || (movedUnder && !decided)) return;
    saving.current = true;
    const saved = await onSave(wanted);
    saving.current = false;
    if (saved) stop();
  };
  return (
    <>
      <TextInput
        {...(id === undefined ? {} : { id, 'aria-describedby': `${id}-hint` })}
        label={label}
        description={description}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={text}
        placeholder={placeholder ?? ''}
        error={problem}
        onChange={({ currentTarget }) => {
          setEdit({ text: currentTarget.value, from: edit?.from ?? value });
          if (problem !== null) setProblem(check(currentTarget.value.trim()));
        }}
        onBlur={() => void commit(false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void commit(true);
          if (event.key === 'Escape' && edit !== null) {
            event.stopPropagation();
            stop();
          }
        }}
      />
      {movedUnder ? (
        <div className={css.moved} role="status">
          <span>{t('moved', { value: value === '' ? t('nothing') : value })}</span>
          <button type="button" className={css.link} onClick={stop}>
            {t('takeTheirs')}
          </button>
        </div>
      ) : null}
    </>
  );
}
