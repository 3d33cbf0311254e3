import { Button, Checkbox, SegmentedControl, TextInput, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { normalisePhone } from '../../../domain/clients/phone.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { dayOf } from '../../ui/format.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import type { BoardCursor } from '../calendar/board-cursor.ts';
import { SidePanel } from '../calendar/side-panel.tsx';
import { BlockReasons } from './block-reasons.tsx';
import { BookingProblems } from './booking-problems.tsx';
import css from './booking-panel.module.css';
import { ClientField } from './client-field.tsx';
import { addLine, type Draft, isClientUnchosen, newDraft } from './draft.ts';
import { changeDraft, setDraft } from './draft-store.ts';
import { ServiceLines } from './service-lines.tsx';
import { SlotFinder } from './slot-finder.tsx';
import { takeSlot } from './take-slot.ts';
import { TimeFields } from './time-fields.tsx';
import { type BookingFacts, isImpossible, useBookingFacts, warningsOf } from './use-booking-facts.ts';
import { type SlotSearch, useSlotSearch } from './use-slot-search.ts';

/**
 * A booking, or blocked time, being written. Everything typed lives in the draft store, so closing the panel, a
 * desk that restarts or a reload of the page loses nothing.
 */
export function BookingPanel({
  draft,
  restored,
  timeZone,
  day,
  today,
  onClose,
  onBooked,
  onShowDay,
}: {
  readonly draft: Draft;
  /** The draft was begun earlier: the panel says so and offers to start afresh. */
  readonly restored: boolean;
  readonly timeZone: string;
  readonly day: string;
  readonly today: string;
  readonly onClose: () => void;
  /** What was made and where it stands. */
  readonly onBooked: (place: BoardCursor) => void;
  /** The draft fell on another day than the board shows. */
  readonly onShowDay: (day: string) => void;
}) {
  const { t } = useTranslation('booking');
  const facts = useBookingFacts(draft, timeZone, day);
  const search = useSlotSearch(facts.wish, timeZone, today);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  /** Ctrl+Enter came before the first free time, or the day it falls on, was read: the wish is kept. */
  const [waiting, setWaiting] = useState(false);
  const busy = useRef(false);
  const [refusedAt, setRefusedAt] = useState<string | null>(null);
  const clientInput = useRef<HTMLInputElement>(null);
  const serviceInput = useRef<HTMLInputElement>(null);
  const bookButton = useRef<HTMLButtonElement>(null);
  const book = useBook(onClose, onBooked);
  const place = `${String(draft.staffId)} ${String(draft.startsAt)}`;

  useChooseFirstSlot(draft, search);
  const spanDay = facts.span === null ? null : dayOf(facts.span.from, timeZone);
  const shown = useRef(spanDay);
  useEffect(() => {
    if (spanDay !== null && spanDay !== shown.current) onShowDay(spanDay);
    shown.current = spanDay;
  }, [spanDay, onShowDay]);

  const submit = async (): Promise<void> => {
    setTried(true);
    // Two keys in one breath must not send twice; state would come a render too late.
    if (busy.current) return;
    if (isLookingUp(draft, facts, search)) {
      setWaiting(true);
      return;
    }
    setWaiting(false);
    const command = draft.mode === 'block' ? blockCommand(draft, facts) : bookCommands(draft, facts);
    if (command === null) {
      if (draft.mode === 'booking' && isClientUnchosen(draft)) clientInput.current?.focus();
      return;
    }
    busy.current = true;
    setSending(true);
    const outcome = await book(draft, facts, command, timeZone);
    busy.current = false;
    setSending(false);
    if (outcome === 'taken') setRefusedAt(place);
  };
  const settled = waiting && !isLookingUp(draft, facts, search);
  useEffect(() => {
    if (settled) void submit();
    // oxlint-disable-next-line react/exhaustive-deps -- the moment in which everything is there counts, not each `submit`
  }, [settled]);
  const isBlock = draft.mode === 'block';
  const addService = (): void => {
    if (facts.lines.every(({ service }) => service !== null)) changeDraft((now) => addLine(now, newId));
  };
  // The field of a service that was just added has the focus.
  const count = facts.lines.length;
  const counted = useRef(count);
  useEffect(() => {
    if (count > counted.current) serviceInput.current?.focus();
    counted.current = count;
  }, [count]);
  useShortcuts([
    {
      keys: 'Ctrl+Enter',
      label: t(isBlock ? 'block' : 'book'),
      group: 'booking',
      run: () => void submit(),
    },
    ...(isBlock
      ? []
      : [{ keys: 'Alt+Enter', label: t('addService'), group: 'booking' as const, run: addService }]),
  ]);

  return (
    <SidePanel
      label={t(isBlock ? 'titleBlock' : 'title')}
      onClose={onClose}
      footer={
        <Button ref={bookButton} fullWidth loading={sending || waiting} onClick={() => void submit()}>
          <WithKeys text={t(isBlock ? 'block' : 'book')} keys="Ctrl+Enter" />
        </Button>
      }
    >
      {restored ? (
        <p className={css.kept}>
          {t('kept')}{' '}
          <button
            type="button"
            onClick={() => {
              setDraft(newDraft(draft.locationId, newId, null));
              setTried(false);
              clientInput.current?.focus();
            }}
          >
            {t('startAfresh')}
          </button>
        </p>
      ) : null}
      <SegmentedControl
        fullWidth
        size="sm"
        aria-label={t('mode.label')}
        value={draft.mode}
        onChange={(mode) => changeDraft((now) => ({ ...now, mode: mode === 'block' ? 'block' : 'booking' }))}
        data={[
          { value: 'booking', label: t('mode.booking') },
          { value: 'block', label: t('mode.block') },
        ]}
      />
      {isBlock ? (
        <>
          <TextInput
            label={t('blockReason')}
            placeholder={t('blockReasonPlaceholder')}
            value={draft.reason}
            autoFocus
            onChange={(event) => {
              const reason = event.currentTarget.value;
              changeDraft((now) => ({ ...now, reason }));
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) void submit();
            }}
            error={tried && draft.reason.trim() === '' ? t('blockReasonMissing') : null}
          />
          <BlockReasons
            reason={draft.reason}
            onPick={(reason) => changeDraft((now) => ({ ...now, reason }))}
          />
        </>
      ) : (
        <>
          <ClientField
            draft={draft}
            board={facts.board}
            timeZone={timeZone}
            today={today}
            tried={tried}
            inputRef={clientInput}
            onDone={() => serviceInput.current?.focus()}
          />
          <ServiceLines
            facts={facts}
            change={changeDraft}
            timeZone={timeZone}
            tried={tried}
            lastInput={serviceInput}
            onDone={() => bookButton.current?.focus()}
            onAdd={addService}
          />
        </>
      )}
      <TimeFields
        draft={draft}
        facts={facts}
        change={changeDraft}
        timeZone={timeZone}
        day={day}
        today={today}
        tried={tried}
      />
      {isBlock ? null : (
        <>
          <BookingProblems
            draft={draft}
            facts={facts}
            change={changeDraft}
            timeZone={timeZone}
            refused={refusedAt === place}
            tried={tried}
          />
          {facts.wish.services.length === 0 ? null : (
            <SlotFinder
              search={search}
              timeZone={timeZone}
              today={today}
              selected={draft.timeChosen || draft.startsAt !== null ? (facts.span?.from ?? null) : null}
              onTake={(slot) => changeDraft((now) => takeSlot(now, slot))}
            />
          )}
          <Textarea
            label={t('note')}
            autosize
            minRows={1}
            maxRows={4}
            value={draft.note}
            onChange={(event) => {
              const note = event.currentTarget.value;
              changeDraft((now) => ({ ...now, note }));
            }}
          />
          <Checkbox
            label={t('provisional')}
            description={t('provisionalHint')}
            checked={draft.provisional}
            onChange={(event) => {
              const provisional = event.currentTarget.checked;
              changeDraft((now) => ({ ...now, provisional }));
            }}
          />
        </>
      )}
    </SidePanel>
  );
}

/** While nobody chose a time, the best one is put in as soon as the service is known. */
function useChooseFirstSlot(draft: Draft, { found }: SlotSearch): void {
  const slot = draft.timeChosen || draft.serviceId === null ? undefined : found?.slots[0];
  useEffect(() => {
    if (slot === undefined) return;
    changeDraft((now) => (now.timeChosen ? now : { ...takeSlot(now, slot), timeChosen: false }));
  }, [slot]);
}

/**
 * The time or its day is still being read. Until it is, nobody knows who is taken and which room goes with it, and a
 * booking would go out without either.
 */
function isLookingUp(draft: Draft, facts: BookingFacts, { found }: SlotSearch): boolean {
  if (draft.mode === 'block' || facts.wish.services.length === 0) return false;
  if (facts.span !== null) return facts.board === undefined;
  return !draft.timeChosen && found?.slots.length !== 0;
}

type Commands = Parameters<ReturnType<typeof useExecute>>[0];

function bookCommands(draft: Draft, facts: BookingFacts): Commands | null {
  const { client, ids } = draft;
  const lines = facts.lines.flatMap(({ line, service, staffId, span, room, priceCents }) => {
    if (service === null || span === null || staffId === null || priceCents === null) return [];
    const resourceId = typeof room === 'string' ? null : (room.resource?.id ?? null);
    return [
      {
        id: line.ids.line,
        serviceId: service.id,
        staffId,
        resourceId,
        staffHoldId: line.ids.staffHold,
        resourceHoldId: resourceId === null ? null : line.ids.roomHold,
        startsAt: span.from,
        endsAt: span.to,
        priceCents,
      },
    ];
  });
  if (lines.length !== facts.lines.length || isImpossible(facts) || isClientUnchosen(draft)) return null;
  const warned = warningsOf(facts).length > 0;
  if (warned && draft.reason.trim() === '') return null;
  if (client.kind === 'new') {
    if (client.name.trim() === '') return null;
    if (client.phone.trim() !== '' && normalisePhone(client.phone) === null) return null;
  }
  return [
    ...(client.kind === 'new'
      ? [
          {
            name: 'client.create' as const,
            args: {
              id: ids.client,
              name: client.name.trim(),
              phone: client.phone.trim() === '' ? null : normalisePhone(client.phone),
              email: null,
              note: null,
              importId: null,
            },
          },
        ]
      : []),
    {
      name: 'appointment.book',
      args: {
        id: ids.visit,
        eventId: ids.event,
        locationId: draft.locationId,
        clientId: client.kind === 'known' ? client.id : client.kind === 'new' ? ids.client : null,
        status: draft.provisional ? 'requested' : 'confirmed',
        source: 'desk',
        lines,
        note: draft.note.trim() === '' ? null : draft.note.trim(),
        softReason: warned ? draft.reason.trim() : null,
        importId: null,
      },
    },
  ];
}

function blockCommand(draft: Draft, facts: BookingFacts): Commands | null {
  if (facts.span === null || draft.staffId === null || draft.reason.trim() === '') return null;
  return [
    {
      name: 'block.create',
      args: {
        id: draft.ids.block,
        locationId: draft.locationId,
        staffId: draft.staffId,
        startsAt: facts.span.from,
        endsAt: facts.span.to,
        reason: draft.reason.trim(),
      },
    },
  ];
}

/** Gives the commands and, when they are in, lets the draft go and offers to take it back. */
function useBook(
  onClose: () => void,
  onBooked: (place: BoardCursor) => void,
): (
  draft: Draft,
  facts: BookingFacts,
  commands: Commands,
  timeZone: string,
) => Promise<'done' | 'taken' | 'failed'> {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const execute = useExecute();
  return async (draft, facts, commands, timeZone) => {
    let outcome: 'done' | 'taken' | 'failed' = 'failed';
    const answer = await execute(commands, {
      onFailure: ({ rejection }) => {
        // The same ids are in already: an answer to an earlier attempt was lost on its way here.
        if (rejection?.code === 'duplicate') outcome = 'done';
        else if (rejection?.code === 'overlap') outcome = 'taken';
        return outcome !== 'failed';
      },
    });
    if (answer.ok) outcome = 'done';
    if (outcome !== 'done') return outcome;
    const time = facts.span === null ? '' : format.timeRange(facts.span.from, facts.span.to, timeZone);
    setDraft(null);
    onClose();
    const staffId = draft.mode === 'block' ? draft.staffId : (facts.lines[0]?.staffId ?? null);
    if (facts.span !== null && staffId !== null) {
      const itemId = draft.mode === 'block' ? draft.ids.block : draft.ids.line;
      onBooked({ staffId, at: facts.span.from, itemId });
    }
    if (draft.mode === 'block') {
      offerUndo({
        text: t('blocked', { name: facts.lines[0]?.person?.name ?? '', time }),
        undo: async () => void (await execute([{ name: 'block.remove', args: { id: draft.ids.block } }])),
      });
      return outcome;
    }
    const client = draft.client.kind === 'none' ? t('noName') : draft.client.name;
    offerUndo({
      text: t('booked', { client, time }),
      undo: async () => {
        await execute([
          {
            name: 'appointment.cancel',
            args: { id: draft.ids.visit, eventId: newId(), reasonCode: 'booked_in_error', note: null },
          },
        ]);
      },
    });
    return outcome;
  };
}
