import { Button, Checkbox, SegmentedControl, TextInput, Textarea } from '@mantine/core';
import { type Ref, useEffect, useRef, useState } from 'react';
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
import { BookingProblems, FreeSlots } from './booking-problems.tsx';
import css from './booking-panel.module.css';
import { ClientField } from './client-field.tsx';
import { type Draft, isClientUnchosen, newDraft, withService } from './draft.ts';
import { changeDraft, setDraft } from './draft-store.ts';
import { matchServices } from './match-services.ts';
import { TimeFields } from './time-fields.tsx';
import { TypeAhead } from './type-ahead.tsx';
import { type BookingFacts, useBookingFacts } from './use-booking-facts.ts';

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

  useChooseFirstSlot(draft, facts);
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
    if (isLookingUp(draft, facts)) {
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
  const settled = waiting && !isLookingUp(draft, facts);
  useEffect(() => {
    if (settled) void submit();
    // oxlint-disable-next-line react/exhaustive-deps -- the moment in which everything is there counts, not each `submit`
  }, [settled]);
  const isBlock = draft.mode === 'block';
  useShortcuts([
    {
      keys: 'Ctrl+Enter',
      label: t(isBlock ? 'block' : 'book'),
      group: 'booking',
      run: () => void submit(),
    },
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
          <ServiceField
            draft={draft}
            facts={facts}
            tried={tried}
            inputRef={serviceInput}
            onDone={() => bookButton.current?.focus()}
          />
        </>
      )}
      <TimeFields draft={draft} facts={facts} timeZone={timeZone} day={day} today={today} tried={tried} />
      {isBlock ? null : (
        <>
          <BookingProblems
            draft={draft}
            facts={facts}
            timeZone={timeZone}
            refused={refusedAt === place}
            tried={tried}
          />
          <FreeSlots facts={facts} timeZone={timeZone} today={today} />
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

function ServiceField(props: {
  readonly draft: Draft;
  readonly facts: BookingFacts;
  readonly tried: boolean;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const { facts, draft } = props;
  const [text, setText] = useState<string | null>(null);
  const options = matchServices(facts.services, text ?? '', draft.staffId);
  return (
    <TypeAhead
      label={t('service')}
      text={text ?? facts.service?.name ?? ''}
      placeholder={t('servicePlaceholder')}
      options={options}
      optionKey={(service) => service.id}
      renderOption={(service) => (
        <>
          <span className={css.spine} data-hue={service.hue} aria-hidden />
          <span className={css.hitName}>{service.name}</span>
          <span className={css.hitFacts}>
            {format.duration(service.durationMinutes)} · {format.money(service.priceCents)}
          </span>
        </>
      )}
      onText={setText}
      onPick={(service) => {
        setText(null);
        changeDraft((now) => withService(now, service));
        props.onDone();
      }}
      empty={t('serviceNone')}
      error={props.tried && facts.service === null ? t('serviceMissing') : null}
      inputRef={props.inputRef}
    />
  );
}

/** While nobody chose a time, the first free one is put in as soon as the service is known. */
function useChooseFirstSlot(draft: Draft, facts: BookingFacts): void {
  const slot = draft.timeChosen || draft.serviceId === null ? undefined : facts.slots?.[0];
  useEffect(() => {
    if (slot === undefined) return;
    changeDraft((now) => (now.timeChosen ? now : { ...now, staffId: slot.staffId, startsAt: slot.startsAt }));
  }, [slot]);
}

/**
 * The time or its day is still being read. Until it is, nobody knows who is taken and which room goes with it, and a
 * booking would go out without either.
 */
function isLookingUp(draft: Draft, facts: BookingFacts): boolean {
  if (draft.mode === 'block' || facts.service === null) return false;
  if (facts.span !== null) return facts.board === undefined;
  return !draft.timeChosen && facts.slots?.length !== 0;
}

type Commands = Parameters<ReturnType<typeof useExecute>>[0];

function bookCommands(draft: Draft, facts: BookingFacts): Commands | null {
  const { client, ids } = draft;
  const { service, span, room, soft, priceCents } = facts;
  if (service === null || span === null || draft.staffId === null || priceCents === null) return null;
  if (facts.clash !== null || typeof room === 'string' || isClientUnchosen(draft)) return null;
  if (soft.length > 0 && draft.reason.trim() === '') return null;
  if (client.kind === 'new') {
    if (client.name.trim() === '') return null;
    if (client.phone.trim() !== '' && normalisePhone(client.phone) === null) return null;
  }
  const resourceId = room.resource?.id ?? null;
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
        lines: [
          {
            id: ids.line,
            serviceId: service.id,
            staffId: draft.staffId,
            resourceId,
            staffHoldId: ids.staffHold,
            resourceHoldId: resourceId === null ? null : ids.roomHold,
            startsAt: span.from,
            endsAt: span.to,
            priceCents,
          },
        ],
        note: draft.note.trim() === '' ? null : draft.note.trim(),
        softReason: soft.length === 0 ? null : draft.reason.trim(),
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
    if (facts.span !== null && draft.staffId !== null) {
      const itemId = draft.mode === 'block' ? draft.ids.block : draft.ids.line;
      onBooked({ staffId: draft.staffId, at: facts.span.from, itemId });
    }
    if (draft.mode === 'block') {
      offerUndo({
        text: t('blocked', { name: facts.person?.name ?? '', time }),
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
