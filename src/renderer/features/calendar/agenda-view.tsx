import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { BoardCard, DayBoard } from '../../../contracts/queries.ts';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { useFetchMonths } from '../../data/use-fetch-months.ts';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { agendaDays } from './agenda-days.ts';
import css from './agenda-view.module.css';
import { useGrowing } from './use-growing.ts';

/**
 * The coming days as one list in order of time: for somebody on the telephone, and for whoever hears the screen. Words
 * narrow it by client, number, service, person or room.
 */
export function AgendaView({
  days,
  today,
  filter,
  openVisitId,
  onOpen,
}: {
  readonly days: readonly DayBoard[];
  readonly today: PlainDate;
  readonly filter: AppointmentStatus | null;
  readonly openVisitId: string | null;
  readonly onOpen: (appointmentId: string) => void;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const sections = useMemo(() => agendaDays(days, wanted, filter), [days, wanted, filter]);
  const found = sections.reduce((sum, { entries }) => sum + entries.length, 0);
  const shown = useGrowing(found, `${wanted} ${filter ?? ''} ${days[0]?.day ?? ''}`);
  useFetchMonths(days.filter(({ cover }) => cover === 'not_loaded').map(({ day }) => day));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) firstRow(list.current)?.focus();
  }, [days]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-line]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const to =
      event.key === 'ArrowDown'
        ? rows[at + 1]
        : event.key === 'ArrowUp'
          ? rows[Math.max(0, at - 1)]
          : event.key === 'Home' && at >= 0
            ? rows[0]
            : event.key === 'End' && at >= 0
              ? rows.at(-1)
              : undefined;
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: 'nearest' });
  };

  let left = shown;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- every row inside is a button
    <div className={css.page} ref={list} onKeyDown={onKeyDown}>
      <div className={css.tools}>
        <TextInput
          aria-label={t('agenda.search')}
          placeholder={t('agenda.search')}
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text !== '') {
              event.stopPropagation();
              setText('');
            }
          }}
        />
        <span className={css.found} role="status">
          {t('agenda.found', { count: found })}
        </span>
      </div>
      {sections.map(({ board, entries }) => {
        const drawn = entries.slice(0, left);
        left = Math.max(0, left - entries.length);
        const isLoaded = board.cover === 'complete';
        return (
          <section key={board.day} className={css.section} aria-label={format.dayLong(board.day)}>
            <h2 className={css.day}>
              <span>{format.day(board.day, today)}</span>
              <span className={css.dayLong}>{format.dayLong(board.day)}</span>
              {board.occasion === null ? null : <span className={css.occasion}>{board.occasion}</span>}
              <span className={css.count}>
                {isLoaded ? t('month.visits', { count: entries.length }) : null}
              </span>
            </h2>
            {!isLoaded ? (
              <p className={`${css.empty ?? ''} hatch`}>
                {t(board.cover === 'not_here' ? 'notHere.lane' : 'notLoaded.lane')}
              </p>
            ) : entries.length === 0 ? (
              <p className={css.empty}>
                {wanted.trim() !== '' || filter !== null
                  ? t('agenda.noneFound')
                  : board.hours.length === 0
                    ? t('board.closed')
                    : t('empty.day')}
              </p>
            ) : (
              <ul className={css.rows}>
                {drawn.map(({ card, personName }) => (
                  <AgendaRow
                    key={card.lineId}
                    card={card}
                    personName={personName}
                    timeZone={board.timeZone}
                    client={card.clientName ?? (card.clientId === null ? common('walkIn') : t('card.hidden'))}
                    isOpen={card.appointmentId === openVisitId}
                    onOpen={onOpen}
                  />
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </div>
  );
}

const firstRow = (list: HTMLElement | null): HTMLElement | null =>
  list?.querySelector<HTMLElement>('[data-line]') ?? null;

const AgendaRow = memo(function AgendaRow({
  card,
  personName,
  timeZone,
  client,
  isOpen,
  onOpen,
}: {
  readonly card: BoardCard;
  readonly personName: string;
  readonly timeZone: string;
  readonly client: string;
  readonly isOpen: boolean;
  readonly onOpen: (appointmentId: string) => void;
}) {
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { status } = card;
  return (
    <li>
      <button
        type="button"
        className={css.row}
        data-line={card.lineId}
        data-status={status}
        data-hue={card.hue}
        data-open={isOpen || undefined}
        onClick={() => onOpen(card.appointmentId)}
      >
        <span className={css.time}>{format.timeRange(card.startsAt, card.endsAt, timeZone)}</span>
        <span className={css.client}>{client}</span>
        <span className={css.phone}>{card.clientPhone === null ? null : format.phone(card.clientPhone)}</span>
        <span className={css.service}>{card.serviceName}</span>
        <span className={css.who}>
          {card.resourceName === null ? personName : `${personName} · ${card.resourceName}`}
        </span>
        <span className={css.status}>
          <StatusGlyph status={status} size={12} /> {common(`appointmentStatus.${status}`)}
        </span>
      </button>
    </li>
  );
});
