import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import { type RefObject, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitFacts, VisitFactsLine } from '../../../contracts/queries.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { dayOf } from '../../ui/format.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import type { ColumnModel } from './board-model.ts';
import css from './hover-card.module.css';
import { hoverPlace } from './hover-place.ts';
import { type Hovered, TOGGLE_KEY, useHovered } from './use-hovered.ts';

/**
 * What is known of a visit, beside its card: for whoever has somebody on the telephone. It takes no pointer and no
 * focus, so that nothing on the board is ever behind it for longer than a glance.
 */
export function HoverCard({
  area,
  columns,
  zone,
  isQuiet,
}: {
  readonly area: RefObject<HTMLElement | null>;
  readonly columns: readonly ColumnModel[];
  readonly zone: string;
  /** A menu or a question is open: it has the word. */
  readonly isQuiet: boolean;
}) {
  const { t } = useTranslation('calendar');
  const { hovered, toggle } = useHovered(area);
  useShortcuts([{ keys: TOGGLE_KEY, label: t('hover.key'), group: 'board', run: toggle }]);
  const card = columns.flatMap(({ cards }) => cards).find(({ lineId }) => lineId === hovered?.lineId);
  const visitId = hovered && card && !isQuiet ? card.appointmentId : null;
  const { data } = useDeskQuery('visitFacts', { id: visitId ?? '' }, { enabled: visitId !== null });
  return hovered && visitId !== null && data?.id === visitId ? (
    <Facts key={hovered.lineId} facts={data} hovered={hovered} zone={zone} />
  ) : null;
}

function Facts({
  facts,
  hovered,
  zone,
}: {
  readonly facts: VisitFacts;
  readonly hovered: Hovered;
  readonly zone: string;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { today } = useBoardPlace();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const { element } = hovered;
  useLayoutEffect(() => {
    if (!box.current) return;
    const { left, top } = hoverPlace(
      element.getBoundingClientRect(),
      { width: box.current.offsetWidth, height: box.current.offsetHeight },
      { width: window.innerWidth, height: window.innerHeight },
    );
    box.current.style.translate = `${String(left)}px ${String(top)}px`;
  }, [element, facts]);
  useEffect(() => {
    element.setAttribute('aria-describedby', id);
    return () => element.removeAttribute('aria-describedby');
  }, [element, id]);

  const { client, next } = facts;
  const line = ({ startsAt, endsAt, serviceName, staffName }: VisitFactsLine): string =>
    t('hover.line', {
      time: format.timeRange(startsAt, endsAt, zone),
      service: serviceName,
      name: staffName,
    });
  const due = facts.priceCents - facts.paidCents;
  return (
    <div ref={box} id={id} role="tooltip" className={css.card}>
      <p className={css.name}>{client ? client.name || common('nobody') : t('panel.noName')}</p>
      {client?.phone ? <p className={css.phone}>{format.phone(client.phone)}</p> : null}
      {client?.doNotBook ? (
        <p className={css.danger}>
          <IconBan size={14} aria-hidden /> {t('panel.doNotBook')}
        </p>
      ) : null}
      {client?.alerts.map((alert) => (
        <p key={alert} className={css.warn}>
          <IconAlertTriangle size={14} aria-hidden /> {alert}
        </p>
      ))}
      {client && client.noShows > 0 ? (
        <p className={css.warn}>{t('panel.noShows', { count: client.noShows })}</p>
      ) : null}
      <ul className={css.lines}>
        {facts.lines.map((one) => (
          <li key={one.lineId}>
            {line(one)}
            {one.resourceName === null ? null : `, ${one.resourceName}`}
          </li>
        ))}
      </ul>
      {facts.note === null ? null : <p className={css.note}>{facts.note}</p>}
      <dl className={css.facts}>
        {facts.sameDay.length === 0 ? null : (
          <>
            <dt>{t('hover.sameDay')}</dt>
            <dd>
              {facts.sameDay.map((one) => (
                <span key={one.lineId}>{line(one)}</span>
              ))}
            </dd>
          </>
        )}
        {next === null ? null : (
          <>
            <dt>{t('hover.next')}</dt>
            <dd>
              {t('hover.nextOn', {
                day: format.day(dayOf(next.startsAt, facts.timeZone), today),
                line: line(next),
              })}
            </dd>
          </>
        )}
        <dt>{t('hover.price')}</dt>
        <dd>
          {format.money(facts.priceCents)}
          {facts.paidCents === 0
            ? null
            : ` · ${due <= 0 ? t('panel.settled') : t('hover.due', { amount: format.money(due) })}`}
        </dd>
        <dt>{t('hover.booked')}</dt>
        <dd>
          {[
            ...(facts.bookedBy === null ? [] : [facts.bookedBy]),
            t(`panel.source.${facts.source as 'desk'}`, { defaultValue: facts.source }),
            ...(facts.bookedAt === null
              ? []
              : [
                  t('hover.at', {
                    day: format.day(dayOf(facts.bookedAt, facts.timeZone), today),
                    time: format.time(facts.bookedAt, facts.timeZone),
                  }),
                ]),
          ].join(' · ')}
        </dd>
      </dl>
    </div>
  );
}
