import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant, PlainDate } from '../../../base/time.ts';
import type { FoundSlot } from '../../../contracts/queries/slots.ts';
import { dayOf } from '../../ui/format.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './slot-finder.module.css';
import { SEARCH_STARTS, type SlotSearch, TIMES_OF_DAY, type TimeOfDay } from './use-slot-search.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const TIMES = Object.keys(TIMES_OF_DAY) as readonly TimeOfDay[];
type Open = 'days' | 'time' | 'start' | null;

/**
 * The next times while the client is on the telephone: 1 to 9 take one, a letter narrows them. Letters and digits are
 * text while a field has the focus.
 */
export function SlotFinder({
  search,
  timeZone,
  today,
  selected,
  onTake,
}: {
  readonly search: SlotSearch;
  readonly timeZone: string;
  readonly today: PlainDate;
  /** Start of the visit as it stands in the form. */
  readonly selected: Instant | null;
  readonly onTake: (slot: FoundSlot) => void;
}) {
  const { t } = useTranslation('booking');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const [open, setOpen] = useState<Open>(null);
  const { found, filter, setFilter, isNamed } = search;
  const slots = found?.slots ?? [];

  useShortcuts([
    ...slots.map((slot, index) => ({
      keys: String(index + 1),
      label: t('slot.take', { number: index + 1 }),
      group: 'booking' as const,
      run: () => onTake(slot),
    })),
    ...(isNamed
      ? [
          {
            keys: 'P',
            label: t('slot.person.key'),
            group: 'booking' as const,
            run: () => setFilter({ onlyNamed: !filter.onlyNamed }),
          },
        ]
      : []),
    { keys: 'D', label: t('slot.days.key'), group: 'booking', run: () => setOpen('days') },
    { keys: 'T', label: t('slot.time.key'), group: 'booking', run: () => setOpen('time') },
    { keys: 'F', label: t('slot.start.key'), group: 'booking', run: () => setOpen('start') },
  ]);

  const days =
    filter.weekdays.length === 0
      ? t('slot.days.any')
      : filter.weekdays.map((weekday) => common(`weekdayShort.${String(weekday) as '1'}`)).join(', ');

  return (
    <section className={css.finder} aria-label={t('slot.label')}>
      <div className={css.head}>
        <h3>{t('slot.label')}</h3>
        <div className={css.filters} role="group" aria-label={t('slot.filters')}>
          {isNamed ? (
            <button
              type="button"
              className={css.filter}
              aria-pressed={filter.onlyNamed}
              onClick={() => setFilter({ onlyNamed: !filter.onlyNamed })}
            >
              {t(filter.onlyNamed ? 'slot.person.only' : 'slot.person.first')} <kbd>{'P'}</kbd>
            </button>
          ) : null}
          <Filter
            label={t('slot.days.key')}
            text={days}
            keys="D"
            isOn={filter.weekdays.length > 0}
            open={open === 'days'}
            onOpen={(is) => setOpen(is ? 'days' : null)}
            stays
          >
            <Menu.Item
              closeMenuOnClick
              rightSection={filter.weekdays.length === 0 ? <IconCheck size={14} /> : null}
              onClick={() => setFilter({ weekdays: [] })}
            >
              {t('slot.days.any')}
            </Menu.Item>
            {WEEKDAYS.map((weekday) => {
              const isOn = filter.weekdays.includes(weekday);
              return (
                <Menu.Item
                  key={weekday}
                  role="menuitemcheckbox"
                  aria-checked={isOn}
                  rightSection={isOn ? <IconCheck size={14} /> : null}
                  onClick={() =>
                    setFilter({
                      weekdays: isOn
                        ? filter.weekdays.filter((one) => one !== weekday)
                        : [...filter.weekdays, weekday].toSorted((a, b) => a - b),
                    })
                  }
                >
                  {common(`weekdayLong.${String(weekday) as '1'}`)}
                </Menu.Item>
              );
            })}
          </Filter>
          <Filter
            label={t('slot.time.key')}
            text={t(`slot.time.${filter.time}`)}
            keys="T"
            isOn={filter.time !== 'any'}
            open={open === 'time'}
            onOpen={(is) => setOpen(is ? 'time' : null)}
          >
            {TIMES.map((time) => (
              <Menu.Item
                key={time}
                rightSection={filter.time === time ? <IconCheck size={14} /> : null}
                onClick={() => setFilter({ time })}
              >
                {t(`slot.time.${time}`)}
              </Menu.Item>
            ))}
          </Filter>
          <Filter
            label={t('slot.start.key')}
            text={t(`slot.start.${filter.start}`)}
            keys="F"
            isOn={filter.start !== 'soonest'}
            open={open === 'start'}
            onOpen={(is) => setOpen(is ? 'start' : null)}
          >
            {SEARCH_STARTS.map((start) => (
              <Menu.Item
                key={start}
                rightSection={filter.start === start ? <IconCheck size={14} /> : null}
                onClick={() => setFilter({ start })}
              >
                {t(`slot.start.${start}`)}
              </Menu.Item>
            ))}
          </Filter>
        </div>
      </div>
      <ol className={css.slots} data-several={slots.some(({ lines }) => lines.length > 1) || undefined}>
        {slots.map((slot, index) => {
          const day = dayOf(slot.startsAt, timeZone);
          const names = [...new Set(slot.lines.map(({ staffName }) => staffName.split(' ')[0] ?? staffName))];
          return (
            <li key={slot.startsAt}>
              <button
                type="button"
                className={css.slot}
                aria-pressed={selected === slot.startsAt}
                onClick={() => onTake(slot)}
              >
                <kbd>{index + 1}</kbd>
                <span className={css.day}>{format.day(day, today)}</span>
                <span className={css.time}>
                  {slot.lines.length > 1
                    ? format.timeRange(slot.startsAt, slot.endsAt, timeZone)
                    : format.time(slot.startsAt, timeZone)}
                </span>
                <span className={css.names}>{names.join(', ')}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {found === undefined ? null : (
        <p className={css.quiet}>
          {found.lookedTo === null
            ? t('slot.notLoaded')
            : t(found.cut ? 'slot.cut' : slots.length === 0 ? 'slot.none' : 'slot.lookedTo', {
                day: format.day(found.lookedTo, today),
              })}
        </p>
      )}
    </section>
  );
}

/** One way to narrow the search: a small menu under its key. */
function Filter(props: {
  readonly label: string;
  readonly text: string;
  readonly keys: string;
  readonly isOn: boolean;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Several may be chosen: the menu stays open. */
  readonly stays?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Menu
      opened={props.open}
      onChange={props.onOpen}
      closeOnItemClick={props.stays !== true}
      position="bottom-end"
      width={200}
    >
      <Menu.Target>
        <button type="button" className={css.filter} data-on={props.isOn || undefined}>
          <span className="visually-hidden">{props.label}</span> {props.text} <kbd>{props.keys}</kbd>
          <IconChevronDown size={12} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>{props.children}</Menu.Dropdown>
    </Menu>
  );
}
