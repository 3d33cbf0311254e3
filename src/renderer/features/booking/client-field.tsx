import { TextInput } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconUserPlus } from '@tabler/icons-react';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientHit, DayBoard } from '../../../contracts/queries.ts';
import { normalisePhone } from '../../../domain/clients/phone.ts';
import { isHolding } from '../../../domain/scheduling/status.ts';
import { now } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { runCommand } from '../../ui/commands.ts';
import { dayOf } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { SimilarClients } from '../clients/similar-clients.tsx';
import css from './booking-panel.module.css';
import { type Draft, isClientUnchosen, isPhoneLike, newClientFrom, withClient } from './draft.ts';
import { changeDraft } from './draft-store.ts';
import { TypeAhead } from './type-ahead.tsx';

type Option = ClientHit | 'new';

/** The client as you type: somebody known, or made on the spot from a name and a number. */
export function ClientField({
  draft,
  board,
  timeZone,
  today,
  tried,
  inputRef,
  onDone,
}: {
  readonly draft: Draft;
  /** The day that the draft falls on. */
  readonly board: DayBoard | undefined;
  readonly timeZone: string;
  readonly today: string;
  /** An attempt was made: what is missing is said. */
  readonly tried: boolean;
  readonly inputRef: Ref<HTMLInputElement>;
  /** The next field may take over. */
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const [typing, setTyping] = useState(false);
  const text = draft.clientText.trim();
  const searching = typing && text.length >= 2;
  const {
    data: hits = [],
    isPending,
    isPlaceholderData,
  } = useDeskQuery('clientSearch', { text, limit: 7 }, { enabled: searching, keepPrevious: true });
  const options: readonly Option[] = searching ? [...hits, 'new'] : [];
  const { client } = draft;

  const pick = (option: Option): void => {
    setTyping(false);
    if (option === 'new') {
      const made = newClientFrom(text);
      changeDraft((draftNow) => ({ ...draftNow, client: { kind: 'new', ...made } }));
      // Name and number are there: nothing is left to ask.
      if (made.name !== '' && made.phone !== '') onDone();
    } else {
      changeDraft((draftNow) => withClient(draftNow, option));
      onDone();
    }
  };
  const setNew = (change: { readonly name?: string; readonly phone?: string }): void =>
    changeDraft((draftNow) =>
      draftNow.client.kind === 'new' ? { ...draftNow, client: { ...draftNow.client, ...change } } : draftNow,
    );

  return (
    <div className={css.group}>
      <TypeAhead
        label={t('client')}
        text={draft.clientText}
        placeholder={t('clientPlaceholder')}
        options={options}
        isBehind={searching && (isPending || isPlaceholderData)}
        stillFits={(option) => option !== 'new' && isNamedBy(option, text)}
        optionKey={(option) => (option === 'new' ? 'new' : option.id)}
        renderOption={(option) =>
          option === 'new' ? (
            <>
              <IconUserPlus size={16} />
              <span>
                {isPhoneLike(text) ? t('clientNewPhone', { phone: text }) : t('clientNew', { name: text })}
              </span>
            </>
          ) : (
            <>
              <span className={css.hitName}>{option.name}</span>
              {option.doNotBook ? (
                <IconBan size={14} className={css.danger} aria-label={t('doNotBook')} />
              ) : null}
              {option.hasAlert ? (
                <IconAlertTriangle size={14} className={css.warn} aria-label={t('alert')} />
              ) : null}
              <span className={css.hitFacts}>{option.phone === null ? '' : format.phone(option.phone)}</span>
            </>
          )
        }
        onText={(clientText) => {
          setTyping(true);
          changeDraft((draftNow) => ({ ...draftNow, clientText, client: { kind: 'none' } }));
        }}
        onPick={pick}
        hint={client.kind === 'none' && text === '' ? t('clientNone') : null}
        error={tried && isClientUnchosen(draft) ? t('clientUnchosen', { text }) : null}
        inputRef={inputRef}
        autoFocus
      />
      {client.kind === 'known' ? <KnownClient id={client.id} timeZone={timeZone} today={today} /> : null}
      {client.kind === 'known' ? <SameDay clientId={client.id} board={board} timeZone={timeZone} /> : null}
      {client.kind === 'new' ? (
        <SimilarClients
          name={client.name}
          phone={client.phone}
          onTake={(hit) => {
            changeDraft((draftNow) => withClient(draftNow, hit));
            onDone();
          }}
        />
      ) : null}
      {client.kind === 'new' ? (
        <div className={css.two}>
          <TextInput
            label={t('newName')}
            value={client.name}
            autoFocus={client.name === ''}
            onChange={(event) => setNew({ name: event.currentTarget.value })}
            error={tried && client.name.trim() === '' ? t('newNameMissing') : null}
          />
          <TextInput
            label={t('newPhone')}
            value={client.phone}
            autoFocus={client.name !== '' && client.phone === ''}
            inputMode="tel"
            placeholder={t('newPhonePlaceholder')}
            onChange={(event) => setNew({ phone: event.currentTarget.value })}
            error={
              tried && client.phone.trim() !== '' && normalisePhone(client.phone) === null
                ? t('newPhoneWrong')
                : null
            }
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey) return;
              event.preventDefault();
              onDone();
            }}
          />
        </div>
      ) : null}
    </div>
  );
}

/** The letters are part of the name: a search that goes on cannot find anybody who fits better. */
const isNamedBy = ({ name }: ClientHit, text: string): boolean =>
  text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => name.toLocaleLowerCase().includes(word));

/** What the same client has on the day already: a second call is often about the first booking. */
function SameDay(props: {
  readonly clientId: string;
  readonly board: DayBoard | undefined;
  readonly timeZone: string;
}) {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const cards = props.board?.cards.filter(
    (card) => card.clientId === props.clientId && isHolding(card.status),
  );
  if (!props.board || !cards || cards.length === 0) return null;
  return (
    <p className={css.sameDay}>
      {t('sameDay', {
        visits: cards
          .map((card) => `${format.time(card.startsAt, props.timeZone)} ${card.serviceName}`)
          .join(', '),
      })}
    </p>
  );
}

/** What to know before booking somebody known: read from the client, so that it is as it stands now. */
function KnownClient(props: { readonly id: string; readonly timeZone: string; readonly today: string }) {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const { data: client } = useDeskQuery('client', { id: props.id });
  if (!client) return null;
  const last = client.visits.find(
    ({ startsAt, status }) => startsAt < now() && status !== 'cancelled' && status !== 'no_show',
  );
  return (
    <>
      <p className={css.facts}>
        {client.phone === null ? null : <span className="selectable">{format.phone(client.phone)}</span>}
        <span>
          {last === undefined
            ? t('firstVisit')
            : t('lastVisit', { day: format.day(dayOf(last.startsAt, props.timeZone), props.today) })}
        </span>
        {client.noShows > 0 ? (
          <span className={css.warn}>{t('noShows', { count: client.noShows })}</span>
        ) : null}
        {client.alerts?.map(({ id, text }) => (
          <span key={id} className={css.warn}>
            <IconAlertTriangle size={14} /> {text}
          </span>
        ))}
        <button
          type="button"
          className={css.openClient}
          onClick={() => runCommand('open-client', { clientId: props.id })}
        >
          {t('openClient')}
        </button>
      </p>
      {client.doNotBook ? (
        <p className={css.facts}>
          <span className={css.danger}>
            <IconBan size={14} /> {t('doNotBook')}
            {client.doNotBookReason === null ? '' : `: ${client.doNotBookReason}`}
          </span>
        </p>
      ) : null}
    </>
  );
}
