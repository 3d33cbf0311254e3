import { ActionIcon, Button, Menu, Skeleton, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconDots } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentDetail } from '../../../contracts/queries.ts';
import { MINUTE } from '../../../base/time.ts';
import { latenessOf } from '../../../domain/scheduling/lateness.ts';
import {
  type AppointmentStatus,
  isHolding,
  mayFollow,
  nextStatus,
  TRANSITIONS,
} from '../../../domain/scheduling/status.ts';
import { useNow } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { runCommand } from '../../ui/commands.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { dayOf } from '../../ui/format.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { AfterMoment } from '../../ui/waiting.tsx';
import { WithKeys } from '../../ui/with-keys.tsx';
import { VisitTelling } from '../telling/visit-telling.tsx';
import css from './appointment-panel.module.css';
import { CancelDialog } from './cancel-dialog.tsx';
import { ChangePanel } from '../booking/change-panel.tsx';
import { mayPushBack } from './push-back-lines.ts';
import { SidePanel } from './side-panel.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { TakePayment } from './take-payment.tsx';
import { useStatusStep } from './use-status-step.ts';

/** One visit: who, what, how far it is, what it costs, and what happened to it. */
export function AppointmentPanel({
  appointmentId,
  today,
  onClose,
  onMove,
  onShowDay,
}: {
  readonly appointmentId: string;
  readonly today: string;
  readonly onClose: () => void;
  /** A change that is being written falls on another day than the board shows. */
  readonly onShowDay: (day: string) => void;
  /** Picks the card up by keyboard. */
  readonly onMove: () => void;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const { data, error, isPending } = useDeskQuery(
    'appointment',
    { id: appointmentId },
    { keepPrevious: true },
  );
  const appointment = data?.id === appointmentId ? data : data === null ? null : undefined;
  const [changing, setChanging] = useState<AppointmentDetail | null>(null);
  if (changing?.id === appointmentId) {
    return (
      <ChangePanel visit={changing} today={today} onClose={() => setChanging(null)} onShowDay={onShowDay} />
    );
  }
  return (
    <SidePanel
      label={t('panel.label')}
      heading={appointment ? (appointment.client?.name ?? t('panel.noName')) : t('panel.label')}
      onClose={onClose}
      {...(appointment
        ? {
            footer: (
              <Steps appointment={appointment} onMove={onMove} onChange={() => setChanging(appointment)} />
            ),
          }
        : {})}
    >
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {isPending || (appointment === undefined && !error) ? (
        <AfterMoment>
          <span className="visually-hidden">{t('panel.loading')}</span>
          {['60%', '80%', '45%', '70%'].map((width) => (
            <Skeleton key={width} height={14} width={width} radius={3} />
          ))}
        </AfterMoment>
      ) : null}
      {appointment === null ? <p>{t('panel.gone')}</p> : null}
      {appointment ? (
        <>
          <Who appointment={appointment} today={today} />
          <p className={css.statusLine} data-status={appointment.status}>
            <StatusGlyph status={appointment.status} size={14} />
            <strong>{common(`appointmentStatus.${appointment.status}`)}</strong>
            <span className={css.quiet}>
              {t(`panel.source.${appointment.source as 'desk'}`, { defaultValue: appointment.source })}
            </span>
            {appointment.pending ? <span className={css.waits}>{t('panel.waits')}</span> : null}
            <LateNow appointment={appointment} />
          </p>
          <Lines appointment={appointment} today={today} />
          {appointment.note === null ? null : (
            <p className={`${css.note ?? ''} selectable`}>{appointment.note}</p>
          )}
          {appointment.softReason === null ? null : (
            <p className={css.quiet}>{t('panel.softReason', { reason: appointment.softReason })}</p>
          )}
          {appointment.cancelReason === null ? null : (
            <p className={css.quiet}>
              {t('panel.cancelledBecause', {
                reason: t(`cancel.reasons.${appointment.cancelReason as 'other'}`, {
                  defaultValue: appointment.cancelReason,
                }),
              })}
            </p>
          )}
          <VisitTelling appointmentId={appointment.id} />
          <TakePayment appointment={appointment} />
          <History appointment={appointment} today={today} />
        </>
      ) : null}
    </SidePanel>
  );
}

/** How late it is, by the same rule as on its card. */
function LateNow({ appointment }: { readonly appointment: AppointmentDetail }) {
  const { t } = useTranslation('calendar');
  const late = latenessOf(appointment, useNow(MINUTE));
  return late === null ? null : (
    <span className={css.late}>{t(`card.${late.kind}`, { count: late.minutes })}</span>
  );
}

function Who({ appointment, today }: { readonly appointment: AppointmentDetail; readonly today: string }) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const { client, timeZone } = appointment;
  useShortcuts(
    client === null
      ? []
      : [
          {
            keys: 'C',
            label: t('panel.openClient'),
            group: 'board',
            run: () => runCommand('open-client', { clientId: client.id }),
          },
        ],
  );
  if (client === null) return null;
  return (
    <div className={css.who}>
      <p className={css.facts}>
        {client.phone === null ? null : (
          <span
            className={`${css.phone ?? ''} selectable`}
            aria-label={t('panel.call', { phone: client.phone })}
          >
            {format.phone(client.phone)}
          </span>
        )}
        {client.lastVisit === null ? null : (
          <span>{t('panel.lastVisit', { day: format.day(dayOf(client.lastVisit, timeZone), today) })}</span>
        )}
        {client.noShows > 0 ? (
          <span className={css.warn}>{t('panel.noShows', { count: client.noShows })}</span>
        ) : null}
      </p>
      {client.doNotBook ? (
        <p className={css.danger}>
          <IconBan size={16} /> {t('panel.doNotBook')}
        </p>
      ) : null}
      {client.alerts.map((alert) => (
        <p key={alert} className={css.warn}>
          <IconAlertTriangle size={16} /> <strong>{alert}</strong>
        </p>
      ))}
      {client.note === null ? null : <p className={`${css.quiet ?? ''} selectable`}>{client.note}</p>}
      <button
        type="button"
        className={css.openClient}
        onClick={() => runCommand('open-client', { clientId: client.id })}
      >
        <WithKeys text={t('panel.openClient')} keys="C" />
      </button>
    </div>
  );
}

function Lines({ appointment, today }: { readonly appointment: AppointmentDetail; readonly today: string }) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const { timeZone } = appointment;
  return (
    <ul className={css.lines}>
      {appointment.lines.map((line) => (
        <li key={line.id} data-hue={line.hue}>
          <span className={css.lineService}>{line.serviceName}</span>
          <span className="number">{format.money(line.priceCents)}</span>
          <span className={css.lineFacts}>
            {format.day(dayOf(line.startsAt, timeZone), today)}{' '}
            {format.timeRange(line.startsAt, line.endsAt, timeZone)}{' '}
            {t('panel.with', { name: line.staffName })}
            {line.resourceName === null ? '' : ` ${t('panel.room', { room: line.resourceName })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function History({
  appointment,
  today,
}: {
  readonly appointment: AppointmentDetail;
  readonly today: string;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { timeZone, history } = appointment;
  return (
    <section>
      <h3 className={css.sectionTitle}>{t('panel.history')}</h3>
      <ol className={css.history}>
        {history.map((event) => {
          const day = dayOf(event.at, timeZone);
          const status = common(`appointmentStatus.${event.to}`);
          return (
            <li key={event.id}>
              <span className={css.when}>
                {day === today ? '' : `${format.day(day, today)} `}
                {format.time(event.at, timeZone)}
              </span>
              <span>
                <StatusGlyph status={event.to} size={11} />{' '}
                {event.from === null ? t('panel.booked', { status: status.toLowerCase() }) : status}
                <span className={css.quiet}>
                  {' '}
                  {event.actor === null
                    ? t('panel.online')
                    : event.device === null
                      ? event.actor
                      : t('panel.byAt', { actor: event.actor, device: event.device })}
                  {event.pending ? `, ${t('panel.waits')}` : ''}
                </span>
                {event.reason === null ? null : (
                  <span className={css.reason}>
                    {t(`cancel.reasons.${event.reason as 'other'}`, { defaultValue: event.reason })}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** One big button for the next step; everything else behind it. */
function Steps({
  appointment,
  onMove,
  onChange,
}: {
  readonly appointment: AppointmentDetail;
  readonly onMove: () => void;
  /** Another time, other services, other people. */
  readonly onChange: () => void;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const step = useStatusStep();
  const [cancelling, setCancelling] = useState(false);
  const main = useRef<HTMLButtonElement>(null);
  const steps = useRef<HTMLDivElement>(null);
  const { status } = appointment;
  const next = nextStatus(status);
  const target = {
    appointmentId: appointment.id,
    status,
    clientName: appointment.client?.name ?? null,
  };
  const firstLine = appointment.lines[0];
  const pushBack = (): void => {
    if (firstLine === undefined) return;
    runCommand('push-back', {
      locationId: appointment.locationId,
      timeZone: appointment.timeZone,
      lineId: firstLine.id,
      at: firstLine.startsAt,
    });
  };
  useShortcuts([
    {
      keys: 'S',
      label: t('key.next'),
      group: 'board',
      run: () => {
        if (next !== null) void step(target, next as 'done');
      },
    },
    ...(isHolding(status)
      ? [{ keys: 'A', label: t('key.change'), group: 'board' as const, run: onChange }]
      : []),
    ...(mayPushBack(status)
      ? [{ keys: 'P', label: t('key.pushBack'), group: 'board' as const, run: pushBack }]
      : []),
  ]);
  // The panel was opened to do something: the likely thing is under Enter.
  useEffect(() => main.current?.focus({ preventScroll: true }), [appointment.id]);

  // The menu that opened the dialog is gone by now: the focus goes back to the steps.
  const closeDialog = (): void => {
    setCancelling(false);
    steps.current?.querySelector('button')?.focus();
  };

  const others = TRANSITIONS[status].filter(
    (to): to is Exclude<AppointmentStatus, 'cancelled'> => to !== next && to !== 'cancelled',
  );
  return (
    <div ref={steps} className={css.steps}>
      {next === null ? (
        <span className={css.quiet}>{t('step.done_')}</span>
      ) : (
        <Button ref={main} className={css.next ?? ''} onClick={() => void step(target, next as 'done')}>
          <WithKeys text={t(`step.${next as 'done'}`)} keys="S" />
        </Button>
      )}
      <Menu position="top-end" width={230}>
        <Menu.Target>
          <Tooltip label={t('panel.more')}>
            <ActionIcon variant="default" aria-label={t('panel.more')}>
              <IconDots size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((to) => (
            <Menu.Item
              key={to}
              leftSection={<StatusGlyph status={to} />}
              onClick={() => void step(target, to)}
            >
              {to === 'no_show' || (to === 'in_service' && status !== 'done')
                ? t(`step.${to}`)
                : to === 'arrived' && (status === 'requested' || status === 'confirmed')
                  ? t('step.arrived')
                  : t('step.backTo', { status: common(`appointmentStatus.${to}`).toLowerCase() })}
            </Menu.Item>
          ))}
          {isHolding(status) ? (
            <Menu.Item onClick={onChange}>
              <WithKeys text={t('panel.change')} keys="A" />
            </Menu.Item>
          ) : null}
          {mayPushBack(status) ? (
            <Menu.Item onClick={pushBack}>
              <WithKeys text={t('panel.pushBack')} keys="P" />
            </Menu.Item>
          ) : null}
          <Menu.Item onClick={onMove}>
            <WithKeys text={t('panel.move')} keys="M" />
          </Menu.Item>
          {mayFollow(status, 'cancelled') ? (
            <>
              <Menu.Divider />
              <Menu.Item
                color="danger"
                leftSection={<StatusGlyph status="cancelled" />}
                onClick={() => setCancelling(true)}
              >
                {t('step.cancelled')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {cancelling ? <CancelDialog appointment={appointment} onClose={closeDialog} /> : null}
    </div>
  );
}
