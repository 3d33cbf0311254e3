import { Button, Checkbox, NativeSelect, Progress, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { ExportSummary } from '../../../contracts/transfer.ts';
import type { CsvManner } from '../../../domain/exports/csv-line.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { groupThousands } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import css from './import-screen.module.css';
import { useReadme } from './use-readme.ts';
import { useSaveFile } from './use-save-file.ts';
import { useWorkProgress } from './use-work-progress.ts';

/** Everything as CSV in one archive; what is not on this PC is said before and in it. */
export function TakeOut({ writes }: { readonly writes: number }) {
  const { t } = useTranslation('exports');
  const link = useDeskLink();
  const save = useSaveFile();
  const { scope } = useSession();
  const { today } = useBoardPlace();
  const [summary, setSummary] = useState<ExportSummary | null>(null);
  const [manner, setManner] = useState<CsvManner>('semicolon');
  const [special, setSpecial] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const progress = useWorkProgress('exporting');
  const readme = useReadme();
  useEffect(() => {
    let isHere = true;
    void link.call('export.look').then((answer) => {
      if (!isHere) return;
      if (answer.ok) setSummary(answer.value);
      else setFailure(answer.error);
    });
    return () => {
      isHere = false;
    };
  }, [link, writes]);

  const start = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    // The README tells of this moment, not of when the screen was opened.
    const now = await link.call('export.look');
    if (!now.ok) {
      setFailure(now.error);
      setBusy(false);
      return;
    }
    setSummary(now.value);
    const business = scope?.name ?? '';
    const answer = await link.call('export.start', {
      kind: 'everything',
      manner,
      special,
      readme: readme(now.value, business, special),
      fileName: `${t('fileName', { business, day: today })}.zip`,
    });
    if (answer.ok) await save(answer.value);
    else setFailure(answer.error);
    setBusy(false);
  };
  return (
    <section className={css.takeOut} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p className={css.sentence}>{t('sentence')}</p>
      {summary ? <Holds summary={summary} /> : null}
      <div className={css.takeOutForm}>
        <NativeSelect
          label={t('manner.label')}
          value={manner}
          data={(['semicolon', 'comma'] as const).map((value) => ({ value, label: t(`manner.${value}`) }))}
          onChange={(event) => setManner(event.currentTarget.value === 'comma' ? 'comma' : 'semicolon')}
        />
        <Checkbox
          label={t('special')}
          description={summary?.holdsSpecial === false ? t('specialNone') : t('specialHint')}
          checked={special}
          disabled={summary?.holdsSpecial !== true}
          onChange={(event) => setSpecial(event.currentTarget.checked)}
        />
        <Button onClick={() => void start()} disabled={busy || summary === null}>
          {busy ? t('saving') : t('start')}
        </Button>
      </div>
      {busy && progress !== null && progress.of !== null && progress.of > 0 ? (
        <div className={css.working} role="status">
          <span>{t('of', { done: groupThousands(progress.done), of: groupThousands(progress.of) })}</span>
          <Progress value={(progress.done / progress.of) * 100} size="sm" aria-label={t('saving')} />
        </div>
      ) : null}
      {failure ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
      <TakeDiary />
    </section>
  );
}

function Holds({ summary }: { readonly summary: ExportSummary }) {
  const { t } = useTranslation('exports');
  const format = useFormat();
  const { counts, completeFrom, onlyLocations, holdsLedger } = summary;
  return (
    <ul className={css.holds} aria-label={t('holds.title')}>
      <li>
        {t('holds.all', {
          clients: groupThousands(counts.clients),
          visits: groupThousands(counts.visits),
          payments: groupThousands(counts.payments),
        })}
      </li>
      <li>
        {completeFrom === null ? t('holds.nothing') : t('holds.from', { month: format.month(completeFrom) })}
      </li>
      {onlyLocations === null ? null : <li>{t('holds.only', { places: onlyLocations.join(', ') })}</li>}
      {holdsLedger ? null : <li>{t('holds.noLedger')}</li>}
    </ul>
  );
}

const MONTHS = [1, 3, 6, 12];

/** The visits to come as a calendar file: of one person, or of a whole branch. */
function TakeDiary() {
  const { t } = useTranslation('exports');
  const link = useDeskLink();
  const save = useSaveFile();
  const { locations, location, today } = useBoardPlace();
  const [locationId, setLocationId] = useState<string | null>(null);
  const [staffId, setStaffId] = useState<string | null>(null);
  const [months, setMonths] = useState(3);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const place = locations.find(({ id }) => id === locationId) ?? location;
  const staff = useDeskQuery('staff', { locationId: place?.id ?? null }).data ?? [];

  const start = async (): Promise<void> => {
    if (!place) return;
    setBusy(true);
    setFailure(null);
    const who = staff.find(({ id }) => id === staffId)?.name ?? place.name;
    const answer = await link.call('export.start', {
      kind: 'diary',
      locationId: place.id,
      staffId,
      months,
      nobody: t('diary.nobody'),
      fileName: `${t('diary.fileName', { who, day: today })}.ics`,
    });
    if (answer.ok) await save(answer.value);
    else setFailure(answer.error);
    setBusy(false);
  };
  return (
    <>
      <h3 className={css.diaryTitle}>{t('diary.title')}</h3>
      <p className={css.sentence}>{t('diary.sentence')}</p>
      <div className={css.takeDiary}>
        <Select
          label={t('diary.location')}
          data={locations.map(({ id, name }) => ({ value: id, label: name }))}
          value={place?.id ?? null}
          allowDeselect={false}
          onChange={(id) => {
            setLocationId(id);
            setStaffId(null);
          }}
        />
        <Select
          label={t('diary.person')}
          placeholder={t('diary.everybody')}
          data={staff.map(({ id, name }) => ({ value: id, label: name }))}
          value={staffId}
          clearable
          searchable
          onChange={setStaffId}
        />
        <NativeSelect
          label={t('diary.months')}
          value={String(months)}
          data={MONTHS.map((count) => ({ value: String(count), label: t('diary.month', { count }) }))}
          onChange={(event) => setMonths(Number(event.currentTarget.value))}
        />
        <Button variant="default" onClick={() => void start()} disabled={busy || !place}>
          {t('diary.start')}
        </Button>
      </div>
      {failure ? <FailureText failure={failure} /> : null}
    </>
  );
}
