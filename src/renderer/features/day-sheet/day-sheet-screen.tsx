import { Button, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconFileDownload, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaperOutcome } from '../../../contracts/main-api.ts';
import { now } from '../../data/clock.ts';
import { useMain } from '../../data/main-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useFetchMonths } from '../../data/use-fetch-months.ts';
import { useSession } from '../../data/use-session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { addDays } from '../../ui/format.ts';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { useBoardPlace } from '../frame/board-place.tsx';
import css from './day-sheet.module.css';
import { PersonPages, ReceptionPage } from './paper.tsx';
import { notePrinted, printedAt } from './printed.ts';
import { personSheets, receptionRows } from './sheet-model.ts';

const RECEPTION = 'reception';
const EVERYONE = 'everyone';

/** What will be printed, as it will look, and beside it what it is for and the two ways to get it out. */
export function DaySheetScreen() {
  const { t } = useTranslation(['daySheet', 'shortcuts']);
  const format = useFormat();
  const tell = useTell();
  const { verbs } = useMain();
  const session = useSession();
  const { location, day: boardDay, today } = useBoardPlace();
  const [day, setDay] = useState(boardDay);
  const [wanted, setWanted] = useState<string>(RECEPTION);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<'PRINT_FAILED' | 'PDF_FAILED' | null>(null);
  const { data: board } = useDeskQuery(
    'dayBoard',
    { locationId: location?.id ?? '', day },
    { enabled: location !== null },
  );
  useFetchMonths(board?.cover === 'not_loaded' ? [day] : []);
  const days = [...new Set([today, addDays(today, 1), boardDay])].toSorted();
  const sheets = board ? personSheets(board) : [];
  const chosen = wanted === RECEPTION || wanted === EVERYONE ? wanted : personOf(wanted, sheets);
  const isEmpty = sheets.length === 0;

  const out = async (work: () => Promise<PaperOutcome>, done: (file: string | null) => void) => {
    setBusy(true);
    setFailure(null);
    const outcome = await work();
    setBusy(false);
    if (outcome.ok) done(outcome.file);
    else if (outcome.code !== 'given_up') setFailure(outcome.code);
  };
  const ready = verbs !== undefined && board?.cover === 'complete' && !isEmpty && !busy && location !== null;
  const print = (): void => {
    if (!ready) return;
    void out(verbs.printPage, () => {
      notePrinted(location.id, day, now());
      tell(t('printed'));
    });
  };
  const save = (): void => {
    if (!ready) return;
    const name = `${t('title')} ${location.name} ${day}`;
    void out(
      () => verbs.savePdf(name),
      (file) => tell(t('saved', { file: file ?? name })),
    );
  };
  useShortcuts([
    { keys: 'Ctrl+Enter', group: 'day', label: t('print'), run: print },
    { keys: 'Ctrl+S', group: 'day', label: t('savePdf'), run: save },
  ]);

  if (!location || !board) return <ScreenSkeleton />;
  const printed = printedAt(location.id, day);
  return (
    <div className={css.screen}>
      <aside className={css.side} aria-label={t('title')}>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
        <SegmentedControl
          fullWidth
          aria-label={t('day')}
          value={day}
          onChange={(value) => {
            setDay(value);
            setFailure(null);
          }}
          data={days.map((value) => ({ value, label: format.day(value, today) }))}
        />
        <Select
          label={t('for')}
          allowDeselect={false}
          value={chosen}
          onChange={(value) => setWanted(value ?? RECEPTION)}
          data={[
            { value: RECEPTION, label: t('reception') },
            { value: EVERYONE, label: t('everyone') },
            ...sheets.map(({ person }) => ({ value: person.staffId, label: person.name })),
          ]}
        />
        <div className={css.buttons}>
          <Tooltip label={<WithKeys text={t('print')} keys="Ctrl+Enter" />}>
            <Button
              leftSection={<IconPrinter size={18} stroke={1.7} aria-hidden />}
              disabled={!ready}
              onClick={print}
            >
              {t('print')}
            </Button>
          </Tooltip>
          <Tooltip label={<WithKeys text={t('savePdf')} keys="Ctrl+S" />}>
            <Button
              variant="default"
              leftSection={<IconFileDownload size={18} stroke={1.7} aria-hidden />}
              disabled={!ready}
              onClick={save}
            >
              {t('savePdf')}
            </Button>
          </Tooltip>
        </div>
        <p className={css.quiet}>
          {printed === null
            ? t('notPrinted')
            : t('printedAt', { time: format.time(printed, location.timeZone) })}
        </p>
        {failure ? (
          <p className={css.failure} role="alert">
            {t(`failed.${failure}`)} <small>{failure}</small>
          </p>
        ) : null}
      </aside>
      <div className={css.desk}>
        {board.cover === 'not_loaded' ? (
          <EmptyState title={t('notLoaded')} text={t('notLoadedText')} />
        ) : isEmpty ? (
          <EmptyState title={t('nobody')} text={t('nobodyText')} />
        ) : (
          <div data-print className={css.papers}>
            {chosen === RECEPTION ? (
              <ReceptionPage
                board={board}
                rows={receptionRows(board)}
                business={session.scope?.name ?? ''}
                location={location.name}
              />
            ) : (
              <PersonPages
                board={board}
                sheets={chosen === EVERYONE ? sheets : sheets.filter((one) => one.person.staffId === chosen)}
                business={session.scope?.name ?? ''}
                location={location.name}
              />
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** Somebody who has no page on the other day: reception's list instead. */
const personOf = (id: string, sheets: ReturnType<typeof personSheets>): string =>
  sheets.some(({ person }) => person.staffId === id) ? id : RECEPTION;
