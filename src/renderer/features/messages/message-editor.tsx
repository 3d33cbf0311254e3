import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DAY, HOUR } from '../../../base/time.ts';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { MessageTemplate } from '../../../contracts/queries/telling.ts';
import {
  type ClientLanguage,
  LONGEST_MESSAGE,
  type MessageKind,
  type Placeholder,
  PLACEHOLDERS,
  unknownPlaceholders,
} from '../../../domain/clients/message-text.ts';
import { MESSAGES } from '../../../texts/messages/index.ts';
import { newId, now } from '../../data/clock.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { HOME_ZONE } from '../../ui/format.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { type MessageFacts, messageText } from '../telling/message-words.ts';
import css from './messages-screen.module.css';

/** One message in one language: the text, what may be filled in, and how a client reads it. */
export function MessageEditor({
  kind,
  language,
  own,
  businessName,
}: {
  readonly kind: MessageKind;
  readonly language: ClientLanguage;
  readonly own: MessageTemplate | null;
  readonly businessName: string;
}) {
  const { t } = useTranslation(['messages', 'telling', 'common']);
  const execute = useExecute();
  const field = useRef<HTMLTextAreaElement>(null);
  const shipped = MESSAGES[language].bodies[kind];
  const saved = own?.body ?? shipped;
  const [typed, setTyped] = useState<string | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const body = typed ?? saved;
  const trimmed = body.trim();
  const unknown = unknownPlaceholders(kind, body);
  const problem =
    trimmed === ''
      ? t('emptyBody')
      : trimmed.length > LONGEST_MESSAGE
        ? t('tooLong', { count: LONGEST_MESSAGE })
        : unknown.length > 0
          ? t('unknown', { count: unknown.length, names: unknown.map(braced).join(', ') })
          : null;
  const changed = trimmed !== saved;
  const names = { kind: t(`kind.${kind}`), language: t(`telling:languages.${language}`) };

  const give = async (command: Command): Promise<boolean> => {
    setFailure(null);
    const answer = await execute([command], {
      onFailure: (refusal) => {
        setFailure(refusal);
        return true;
      },
    });
    if (answer.ok) setTyped(null);
    return answer.ok;
  };
  const set = (id: string, text: string): Command => ({
    name: 'template.set',
    args: { id, kind, language, body: text },
  });
  const save = async (): Promise<void> => {
    if (problem !== null || !changed) return;
    const id = own?.id ?? newId();
    if (!(await give(set(id, trimmed)))) return;
    offerUndo({
      text: t('saved', names),
      undo: () => void execute([own ? set(id, own.body) : { name: 'template.reset', args: { id } }]),
    });
  };
  const reset = async (): Promise<void> => {
    if (own === null) {
      setTyped(null);
      return;
    }
    if (!(await give({ name: 'template.reset', args: { id: own.id } }))) return;
    offerUndo({
      text: t('resetDone', names),
      undo: () => void execute([set(newId(), own.body)]),
    });
  };
  /** Where the cursor is, or in place of what is selected. */
  const insert = (name: Placeholder): void => {
    const at = field.current;
    const [from, to] = [at?.selectionStart ?? body.length, at?.selectionEnd ?? body.length];
    const put = braced(name);
    setTyped(body.slice(0, from) + put + body.slice(to));
    requestAnimationFrame(() => {
      at?.focus();
      at?.setSelectionRange(from + put.length, from + put.length);
    });
  };

  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        ref={field}
        label={t('body')}
        description={t('bodyHint')}
        autosize
        minRows={5}
        maxRows={12}
        lang={language}
        value={body}
        error={problem}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) void save();
        }}
      />
      <ul className={css.placeholders} aria-label={t('placeholders')}>
        {PLACEHOLDERS[kind].map((name) => (
          <li key={name}>
            <button
              type="button"
              aria-label={t('insert', { name: braced(name), what: t(`placeholder.${name}`) })}
              onClick={() => insert(name)}
            >
              <code>{braced(name)}</code> {t(`placeholder.${name}`)}
            </button>
          </li>
        ))}
      </ul>
      {failure ? <FailureText failure={failure} /> : null}
      <section className={css.preview} aria-label={t('preview')}>
        <h2>{t('preview')}</h2>
        <p lang={language} className="selectable">
          {messageText(kind, language, body, businessName, useExample())}
        </p>
        <small>{t('length', { count: trimmed.length })}</small>
      </section>
      <div className={css.buttons}>
        {own !== null || changed ? (
          <Button variant="default" onClick={() => void reset()}>
            {t('reset')}
          </Button>
        ) : null}
        <Button type="submit" disabled={!changed || problem !== null}>
          {t('save')}
        </Button>
        {changed ? <span className={css.unsaved}>{t('unsaved')}</span> : null}
      </div>
    </form>
  );
}

const braced = (name: string): string => (name === '{' || name === '}' ? name : `{${name}}`);

/** A visit that looks real: tomorrow at ten, moved to the day after at half past two. */
function useExample(): MessageFacts {
  const { t } = useTranslation('messages');
  const [midnight] = useState(() => Math.floor(now() / DAY) * DAY - 2 * HOUR);
  return {
    clientName: t('example.client'),
    services: [t('example.service')],
    place: t('example.place'),
    timeZone: HOME_ZONE,
    knows: { startsAt: midnight + DAY + 10 * HOUR, staffNames: [t('example.oldPerson')] },
    stands: { startsAt: midnight + 2 * DAY + 14.5 * HOUR, staffNames: [t('example.person')] },
  };
}
