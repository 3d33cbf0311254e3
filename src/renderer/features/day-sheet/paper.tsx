import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import type { BoardCard, DayBoard } from '../../../contracts/queries.ts';
import { useNow } from '../../data/clock.ts';
import { useSession } from '../../data/use-session.ts';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './paper.module.css';
import { type PersonSheet, type ReceptionRow, type SheetEntry, shortNames } from './sheet-model.ts';

/** Empty rows at the foot of reception's list. */
const WRITE_IN_ROWS = [1, 2, 3, 4, 5, 6, 7, 8];
/** What stands beside a booking that the cloud has not confirmed. */
const PROVISIONAL = '◌';
/** What stands in a cell that is left for a pen. */
const BLANK = '\u00a0';

type Place = { readonly board: DayBoard; readonly business: string; readonly location: string };

/** Everybody's day by the clock, for the counter: who comes, to whom, which number to call, what to take. */
export function ReceptionPage({
  board,
  rows,
  business,
  location,
}: Place & { readonly rows: readonly ReceptionRow[] }) {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  const format = useFormat();
  const names = shortNames(board.columns);
  const due = rows.reduce((sum, row) => sum + row.dueCents, 0);
  return (
    <article className={css.paper}>
      <PageHead board={board} heading={t('of', { business, location })}>
        {t('visits', { count: rows.length })}, {t('toTake', { amount: format.money(due) })}
      </PageHead>
      <table className={css.table}>
        <thead>
          <tr>
            <th className={css.time}>{t('time')}</th>
            <th>{t('client')}</th>
            <th>{t('service')}</th>
            <th>{t('with')}</th>
            <th className={css.money}>{t('due')}</th>
            <Ticks />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const first = row.lines[0];
            if (!first) return null;
            return (
              <tr key={row.appointmentId}>
                <td className={css.time}>
                  <strong>{format.time(row.startsAt, board.timeZone)}</strong>
                  <span>{format.time(row.endsAt, board.timeZone)}</span>
                </td>
                <td>
                  <Client card={first} />
                </td>
                <td>
                  {row.lines.map((line) => (
                    <div key={line.lineId}>
                      {line.serviceName}
                      {line.resourceName === null ? null : <em>{line.resourceName}</em>}
                    </div>
                  ))}
                </td>
                <td>
                  {row.lines.map((line, index) => {
                    const name = names.get(line.staffId) ?? '';
                    const before = row.lines[index - 1];
                    const same = before !== undefined && names.get(before.staffId) === name;
                    return <div key={line.lineId}>{same ? '″' : name}</div>;
                  })}
                </td>
                <Due cents={row.dueCents} />
                <Boxes card={first} paid={row.dueCents === 0} />
              </tr>
            );
          })}
        </tbody>
      </table>
      <section className={css.writeIn}>
        <h3>{t('writeIn')}</h3>
        <table className={css.table}>
          <thead>
            <tr>
              <th className={css.time}>{t('time')}</th>
              <th>{t('client')}</th>
              <th>{t('number')}</th>
              <th>{t('service')}</th>
              <th>{t('with')}</th>
              <Ticks />
            </tr>
          </thead>
          <tbody>
            {WRITE_IN_ROWS.map((row) => (
              <tr key={row} className={css.empty}>
                <td>{BLANK}</td>
                <td>{BLANK}</td>
                <td>{BLANK}</td>
                <td>{BLANK}</td>
                <td>{BLANK}</td>
                <Boxes />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Legend />
    </article>
  );
}

/** One page a person: the day in order, with lines to write on where it is free. */
export function PersonPages({
  board,
  sheets,
  business,
  location,
}: Place & { readonly sheets: readonly PersonSheet[] }) {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  const format = useFormat();
  return sheets.map((sheet) => {
    const { person } = sheet;
    const shifts = person.shifts.map(({ from, to }) => format.timeRange(from, to, board.timeZone)).join(', ');
    return (
      <article key={person.staffId} className={css.paper}>
        <PageHead board={board} heading={person.name} under={t('of', { business, location })}>
          {person.leave === null
            ? shifts === ''
              ? null
              : t('works', { hours: shifts })
            : person.leave === ''
              ? t('awayPlain')
              : t('away', { reason: person.leave })}
          {shifts === '' && person.leave === null ? null : ' · '}
          {t('visits', { count: sheet.visits })}
        </PageHead>
        <table className={css.table}>
          <thead>
            <tr>
              <th className={css.time}>{t('time')}</th>
              <th>{t('client')}</th>
              <th>{t('service')}</th>
              <th className={css.money}>{t('due')}</th>
              <Ticks />
            </tr>
          </thead>
          <tbody>
            {sheet.entries.map((entry) => (
              <Entry key={`${entry.kind}${String(entry.startsAt)}`} entry={entry} board={board} />
            ))}
          </tbody>
        </table>
        <Legend />
      </article>
    );
  });
}

function Entry({ entry, board }: { readonly entry: SheetEntry; readonly board: DayBoard }) {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  const format = useFormat();
  const zone = board.timeZone;
  const time = (
    <td className={css.time}>
      <strong>{format.time(entry.startsAt, zone)}</strong>
      <span>{format.time(entry.endsAt, zone)}</span>
    </td>
  );
  if (entry.kind === 'free') {
    const rows = Array.from({ length: entry.lines }, (_, index) => index);
    return rows.map((row) => (
      <tr key={row} className={css.empty}>
        {row === 0 ? time : <td className={css.time}>{BLANK}</td>}
        <td className={css.quiet}>{row === 0 ? t('free') : BLANK}</td>
        <td>{BLANK}</td>
        <td>{BLANK}</td>
        <Boxes />
      </tr>
    ));
  }
  if (entry.kind !== 'visit') {
    return (
      <tr className={css.closed}>
        {time}
        <td colSpan={6}>{entry.kind === 'break' ? t('break') : entry.block.reason}</td>
      </tr>
    );
  }
  const { card } = entry;
  return (
    <tr>
      {time}
      <td>
        <Client card={card} />
      </td>
      <td>
        {card.serviceName}
        {card.resourceName === null ? null : <em>{card.resourceName}</em>}
        {card.bufferAfterMinutes > 0 ? (
          <div className={css.quiet}>
            {t('buffer', { time: format.time(card.endsAt + card.bufferAfterMinutes * MINUTE, zone) })}
          </div>
        ) : null}
        <Others card={card} others={entry.others} board={board} />
      </td>
      <Due cents={entry.dueCents} />
      <Boxes card={card} paid={entry.dueCents === 0} />
    </tr>
  );
}

/** Nothing to take is an empty cell: the eye finds who has to pay. */
function Due({ cents }: { readonly cents: number }) {
  const format = useFormat();
  return <td className={css.money}>{cents === 0 ? BLANK : format.money(cents)}</td>;
}

function Others({
  card,
  others,
  board,
}: {
  readonly card: BoardCard;
  readonly others: readonly BoardCard[];
  readonly board: DayBoard;
}) {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  const format = useFormat();
  return others.map((other) => {
    const order =
      other.endsAt <= card.startsAt ? 'before' : other.startsAt >= card.endsAt ? 'after' : 'meanwhile';
    return (
      <div key={other.lineId} className={css.quiet}>
        {t(order, {
          service: other.serviceName,
          person: board.columns.find(({ staffId }) => staffId === other.staffId)?.name ?? '',
          time: format.time(other.startsAt, board.timeZone),
        })}
      </div>
    );
  });
}

function Client({ card }: { readonly card: BoardCard }) {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  const format = useFormat();
  return (
    <>
      <div className={css.client}>
        <strong>{card.clientName ?? t('walkIn')}</strong>
        {card.clientPhone === null ? null : (
          <span className={css.phone}>{format.phone(card.clientPhone)}</span>
        )}
        {card.pending ? <span title={t('provisional')}>{PROVISIONAL}</span> : null}
      </div>
      {card.hasAlert || card.doNotBook ? (
        <div className={css.alert}>
          {[card.hasAlert ? t('alert') : null, card.doNotBook ? t('doNotBook') : null]
            .filter(Boolean)
            .join(' · ')}
        </div>
      ) : null}
      {card.note === null ? null : <div className={css.note}>{card.note}</div>}
    </>
  );
}

function PageHead({
  board,
  heading,
  under,
  children,
}: {
  readonly board: DayBoard;
  readonly heading: string;
  readonly under?: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  const format = useFormat();
  const { deviceName } = useSession();
  const status = useSyncStatus();
  const at = useNow(60_000);
  const zone = board.timeZone;
  const hours = board.hours.map(({ from, to }) => format.timeRange(from, to, zone)).join(', ');
  const opening =
    board.hours.length > 0
      ? t('open', { hours })
      : board.occasion
        ? t('occasion', { occasion: board.occasion })
        : t('closed');
  const stamp = {
    time: format.time(at, zone),
    device: deviceName ?? '',
    complete: status?.completeTo == null ? '' : format.time(status.completeTo, zone),
  };
  return (
    <header className={css.head}>
      <div>
        <h2>{heading}</h2>
        <p>
          {under === undefined ? null : <Fragment>{under} · </Fragment>}
          {opening}
        </p>
      </div>
      <div className={css.date}>
        <p className={css.day}>{format.dayLong(board.day)}</p>
        <p>{children}</p>
        <p className={css.quiet}>{status?.completeTo == null ? t('stampNever', stamp) : t('stamp', stamp)}</p>
      </div>
    </header>
  );
}

function Ticks() {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  return (['here', 'done', 'paid'] as const).map((step) => (
    <th key={step} className={css.tick}>
      {t(step)}
    </th>
  ));
}

/** Boxes for a pen; what has happened by now is ticked already. */
function Boxes({ card, paid = false }: { readonly card?: BoardCard; readonly paid?: boolean }) {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  const ticked = {
    here: card !== undefined && ['arrived', 'in_service', 'done'].includes(card.status),
    done: card?.status === 'done',
    paid,
  } as const;
  return (['here', 'done', 'paid'] as const).map((step) => (
    <td key={step} className={css.tick}>
      <span className={css.box}>{ticked[step] ? <Tick label={t(step)} /> : BLANK}</span>
    </td>
  ));
}

const Tick = ({ label }: { readonly label: string }) => (
  <svg viewBox="0 0 12 12" role="img" aria-label={label}>
    <path d="M2 6.4 4.8 9.2 10 3" fill="none" stroke="currentColor" strokeWidth="1.8" />
  </svg>
);

function Legend() {
  const { t } = useTranslation('daySheet', { keyPrefix: 'sheet' });
  return <footer className={css.legend}>{t('legend', { mark: PROVISIONAL })}</footer>;
}
