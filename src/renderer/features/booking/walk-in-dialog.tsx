import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import { newId, useNow } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { matchServices } from './match-services.ts';
import { TypeAhead } from './type-ahead.tsx';
import { offerWalkIn, walkInService } from './walk-in.ts';
import css from './walk-in-dialog.module.css';

const LAST_SERVICE = 'booking.walkInService';

/** Somebody stands at the counter: W shows the first place with somebody who is free, Enter seats them. */
export function WalkInDialog({
  locationId,
  today,
  timeZone,
  onClose,
}: {
  readonly locationId: string;
  readonly today: string;
  readonly timeZone: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const execute = useExecute();
  const now = useNow(MINUTE);
  const board = useDeskQuery('dayBoard', { locationId, day: today }).data;
  const services = useDeskQuery('services', {}).data;
  const resources = useDeskQuery('resources', { locationId }).data;
  const [chosenId, setChosenId] = useState<string | null>(() => localStorage.getItem(LAST_SERVICE));
  const [text, setText] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  const service = board && services ? walkInService(board, services, chosenId) : null;
  const offer = board && resources && service ? offerWalkIn(board, resources, service, now) : null;
  const wait = offer === null ? 0 : Math.ceil((offer.startsAt - now) / MINUTE);
  useEffect(() => {
    if (service) localStorage.setItem(LAST_SERVICE, service.id);
  }, [service]);

  const seat = async (): Promise<void> => {
    if (offer === null || sending) return;
    setSending(true);
    const id = newId();
    const answer = await execute([
      {
        name: 'appointment.book',
        args: {
          id,
          eventId: newId(),
          locationId,
          clientId: null,
          status: 'arrived',
          source: 'walk_in',
          lines: [
            {
              id: newId(),
              serviceId: offer.service.id,
              staffId: offer.staffId,
              resourceId: offer.resourceId,
              staffHoldId: newId(),
              resourceHoldId: offer.resourceId === null ? null : newId(),
              startsAt: offer.startsAt,
              endsAt: offer.endsAt,
              priceCents: offer.service.priceCents,
            },
          ],
          note: null,
          softReason: null,
          importId: null,
        },
      },
    ]);
    setSending(false);
    if (!answer.ok) return;
    onClose();
    offerUndo({
      text: t('walkIn.done', { service: offer.service.name, name: offer.staffName }),
      undo: async () => {
        await execute([
          {
            name: 'appointment.cancel',
            args: { id, eventId: newId(), reasonCode: 'booked_in_error', note: null },
          },
        ]);
      },
    });
  };

  return (
    <Modal opened onClose={onClose} title={t('walkIn.title')} size={420}>
      <div className={css.dialog}>
        {offer === null ? (
          board && services && resources ? (
            <p>{t(service === null ? 'walkIn.noServices' : 'walkIn.none')}</p>
          ) : null
        ) : (
          <p className={css.offer}>
            <strong>{t('walkIn.offer', { service: offer.service.name, name: offer.staffName })}</strong>
            <span>
              {wait > 0
                ? t('walkIn.later', { time: format.time(offer.startsAt, timeZone), count: wait })
                : t('walkIn.now', { time: format.time(offer.startsAt, timeZone) })}
              {' · '}
              {format.duration(offer.service.durationMinutes)} · {format.money(offer.service.priceCents)}
            </span>
          </p>
        )}
        <Button
          data-autofocus
          fullWidth
          loading={sending}
          disabled={offer === null}
          onClick={() => void seat()}
        >
          <WithKeys text={t(wait > 0 ? 'walkIn.book' : 'walkIn.seat')} keys="Enter" />
        </Button>
        <TypeAhead
          label={t('walkIn.otherService')}
          text={text ?? service?.name ?? ''}
          placeholder={t('servicePlaceholder')}
          options={matchServices(services ?? [], text ?? '', null)}
          optionKey={(one) => one.id}
          renderOption={(one) => one.name}
          onText={setText}
          onPick={(one) => {
            setText(null);
            setChosenId(one.id);
          }}
          empty={t('serviceNone')}
        />
      </div>
    </Modal>
  );
}
