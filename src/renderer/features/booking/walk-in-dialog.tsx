import { Button, Modal } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import { newId, useNow } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { runCommand } from '../../ui/commands.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import type { BoardCursor } from '../calendar/board-cursor.ts';
import { matchServices } from './match-services.ts';
import { type WalkInOffer, walkInOffers } from './walk-in.ts';
import css from './walk-in-dialog.module.css';

/**
 * Somebody stands at the counter: W shows what can begin now and with whom, Enter seats them with the first of it.
 * Arrows choose another, typing narrows the list.
 */
export function WalkInDialog({
  locationId,
  today,
  timeZone,
  onSeated,
  onClose,
}: {
  readonly locationId: string;
  readonly today: string;
  readonly timeZone: string;
  readonly onSeated: (place: BoardCursor) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('booking');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const id = useId();
  const now = useNow(MINUTE);
  const board = useDeskQuery('dayBoard', { locationId, day: today }).data;
  const services = useDeskQuery('services', {}).data;
  const resources = useDeskQuery('resources', { locationId }).data;
  const [typed, setTyped] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);
  const { seat, sending } = useSeat(locationId, onSeated, onClose);

  const all = useMemo(
    () => (board && services && resources ? walkInOffers(board, resources, services, now) : null),
    [board, services, resources, now],
  );
  const found =
    typed.trim() === '' || services === undefined
      ? all
      : matchServices(services, typed, null).flatMap(
          (service) => all?.find((offer) => offer.service.id === service.id) ?? [],
        );
  // Kept by service: the list may change order under the choice while others book.
  const index = Math.max(0, found?.findIndex(({ service }) => service.id === activeId) ?? 0);
  const chosen = found?.[index];
  const waits = (offer: WalkInOffer): number => Math.max(0, Math.ceil((offer.startsAt - now) / MINUTE));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !found || found.length === 0) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void seat(chosen);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const next = found[(index + step + found.length) % found.length];
      setActiveId(next?.service.id ?? null);
      document.getElementById(`${id}-${String(next?.service.id)}`)?.scrollIntoView({ block: 'nearest' });
    }
  };
  const none =
    services?.length === 0
      ? t('walkIn.noServices')
      : all?.length === 0
        ? t('walkIn.none')
        : t('walkIn.noneSuch');

  return (
    <Modal
      closeButtonProps={{ 'aria-label': common('close') }}
      opened
      onClose={onClose}
      title={t('walkIn.title')}
      size={480}
    >
      <div className={css.dialog}>
        <input
          className={css.find}
          role="combobox"
          aria-label={t('service')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${chosen.service.id}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          placeholder={t('walkIn.find')}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setActiveId(null);
          }}
          onKeyDown={onKeyDown}
        />
        {all?.[0] && waits(all[0]) > 0 ? <p className={css.full}>{t('walkIn.nobodyNow')}</p> : null}
        <div id={`${id}-list`} role="listbox" aria-label={t('walkIn.offers')} className={css.offers}>
          {found?.map((offer) => (
            <div
              key={offer.service.id}
              id={`${id}-${offer.service.id}`}
              role="option"
              aria-selected={offer === chosen}
              aria-label={`${offer.service.name}, ${t('walkIn.with', { name: offer.staffName })}, ${format.time(offer.startsAt, timeZone)}`}
              tabIndex={-1}
              className={css.offer}
              onClick={() => setActiveId(offer.service.id)}
              onDoubleClick={() => void seat(offer)}
              onKeyDown={onKeyDown}
            >
              <span className={css.spine} data-hue={offer.service.hue} aria-hidden />
              <span className={css.what}>
                <span className={css.service}>{offer.service.name}</span>
                <span className={css.who}>{t('walkIn.with', { name: offer.staffName })}</span>
              </span>
              <span className={css.when}>
                <span data-now={waits(offer) === 0 || undefined}>
                  {waits(offer) === 0
                    ? t('walkIn.now')
                    : t('walkIn.later', {
                        time: format.time(offer.startsAt, timeZone),
                        wait: format.duration(waits(offer)),
                      })}
                </span>
                <span className={css.who}>
                  {format.duration(offer.service.durationMinutes)} · {format.money(offer.service.priceCents)}
                </span>
              </span>
            </div>
          ))}
          {found?.length === 0 ? <p className={css.none}>{none}</p> : null}
        </div>
        {all?.length === 0 ? (
          <Button
            fullWidth
            variant="default"
            onClick={() => {
              onClose();
              runCommand('new-booking');
            }}
          >
            {t('walkIn.instead')}
          </Button>
        ) : (
          <Button fullWidth loading={sending} disabled={!chosen} onClick={() => void seat(chosen)}>
            <WithKeys text={seatText()} keys="Enter" />
          </Button>
        )}
      </div>
    </Modal>
  );

  function seatText(): string {
    if (!chosen) return t('walkIn.seat');
    const name = chosen.staffName.split(' ')[0] ?? chosen.staffName;
    return waits(chosen) === 0
      ? t('walkIn.seatWith', { name })
      : t('walkIn.bookWith', { name, time: format.time(chosen.startsAt, timeZone) });
  }
}

/** Books the offer as somebody who has arrived, and offers to take it back. */
function useSeat(locationId: string, onSeated: (place: BoardCursor) => void, onClose: () => void) {
  const { t } = useTranslation('booking');
  const execute = useExecute();
  const [sending, setSending] = useState(false);
  const seat = async (offer: WalkInOffer | undefined): Promise<void> => {
    if (offer === undefined || sending) return;
    setSending(true);
    const id = newId();
    const lineId = newId();
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
              id: lineId,
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
    onSeated({ staffId: offer.staffId, at: offer.startsAt, itemId: lineId });
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
  return { seat, sending };
}
