import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDots } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { present } from '../../../base/assert.ts';
import type { PlainDate } from '../../../base/time.ts';
import type { LocationItem } from '../../../contracts/queries.ts';
import type { RosterCell, RosterPerson, RosterWeek } from '../../../contracts/queries/roster.ts';
import { daysFrom } from '../../../domain/roster/stretch-of-days.ts';
import type { TypedDay } from '../../../domain/roster/typed-day.ts';
import { newId } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import { runCommand } from '../../ui/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { addDays, dayParts } from '../../ui/format.ts';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { useBoardPlace } from '../frame/board-place.tsx';
import { CellEditor } from './cell-editor.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { OutsidePanel } from './outside-panel.tsx';
import {
  type ChangeScope,
  pasteWeek,
  swapDay,
  takeLeave,
  typedOf,
  usualAgain,
  writeDay,
} from './roster-changes.ts';
import css from './roster-screen.module.css';
import { SwapDialog } from './swap-dialog.tsx';
import { useDayWords } from './use-day-words.ts';
import { useRosterActions } from './use-roster-actions.ts';
import { type GridActions, WeekGrid } from './week-grid.tsx';

/** The week of a location: who works when, and the bookings that fall outside it. */
export function RosterScreen() {
  const { t } = useTranslation('roster');
  const { location, locations, day } = useBoardPlace();
  const monday = addDays(day, 1 - dayParts(day).weekday);
  const query = useDeskQuery(
    'rosterWeek',
    { locationId: location?.id ?? '', from: monday },
    { enabled: location !== null, keepPrevious: true },
  );
  if (query.isError) {
    return (
      <div className={css.problem}>
        <FailureText failure={failureOf(query.error)} />
      </div>
    );
  }
  if (!query.data || !location) return <ScreenSkeleton />;
  if (query.data.people.length === 0) return <EmptyState title={t('empty.title')} text={t('empty.text')} />;
  return <Week key={location.id} week={query.data} location={location} locations={locations} />;
}

type Copied = readonly TypedDay[];

function Week({
  week,
  location,
  locations,
}: {
  readonly week: RosterWeek;
  readonly location: LocationItem;
  readonly locations: readonly LocationItem[];
}) {
  const { t } = useTranslation('roster');
  const format = useFormat();
  const tell = useTell();
  const { day, today } = useBoardPlace();
  const { person: user } = useSession();
  const mayEdit = user?.role === 'owner' || user?.role === 'manager';
  const words = useDayWords(locations, location.id);
  const outside = useDeskQuery('outsideRoster', { locationId: location.id }).data;
  const [scope, setScope] = useState<ChangeScope>('day');
  const [editing, setEditing] = useState<{
    readonly staffId: string;
    readonly day: PlainDate;
    readonly started: string | null;
  } | null>(null);
  // A week that was turned takes the open day out of sight.
  const edited = week.days.some((one) => one.day === editing?.day) ? editing : null;
  const [leaving, setLeaving] = useState<{ readonly staffId: string; readonly day: PlainDate } | null>(null);
  const [swapping, setSwapping] = useState<{
    readonly first: string;
    readonly second: string;
    readonly day: PlainDate;
  } | null>(null);
  const [showsOutside, setShowsOutside] = useState(false);
  const [copied, setCopied] = useState<Copied | null>(null);
  const count = outside?.count ?? 0;

  // A change of one's own that leaves bookings without their person shows them at once.
  const watched = useRef<{ readonly count: number; readonly until: number } | null>(null);
  const countNow = useRef(count);
  useEffect(() => {
    countNow.current = count;
    const since = watched.current;
    if (!since || count <= since.count) return;
    watched.current = null;
    if (performance.now() < since.until) setShowsOutside(true);
  }, [count]);
  const watch = useCallback(() => {
    watched.current = { count: countNow.current, until: performance.now() + WATCH_MS };
  }, []);
  const make = useRosterActions(watch);

  const named = (staffId: string): RosterPerson =>
    present(
      week.people.find((one) => one.staffId === staffId),
      'a person of the week',
    );
  const short = (one: PlainDate): string => format.day(one, today);
  const weekdayName = (one: PlainDate): string => format.dayLong(one).split(' ')[0] ?? '';

  const save = (person: RosterPerson, cell: RosterCell, typed: TypedDay, as: ChangeScope): void => {
    setEditing(null);
    const facts = { name: person.name, day: short(cell.day), hours: words.inWords(typed) };
    const forGood = as === 'always' && typed.kind !== 'leave';
    void make(
      writeDay(person, cell, typed, as, newId),
      forGood ? t('done.always', { ...facts, weekday: weekdayName(cell.day) }) : t('done.cell', facts),
    );
  };
  const clear = (person: RosterPerson, cell: RosterCell): void => {
    setEditing(null);
    if (!cell.isException) {
      if (cell.shifts.length > 0) save(person, cell, { kind: 'off' }, scope);
      return;
    }
    void make(usualAgain(person, cell, newId), t('done.usual', { name: person.name, day: short(cell.day) }));
  };
  const paste = (person: RosterPerson, cell: RosterCell): void => {
    const [only, ...more] = copied ?? [];
    if (!copied || !only) tell(t('copied.nothing'));
    else if (more.length === 0) save(person, cell, only, scope);
    else {
      const facts = { name: person.name, day: short(present(week.days[0], 'a first day').day) };
      void make(
        pasteWeek(person, copied, scope, newId),
        t(scope === 'always' ? 'done.weekAlways' : 'done.week', facts),
      );
    }
  };
  const copyWeek = (person: RosterPerson): void => {
    setCopied(person.days.map(typedOf));
    tell(t('copied.week', { name: person.name }));
  };
  const actions: GridActions | null = mayEdit
    ? {
        edit: (person, cell, started) => setEditing({ staffId: person.staffId, day: cell.day, started }),
        clear,
        copyDay: (cell) => {
          setCopied([typedOf(cell)]);
          tell(t('copied.day', { hours: words.inWords(typedOf(cell)) }));
        },
        copyWeek,
        paste,
        swap: (first, second, on) => setSwapping({ first: first.staffId, second: second.staffId, day: on }),
      }
    : null;

  const first = present(week.days[0], 'a first day').day;
  const isThisWeek = week.days.some((one) => one.day === today);
  const branch = locations.find(({ id }) => id !== location.id)?.name ?? location.name;
  return (
    <div className={css.screen}>
      <div className={css.page} data-beside={showsOutside}>
        <header className={css.head}>
          <div className={css.heading}>
            <h1>{t('title')}</h1>
            <div className={css.weeks}>
              <Tooltip label={<WithKeys text={t('previousWeek')} keys="Alt+Shift+ArrowLeft" />}>
                <ActionIcon aria-label={t('previousWeek')} onClick={() => runCommand('previous-week')}>
                  <IconChevronLeft size={18} stroke={1.8} />
                </ActionIcon>
              </Tooltip>
              <h2>{isThisWeek ? t('thisWeek') : t('week', { day: short(first) })}</h2>
              <Tooltip label={<WithKeys text={t('nextWeek')} keys="Alt+Shift+ArrowRight" />}>
                <ActionIcon aria-label={t('nextWeek')} onClick={() => runCommand('next-week')}>
                  <IconChevronRight size={18} stroke={1.8} />
                </ActionIcon>
              </Tooltip>
            </div>
          </div>
          <button
            type="button"
            className={css.outsideButton}
            data-some={count > 0}
            aria-pressed={showsOutside}
            onClick={() => setShowsOutside(!showsOutside)}
          >
            {outside && outside.cover !== 'complete'
              ? t('outside.unknown')
              : count === 0
                ? t('outside.none')
                : t('outside.count', { count })}
          </button>
          {mayEdit ? (
            <div className={css.scope}>
              <span id="roster-scope">{t('scope.label')}</span>
              <SegmentedControl
                size="sm"
                aria-labelledby="roster-scope"
                value={scope}
                onChange={(value) => setScope(value as ChangeScope)}
                data={[
                  { value: 'day', label: t('scope.day') },
                  { value: 'always', label: t('scope.always') },
                ]}
              />
            </div>
          ) : null}
        </header>
        <p className={css.how}>{mayEdit ? t('how', { branch }) : t('readOnly')}</p>
        <div className={css.scroll}>
          <WeekGrid
            week={week}
            today={today}
            day={day}
            words={words}
            actions={actions}
            isEditing={edited !== null || leaving !== null || swapping !== null}
            renderRowMenu={(person) => (
              <Menu position="bottom-start" width={220}>
                <Menu.Target>
                  <ActionIcon className={css.more ?? ''} aria-label={t('row.menu', { name: person.name })}>
                    <IconDots size={16} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => copyWeek(person)}>{t('row.copyWeek')}</Menu.Item>
                  <Menu.Item
                    disabled={(copied?.length ?? 0) < 7}
                    onClick={() => paste(person, present(person.days[0], 'a first day'))}
                  >
                    {t('row.pasteWeek')}
                  </Menu.Item>
                  <Menu.Item onClick={() => setLeaving({ staffId: person.staffId, day })}>
                    {t('row.leave')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            )}
            renderCell={(person, cell, content) =>
              edited?.staffId === person.staffId && edited.day === cell.day ? (
                <CellEditor
                  person={person}
                  cell={cell}
                  started={edited.started}
                  scope={scope}
                  words={words}
                  today={today}
                  colleagues={week.people.filter((one) => one.staffId !== person.staffId)}
                  onScope={setScope}
                  onSave={(typed, as) => save(person, cell, typed, as)}
                  onUsual={() => clear(person, cell)}
                  onLeave={() => {
                    setEditing(null);
                    setLeaving({ staffId: person.staffId, day: cell.day });
                  }}
                  onSwap={(second) => {
                    setEditing(null);
                    setSwapping({ first: person.staffId, second, day: cell.day });
                  }}
                  onClose={() => setEditing(null)}
                />
              ) : (
                content
              )
            }
          />
        </div>
        {mayEdit ? (
          <p className={css.legend}>
            <span className={css.sample}>{t('legend.exception')}</span> {t('legend.keys')}
          </p>
        ) : null}
      </div>
      {showsOutside ? (
        <OutsidePanel
          outside={outside}
          timeZone={week.timeZone}
          today={today}
          onClose={() => setShowsOutside(false)}
        />
      ) : null}
      {leaving ? (
        <LeaveDialog
          person={named(leaving.staffId)}
          first={leaving.day}
          onClose={() => setLeaving(null)}
          onTake={(from, to, reason) => {
            const person = named(leaving.staffId);
            setLeaving(null);
            const change = takeLeave(person, from, to, reason, newId);
            const days = daysFrom(from, to).length;
            void make(change, t('done.leave', { count: days, name: person.name, day: short(from) }));
          }}
        />
      ) : null}
      {swapping ? (
        <SwapDialog
          first={named(swapping.first)}
          second={named(swapping.second)}
          day={swapping.day}
          words={words}
          onClose={() => setSwapping(null)}
          onSwap={(shared, way) => {
            const one = named(swapping.first);
            const other = named(swapping.second);
            setSwapping(null);
            void make(
              swapDay(one, other, swapping.day, shared, newId),
              t(way === 'give' ? 'done.give' : 'done.swap', {
                first: one.name,
                second: other.name,
                day: short(swapping.day),
              }),
            );
          }}
        />
      ) : null}
    </div>
  );
}

/** So long after a change its consequences are looked for. */
const WATCH_MS = 5_000;
