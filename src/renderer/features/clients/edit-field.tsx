import { Button, Textarea, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './client-panel.module.css';

/**
 * A fact that is changed where it stands: shown as text, a click or Enter makes it a field, Enter saves, Escape leaves it.
 * `onSave` answers what is wrong with the text, or null when it is saved.
 */
export function EditField({
  label,
  value,
  shown,
  large = false,
  multiline = false,
  inputMode,
  onSave,
}: {
  readonly label: string;
  /** As it is edited. */
  readonly value: string;
  /** As it stands; the value itself when absent. */
  readonly shown?: string;
  readonly large?: boolean;
  readonly multiline?: boolean;
  readonly inputMode?: 'tel' | 'email' | 'text';
  readonly onSave: (text: string) => Promise<string | null>;
}) {
  const { t } = useTranslation(['clients', 'common']);
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const labelId = useId();
  const isOpen = text !== null;
  useEffect(() => {
    // The focus comes back to where it was.
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  const close = (): void => {
    setText(null);
    setProblem(null);
  };
  const save = async (): Promise<void> => {
    if (text === null || busy) return;
    if (text.trim() === value) {
      close();
      return;
    }
    setBusy(true);
    const wrong = await onSave(text.trim());
    setBusy(false);
    if (wrong === null) close();
    else setProblem(wrong);
  };

  if (!isOpen) {
    return (
      <div className={css.fact}>
        <dt id={labelId}>{label}</dt>
        <dd>
          <button
            ref={button}
            type="button"
            className={css.edit}
            data-large={large}
            data-empty={value === ''}
            onClick={() => setText(value)}
          >
            <span className="visually-hidden">{t('panel.edit', { field: label })}: </span>
            {value === '' ? t('panel.empty') : (shown ?? value)}
          </button>
        </dd>
      </div>
    );
  }
  const Field = multiline ? Textarea : TextInput;
  return (
    <form
      className={css.editing}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label={label}
        value={text}
        error={problem}
        autoFocus
        {...(inputMode === undefined ? {} : { inputMode })}
        onChange={(event: { readonly currentTarget: { readonly value: string } }) =>
          setText(event.currentTarget.value)
        }
        onFocus={(event: { readonly currentTarget: { select: () => void } }) => event.currentTarget.select()}
        onKeyDown={(event: React.KeyboardEvent) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            close();
          }
          if (event.key === 'Enter' && multiline && event.ctrlKey) void save();
        }}
      />
      <div className={css.buttons}>
        <Button type="submit" size="xs" disabled={busy}>
          {t('panel.save')}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
