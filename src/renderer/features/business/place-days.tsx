import { Button, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { PlaceDay, PlaceItem } from '../../../contracts/queries/business.ts';
import { readStretches, type Stretch, writeStretches } from '../../../domain/business/stretches.ts';
import { newId, useNow } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type Command } from '../../data/use-execute.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { addDays, dayOf } from '../../ui/format.ts';
import { useProblemWords } from '../../ui/hours/problem-words.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './section.module.css';
import days from './place-days.module.css';
import { readDay } from './read-day.ts';
import { type Save, useSave } from './use-save.ts';

/** Public holidays and days with hours of their own, for a year; each is changed here. */
export function PlaceDays({ place }: { readonly place: PlaceItem }) {
  const { t } = useTranslation('business');
  const save = useSave();
  const today = dayOf(useNow(60_000), place.timeZone);
  const { data } = useDeskQuery('placeDays', { locationId: place.id, from: today }, { keepPrevious: true });
  const [editing, setEditing] = useState<PlaceDay | 'new' | null>(null);
  const columns = useDayColumns(place, today, save, setEditing);
  return (
    <section className={css.block}>
      <div className={css.blockHead}>
        <div>
          <h2>{t('days.title')}</h2>
          <p className={css.hint}>{t('days.hint')}</p>
        </div>
        {editing === null ? (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            {t('days.add')}
          </Button>
        ) : null}
      </div>
      {editing === null ? null : (
        <DayForm
          key={editing === 'new' ? 'new' : editing.day}
          place={place}
          today={today}
          known={data ?? []}
          day={editing === 'new' ? null : editing}
          save={save}
          onDone={() => setEditing(null)}
        />
      )}
      {data?.length === 0 ? <p className={css.hint}>{t('days.none')}</p> : null}
      {data && data.length > 0 ? (
        <DataTable label={t('days.table')} columns={columns} rows={data} rowId={({ day }) => day} />
      ) : null}
    </section>
  );
}

function useDayColumns(
  place: PlaceItem,
  today: PlainDate,
  save: Save,
  edit: (day: PlaceDay) => void,
): readonly DataColumn<PlaceDay>[] {
  const { t } = useTranslation(['business', 'hours']);
  const format = useFormat();
  return useMemo(() => {
    const words = (hours: readonly Stretch[]): string =>
      hours.length === 0 ? t('days.closedHoliday') : writeStretches(hours);
    /** Open on a holiday as on any such weekday; a weekday without hours is asked for them. */
    const trade = (row: PlaceDay): void => {
      if (row.weekHours.length === 0 || row.holiday === null) {
        edit(row);
        return;
      }
      const id = newId();
      void save(
        [
          {
            name: 'location.set_day',
            args: {
              id,
              locationId: place.id,
              day: row.day,
              hours: row.weekHours.map(([from, to]) => [from, to]),
              reason: row.holiday,
            },
          },
        ],
        {
          text: t('undoText.daySet', { day: format.day(row.day, today), hours: words(row.weekHours) }),
          commands: [{ name: 'location.clear_day', args: { id } }],
        },
      );
    };
    const clear = (row: PlaceDay, entry: NonNullable<PlaceDay['entry']>): void =>
      void save([{ name: 'location.clear_day', args: { id: entry.id } }], {
        text: t('undoText.dayCleared', { day: format.day(row.day, today) }),
        commands: [
          {
            name: 'location.set_day',
            args: {
              id: newId(),
              locationId: place.id,
              day: row.day,
              hours: entry.hours.map(([from, to]) => [from, to]),
              reason: entry.reason,
            },
          },
        ],
      });
    return [
      {
        id: 'day',
        header: t('days.day'),
        value: ({ day }) => day,
        renderCell: ({ day }) => format.day(day, today),
        width: '150px',
      },
      {
        id: 'what',
        header: t('days.what'),
        value: ({ entry, holiday }) => entry?.reason ?? holiday ?? '',
        renderCell: ({ entry, holiday }) => (
          <>
            {entry?.reason ?? holiday}{' '}
            {entry !== null && holiday !== null && holiday !== entry.reason ? (
              <span className={css.quiet}>{holiday}</span>
            ) : null}
            {entry?.pending ? <PendingMark label={t('pending')} /> : null}
          </>
        ),
      },
      {
        id: 'hours',
        header: t('days.hours'),
        value: ({ entry }) => words(entry?.hours ?? []),
        renderCell: ({ entry }) => (
          <span className={(entry?.hours.length ?? 0) === 0 ? css.quiet : undefined}>
            {words(entry?.hours ?? [])}
          </span>
        ),
      },
      {
        id: 'do',
        header: '',
        fixed: true,
        numeric: true,
        value: () => '',
        renderCell: (row) => {
          const { entry } = row;
          const day = format.day(row.day, today);
          return entry === null ? (
            <button
              type="button"
              className={days.action}
              aria-label={t('days.tradeOf', { day })}
              onClick={() => trade(row)}
            >
              {t('days.trade')}
            </button>
          ) : (
            <>
              <button
                type="button"
                className={days.action}
                aria-label={t('days.changeOf', { day })}
                onClick={() => edit(row)}
              >
                {t('days.change')}
              </button>
              <button
                type="button"
                className={days.action}
                aria-label={t('days.clearOf', { day })}
                onClick={() => clear(row, entry)}
              >
                {t('days.clear')}
              </button>
            </>
          );
        },
      },
    ];
  }, [t, format, place.id, today, save, edit]);
}

const MOST_DAYS = 60;

/** One day, or several in a row, with hours of their own and why. */
function DayForm({
  place,
  today,
  known,
  day,
  save,
  onDone,
}: {
  readonly place: PlaceItem;
  readonly today: PlainDate;
  /** Entries that are there already are changed, not doubled. */
  readonly known: readonly PlaceDay[];
  /** The day that is changed; null: which days is chosen here. */
  readonly day: PlaceDay | null;
  readonly save: Save;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation(['business', 'common']);
  const format = useFormat();
  const problemWords = useProblemWords();
  const [from, setFrom] = useState<PlainDate | null>(day?.day ?? null);
  const [to, setTo] = useState<PlainDate | null>(null);
  const [reason, setReason] = useState(day?.entry?.reason ?? day?.holiday ?? '');
  const [text, setText] = useState(writeStretches(day?.entry?.hours ?? []));
  const [tried, setTried] = useState(false);
  const hours = readStretches(text);
  const last = to ?? from;
  const wanted = from === null || last === null ? [] : daysBetween(from, last);
  const problems = {
    from: from === null ? t('days.dayNeeded') : null,
    to:
      from !== null && last !== null && last < from
        ? t('days.reversed')
        : wanted.length > MOST_DAYS
          ? t('days.tooMany')
          : null,
    hours: hours.ok ? null : problemWords(hours.error),
    reason: reason.trim() === '' ? t('days.reasonNeeded') : null,
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!hours.ok || Object.values(problems).some((problem) => problem !== null)) return;
    const commands: Command[] = [];
    const back: Command[] = [];
    const common = { locationId: place.id, hours: hours.value.map(([a, b]): [number, number] => [a, b]) };
    for (const one of wanted) {
      const entry = known.find((row) => row.day === one)?.entry ?? null;
      const id = entry?.id ?? newId();
      commands.push({
        name: 'location.set_day',
        args: { id, day: one, reason: reason.trim(), ...common },
      });
      back.push(
        entry === null
          ? { name: 'location.clear_day', args: { id } }
          : {
              name: 'location.set_day',
              args: {
                id,
                locationId: place.id,
                day: one,
                hours: entry.hours.map(([a, b]) => [a, b]),
                reason: entry.reason,
              },
            },
      );
    }
    const done = await save(commands, {
      text: t('undoText.daysSet', { count: commands.length }),
      commands: back,
    });
    if (done) onDone();
  };
  const shown = (problem: string | null): string | null => (tried ? problem : null);
  return (
    <form
      className={days.form}
      aria-label={day === null ? t('days.addTitle') : t('days.changeOf', { day: format.day(day.day, today) })}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onDone();
      }}
    >
      {day === null ? (
        <>
          <DateInput
            label={t('days.from')}
            autoFocus
            value={from}
            minDate={today}
            firstDayOfWeek={1}
            valueFormat="ddd D MMM YYYY"
            dateParser={(text) => readDay(text, today)}
            ariaLabels={{ previousMonth: t('days.previousMonth'), nextMonth: t('days.nextMonth') }}
            placeholder={t('days.dayPlaceholder')}
            error={shown(problems.from)}
            onChange={setFrom}
          />
          <DateInput
            label={t('days.to')}
            value={last}
            minDate={from ?? today}
            firstDayOfWeek={1}
            valueFormat="ddd D MMM YYYY"
            dateParser={(text) => readDay(text, today)}
            ariaLabels={{ previousMonth: t('days.previousMonth'), nextMonth: t('days.nextMonth') }}
            placeholder={t('days.dayPlaceholder')}
            error={shown(problems.to)}
            onChange={setTo}
          />
        </>
      ) : (
        <p className={days.which}>{format.dayLong(day.day)}</p>
      )}
      <TextInput
        label={t('days.hoursField')}
        description={t('days.hoursHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={text}
        placeholder={t('days.closedHoliday')}
        error={shown(problems.hours)}
        autoFocus={day !== null}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onBlur={() => {
          if (hours.ok) setText(writeStretches(hours.value));
        }}
      />
      <TextInput
        label={t('days.reason')}
        description={t('days.reasonHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={reason}
        maxLength={120}
        error={shown(problems.reason)}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <div className={days.buttons}>
        <Button type="submit">{t('days.save')}</Button>
        <Button variant="default" onClick={onDone}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}

function daysBetween(from: PlainDate, to: PlainDate): readonly PlainDate[] {
  const days: PlainDate[] = [];
  for (let day = from; day <= to && days.length <= MOST_DAYS; day = addDays(day, 1)) days.push(day);
  return days;
}
