import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentDetail } from '../../../contracts/queries.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { dayOf } from '../../ui/format.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { SidePanel } from '../calendar/side-panel.tsx';
import { BookingProblems } from './booking-problems.tsx';
import css from './booking-panel.module.css';
import { changeCommands, draftOfVisit, undoOf } from './change-visit.ts';
import { addLine, type Draft } from './draft.ts';
import { ServiceLines } from './service-lines.tsx';
import { SlotFinder } from './slot-finder.tsx';
import { takeSlot } from './take-slot.ts';
import { TimeFields } from './time-fields.tsx';
import { isImpossible, useBookingFacts, warningsOf } from './use-booking-facts.ts';
import { useSlotSearch } from './use-slot-search.ts';

/** Another time, other services or other people for a visit that is booked. Nothing changes until it is saved. */
export function ChangePanel({
  visit,
  today,
  onClose,
  onShowDay,
}: {
  readonly visit: AppointmentDetail;
  readonly today: string;
  readonly onClose: () => void;
  /** The visit would fall on another day than the board shows. */
  readonly onShowDay: (day: string) => void;
}) {
  const { t } = useTranslation('booking');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const execute = useExecute();
  const { timeZone } = visit;
  const [draft, setDraft] = useState<Draft>(() => draftOfVisit(visit, newId));
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const busy = useRef(false);
  const serviceInput = useRef<HTMLInputElement>(null);
  const saveButton = useRef<HTMLButtonElement>(null);
  const change = (step: (now: Draft) => Draft): void => {
    setTold(null);
    setDraft(step);
  };
  const facts = useBookingFacts(draft, timeZone, dayOf(visit.startsAt, timeZone), visit.id);
  const search = useSlotSearch(facts.wish, timeZone, today);
  const client = visit.client?.name ?? common('walkIn');

  const spanDay = facts.span === null ? null : dayOf(facts.span.from, timeZone);
  const shown = useRef(spanDay);
  useEffect(() => {
    if (spanDay !== null && spanDay !== shown.current) onShowDay(spanDay);
    shown.current = spanDay;
  }, [spanDay, onShowDay]);
  // Digits and letters of the search work at once.
  useEffect(() => saveButton.current?.focus({ preventScroll: true }), []);
  const count = facts.lines.length;
  const counted = useRef(count);
  useEffect(() => {
    if (count > counted.current) serviceInput.current?.focus();
    counted.current = count;
  }, [count]);

  const save = async (): Promise<void> => {
    setTried(true);
    const isWhole = facts.lines.every((line) => line.service !== null && line.priceCents !== null);
    const warned = warningsOf(facts).length > 0;
    if (busy.current || facts.board === undefined || !isWhole || isImpossible(facts)) return;
    if (warned && draft.reason.trim() === '') return;
    const command = changeCommands(visit, facts.lines, warned ? draft.reason.trim() : null);
    if (command === null) {
      setTold(t('change.nothing'));
      return;
    }
    busy.current = true;
    setSending(true);
    const answer = await execute([command], {
      onFailure: ({ rejection }) => {
        if (rejection?.code === 'overlap') setTold(t('clashUnknown'));
        else if (rejection?.code === 'paid') setTold(t('change.paid'));
        else if (rejection?.code === 'stale') setTold(t('change.stale'));
        else return false;
        return true;
      },
    });
    busy.current = false;
    setSending(false);
    if (!answer.ok) return;
    const time = facts.span === null ? '' : format.timeRange(facts.span.from, facts.span.to, timeZone);
    onClose();
    offerUndo({
      text: t(command.name === 'appointment.move' ? 'change.moved' : 'change.changed', { client, time }),
      undo: async () => void (await execute([undoOf(visit, command, newId)])),
    });
  };
  const addService = (): void => {
    if (facts.lines.every(({ service }) => service !== null)) change((now) => addLine(now, newId));
  };
  useShortcuts([
    { keys: 'Ctrl+Enter', label: t('change.save'), group: 'booking', run: () => void save() },
    { keys: 'Alt+Enter', label: t('addService'), group: 'booking', run: addService },
  ]);

  return (
    <SidePanel
      label={t('change.title')}
      onClose={onClose}
      footer={
        <Button ref={saveButton} fullWidth loading={sending} onClick={() => void save()}>
          <WithKeys text={t('change.save')} keys="Ctrl+Enter" />
        </Button>
      }
    >
      <p className={css.quiet}>
        {t('change.of', {
          client,
          time: `${format.day(dayOf(visit.startsAt, timeZone), today)} ${format.timeRange(visit.startsAt, visit.endsAt, timeZone)}`,
        })}
      </p>
      <TimeFields
        draft={draft}
        facts={facts}
        change={change}
        timeZone={timeZone}
        day={dayOf(visit.startsAt, timeZone)}
        today={today}
        tried={tried}
      />
      <BookingProblems
        draft={draft}
        facts={facts}
        change={change}
        timeZone={timeZone}
        refused={false}
        tried={tried}
      />
      {told === null ? null : (
        <p className={css.hard} role="alert">
          {told}
        </p>
      )}
      <SlotFinder
        search={search}
        timeZone={timeZone}
        today={today}
        selected={facts.span?.from ?? null}
        onTake={(slot) => change((now) => takeSlot(now, slot))}
      />
      <ServiceLines
        facts={facts}
        change={change}
        timeZone={timeZone}
        tried={tried}
        lastInput={serviceInput}
        onDone={() => saveButton.current?.focus()}
        onAdd={addService}
      />
    </SidePanel>
  );
}
