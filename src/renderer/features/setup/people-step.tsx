import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../contracts/queries/business.ts';
import { newId } from '../../data/clock.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { useSession } from '../../data/use-session.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import { shiftsOf } from './first-week.ts';
import css from './setup-guide.module.css';

type PersonRow = { readonly name: string; readonly title: string };

const EMPTY: PersonRow = { name: '', title: '' };

/** There is always one empty row to type in. */
const withEmptyRow = (rows: readonly PersonRow[]): readonly PersonRow[] =>
  rows.at(-1)?.name === '' && rows.at(-1)?.title === '' ? rows : [...rows, EMPTY];

/** Everybody who is booked, each a row; they work the hours of the place until the roster says otherwise. */
export function PeopleStep({
  setup,
  place,
}: {
  readonly setup: SetupState;
  readonly place: NonNullable<SetupState['place']>;
}) {
  const { t } = useTranslation('setup');
  const execute = useExecute();
  const { today } = useBoardPlace();
  const me = useSession().person;
  const waiting = setup.people.filter(({ hasHours }) => !hasHours);
  const [rows, setRows] = useState<readonly PersonRow[]>(() =>
    // Whoever sets the business up usually works in it too.
    withEmptyRow(setup.people.length === 0 && me !== null ? [{ name: me.name, title: '' }] : []),
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const names = useRef(new Map<number, HTMLInputElement>());
  const wanted = rows.filter(({ name }) => name.trim() !== '');
  const isEnough = wanted.length + waiting.length > 0;

  const set = (index: number, change: Partial<PersonRow>): void =>
    setRows(withEmptyRow(rows.map((row, at) => (at === index ? { ...row, ...change } : row))));

  const save = async (): Promise<void> => {
    setTried(true);
    if (busy || !isEnough) return;
    const works = (staffId: string): Command => ({
      name: 'roster.set_week',
      args: {
        staffId,
        locationId: place.id,
        validFrom: today,
        shifts: shiftsOf(place.hours, newId),
      },
    });
    const commands: Command[] = waiting.map(({ id }) => works(id));
    for (const [index, { name, title }] of wanted.entries()) {
      const id = newId();
      const sortOrder = setup.people.length + index;
      commands.push({
        name: 'staff.create',
        args: {
          id,
          locationId: place.id,
          name: name.trim(),
          title: title.trim(),
          hue: sortOrder % 10,
          sortOrder,
        },
      });
      if (me !== null && name.trim() === me.name) {
        commands.push({ name: 'staff.update', args: { id, changes: { member_id: me.memberId } } });
      }
      commands.push(works(id));
    }
    setBusy(true);
    await execute(commands);
    setBusy(false);
  };
  const onKeyDown = (index: number, event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const isEmpty = rows[index]?.name.trim() === '';
    if (isEmpty) void save();
    else names.current.get(index + 1)?.focus();
  };
  return (
    <form
      className={css.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <div>
        <h2>{t('people.title')}</h2>
        <p className={css.sentence}>{t('people.text')}</p>
      </div>
      {waiting.length > 0 ? (
        <p className={css.note}>
          {t('people.waiting', { count: waiting.length, names: waiting.map(({ name }) => name).join(', ') })}
        </p>
      ) : null}
      <div>
        <div className={css.heads} aria-hidden>
          <span>{t('people.who')}</span>
          <span>{t('people.job')}</span>
        </div>
        <ul className={css.rows}>
          {rows.map((row, index) => (
            // Rows have no identity beyond their place while they are typed.
            <li
              key={`row ${String(index)}`}
              className={css.person}
              aria-label={t('people.one', { number: index + 1 })}
            >
              <TextInput
                ref={(field) => {
                  if (field) names.current.set(index, field);
                  else names.current.delete(index);
                }}
                aria-label={t('people.who')}
                value={row.name}
                maxLength={120}
                autoFocus={index === 0}
                onChange={({ currentTarget }) => set(index, { name: currentTarget.value })}
                onKeyDown={(event) => onKeyDown(index, event)}
              />
              <TextInput
                aria-label={t('people.job')}
                value={row.title}
                maxLength={120}
                onChange={({ currentTarget }) => set(index, { title: currentTarget.value })}
                onKeyDown={(event) => onKeyDown(index, event)}
              />
            </li>
          ))}
        </ul>
      </div>
      <p className={css.hint}>{t('people.hint')}</p>
      <div className={css.foot}>
        <Button type="submit" disabled={busy}>
          {t('next')}
        </Button>
        {tried && !isEnough ? (
          <span className={css.problem} role="alert">
            {t('people.needed')}
          </span>
        ) : null}
      </div>
    </form>
  );
}
