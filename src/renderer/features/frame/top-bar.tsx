import { ActionIcon, Button, Menu, Popover, Tooltip } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import {
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconPlus,
  IconPrinter,
  IconSearch,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { runCommand } from '../../ui/commands.ts';
import { useFormat } from '../../ui/use-format.ts';
import { Keys, WithKeys } from '../../ui/with-keys.tsx';
import { type BoardView, periodOf, useBoardView } from '../calendar/board-view.ts';
import { ViewSwitch } from '../calendar/view-switch.tsx';
import { addDays } from '../../ui/format.ts';
import { printedAt } from '../day-sheet/printed.ts';
import { ToTellButton } from '../telling/to-tell-button.tsx';
import { useBoardPlace } from './board-place.tsx';
import css from './top-bar.module.css';

/** Location, day, the screen's own tools, search, and the one filled button. */
export function TopBar({ isTenant, scopeName }: { readonly isTenant: boolean; readonly scopeName: string }) {
  const { t } = useTranslation('frame');
  const onCalendar = useLocation().pathname.startsWith('/calendar');
  const boardView = useBoardView();
  // Other screens have days only.
  const view = onCalendar ? boardView : 'day';
  return (
    <header className={css.bar} aria-label={t('top.label')}>
      {isTenant ? (
        <>
          <LocationSwitch />
          <DaySwitch view={view} />
          {onCalendar ? <ViewSwitch /> : null}
          <DaySheetButton />
        </>
      ) : (
        <span className={css.scope}>{scopeName}</span>
      )}
      <div className={css.space} />
      {isTenant ? <ToTellButton /> : null}
      <button type="button" data-walk="search" className={css.search} onClick={() => runCommand('search')}>
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span>{t('top.search')}</span>
        <Keys keys={SEARCH_KEYS} />
      </button>
      {isTenant ? (
        <Tooltip label={<WithKeys text={t('top.newBooking')} keys="N" />}>
          <Button
            data-walk="booking"
            className={css.book ?? ''}
            leftSection={<IconPlus size={16} stroke={2.2} aria-hidden />}
            onClick={() => runCommand('new-booking')}
          >
            {t('top.newBooking')}
          </Button>
        </Tooltip>
      ) : null}
    </header>
  );
}

/** The outage plan is one click away; whether it was printed today is said where one would look for it. */
function DaySheetButton() {
  const { t } = useTranslation('frame');
  const format = useFormat();
  const { location, today } = useBoardPlace();
  const printed = location === null ? null : printedAt(location.id, today);
  const text =
    printed === null || location === null
      ? t('top.daySheetNotPrinted')
      : t('top.daySheetPrinted', { time: format.time(printed, location.timeZone) });
  return (
    <Tooltip label={<WithKeys text={text} keys="Ctrl+P" />}>
      <ActionIcon data-walk="sheet" aria-label={t('top.daySheet')} onClick={() => runCommand('go-day-sheet')}>
        <IconPrinter size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

const SEARCH_KEYS = 'Ctrl+K';

function LocationSwitch() {
  const { t } = useTranslation('frame');
  const { locations, location, goToLocation } = useBoardPlace();
  if (!location) return <span className={css.locationName} />;
  if (locations.length === 1) return <span className={css.locationName}>{location.name}</span>;
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <button type="button" className={css.location} title={t('top.location')}>
          <span className={css.locationName}>{location.name}</span>
          <IconChevronDown size={14} stroke={2} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {locations.map(({ id, name, address, isOnThisPc }) => (
          <Menu.Item
            key={id}
            onClick={() => goToLocation(id)}
            aria-current={id === location.id}
            disabled={!isOnThisPc}
          >
            <span className={css.option} data-chosen={id === location.id}>
              {name}
              <span className={css.address}>{isOnThisPc ? address : t('top.notOnThisPc')}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function DaySwitch({ view }: { readonly view: BoardView }) {
  const { t } = useTranslation('frame');
  const format = useFormat();
  const { day, today, goToDay } = useBoardPlace();
  const [open, setOpen] = useState(false);
  const { from, days } = periodOf(view, day);
  const isDay = days === 1;
  const name = isDay
    ? format.day(day, today)
    : view === 'month'
      ? format.month(day)
      : format.dayRange(from, addDays(from, days - 1));
  return (
    <div className={css.days} data-walk="place">
      <Tooltip label={<WithKeys text={t(`top.previous.${view}`)} keys="Alt+ArrowLeft" />}>
        <ActionIcon aria-label={t(`top.previous.${view}`)} onClick={() => runCommand('previous-day')}>
          <IconChevronLeft size={18} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <Popover opened={open} onChange={setOpen} position="bottom" trapFocus>
        <Popover.Target>
          <button
            type="button"
            className={css.day}
            title={t('top.pickDay', { day: format.dayLong(day) })}
            onClick={() => setOpen(!open)}
          >
            <span className={css.dayName}>{name}</span>
            {isDay && day === today ? <span className={css.dayDate}>{format.dayLong(day)}</span> : null}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <DatePicker
            value={day}
            defaultDate={day}
            onChange={(next) => {
              setOpen(false);
              if (next) goToDay(next);
            }}
            firstDayOfWeek={1}
          />
        </Popover.Dropdown>
      </Popover>
      <Tooltip label={<WithKeys text={t(`top.next.${view}`)} keys="Alt+ArrowRight" />}>
        <ActionIcon aria-label={t(`top.next.${view}`)} onClick={() => runCommand('next-day')}>
          <IconChevronRight size={18} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      {day === today ? null : (
        <Tooltip label={<WithKeys text={t('top.today')} keys="T" />}>
          <button type="button" className={css.todayButton} onClick={() => runCommand('today')}>
            {t('top.today')}
          </button>
        </Tooltip>
      )}
    </div>
  );
}
