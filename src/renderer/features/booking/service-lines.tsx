import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { changeLine, type Draft, type DraftLine, removeLine, withService } from './draft.ts';
import { matchServices } from './match-services.ts';
import css from './service-lines.module.css';
import { TypeAhead } from './type-ahead.tsx';
import type { BookingFacts } from './use-booking-facts.ts';
import type { LineFacts } from './visit-lines.ts';

const ANYONE = 'anyone';
/** A visit has no more. */
const MOST_LINES = 12;

type ChangeDraft = (change: (draft: Draft) => Draft) => void;

/** The services of a visit, each with its person, its length and its price. */
export function ServiceLines({
  facts,
  change,
  timeZone,
  tried,
  lastInput,
  onDone,
  onAdd,
}: {
  readonly facts: BookingFacts;
  readonly change: ChangeDraft;
  readonly timeZone: string;
  readonly tried: boolean;
  /** The field of the last service. */
  readonly lastInput: Ref<HTMLInputElement>;
  /** A service was chosen: the next field may take over. */
  readonly onDone: () => void;
  readonly onAdd: () => void;
}) {
  const { t } = useTranslation('booking');
  const { lines } = facts;
  return (
    <div className={css.lines}>
      {lines.map((line, index) => (
        <ServiceLine
          key={line.line.ids.line}
          index={index}
          several={lines.length > 1}
          facts={facts}
          line={line}
          change={change}
          timeZone={timeZone}
          tried={tried}
          inputRef={index === lines.length - 1 ? lastInput : null}
          onDone={onDone}
        />
      ))}
      {lines.length < MOST_LINES && lines.every(({ service }) => service !== null) ? (
        <button type="button" className={css.add} onClick={onAdd}>
          <IconPlus size={14} aria-hidden /> <WithKeys text={t('addService')} keys="Alt+Enter" />
        </button>
      ) : null}
    </div>
  );
}

function ServiceLine(props: {
  readonly index: number;
  readonly several: boolean;
  readonly facts: BookingFacts;
  readonly line: LineFacts;
  readonly change: ChangeDraft;
  readonly timeZone: string;
  readonly tried: boolean;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('booking');
  const { t: calendar } = useTranslation('calendar');
  const format = useFormat();
  const { index, facts, line, tried } = props;
  const { service, span, person, room } = line;
  const [text, setText] = useState<string | null>(null);
  const [typedMinutes, setTypedMinutes] = useState<string | null>(null);
  const change = (step: (one: DraftLine) => DraftLine): void =>
    props.change((draft) => changeLine(draft, index, step));
  /** Fields of the first service keep their plain names; those of further ones are told apart by number. */
  const named = (label: string): string =>
    index === 0 ? label : t('nthField', { field: label, number: index + 1 });

  /** A label that is seen at the first service says enough for those below it. */
  const labelled = (label: string) => (index === 0 ? { label } : { 'aria-label': named(label) });

  const people = (facts.board?.columns ?? [])
    .map((column) => ({ column, offers: service?.staffIds.includes(column.staffId) ?? true }))
    .toSorted((a, b) => Number(b.offers) - Number(a.offers));
  const minutes = line.line.minutes ?? service?.durationMinutes ?? null;
  const resource = typeof room === 'string' ? null : room.resource;

  return (
    <fieldset className={css.line} data-several={props.several || undefined} data-hue={service?.hue}>
      <legend className="visually-hidden">{t('nthService', { number: index + 1 })}</legend>
      <div className={css.service}>
        <TypeAhead
          label={named(t('service'))}
          text={text ?? service?.name ?? ''}
          placeholder={t('servicePlaceholder')}
          options={matchServices(
            facts.services,
            text ?? '',
            line.line.personChosen ? line.line.staffId : null,
          )}
          optionKey={(option) => option.id}
          renderOption={(option) => (
            <>
              <span className={css.spine} data-hue={option.hue} aria-hidden />
              <span className={css.hitName}>{option.name}</span>
              <span className={css.hitFacts}>
                {format.duration(option.durationMinutes)} · {format.money(option.priceCents)}
              </span>
            </>
          )}
          onText={setText}
          onPick={(option) => {
            setText(null);
            change((now) => withService(now, option));
            props.onDone();
          }}
          empty={t('serviceNone')}
          error={tried && service === null ? t('serviceMissing') : null}
          inputRef={props.inputRef}
        />
        {props.several ? (
          <Tooltip label={t('removeService')}>
            <ActionIcon
              className={css.remove ?? ''}
              aria-label={t('removeNth', {
                service: service?.name ?? t('nthService', { number: index + 1 }),
              })}
              onClick={() => props.change((draft) => removeLine(draft, index))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </div>
      <div className={css.row}>
        <Select
          className={css.person ?? ''}
          {...labelled(t('person'))}
          onFocus={(event) => event.currentTarget.select()}
          value={line.line.personChosen ? line.staffId : ANYONE}
          data={[
            { value: ANYONE, label: t('anyone') },
            ...people.map(({ column, offers }) => ({
              value: column.staffId,
              label: [
                column.name,
                ...(column.leave !== null
                  ? [calendar('board.onLeave')]
                  : column.shifts.length === 0
                    ? [calendar('board.notRostered')]
                    : []),
                ...(offers ? [] : ['—']),
              ].join(' · '),
            })),
          ]}
          allowDeselect={false}
          searchable
          onChange={(value) =>
            change((now) => ({
              ...now,
              staffId: value === ANYONE ? null : value,
              personChosen: value !== ANYONE,
              wishId: null,
            }))
          }
          error={
            tried && service !== null && span !== null && line.staffId === null ? t('personMissing') : null
          }
        />
        <TextInput
          className={css.length ?? ''}
          {...labelled(t('length'))}
          value={typedMinutes ?? (minutes === null ? '' : String(minutes))}
          inputMode="numeric"
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setTypedMinutes(typed);
            const value = Number(typed);
            if (Number.isInteger(value) && value >= 5 && value <= 720) {
              change((now) => ({ ...now, minutes: value, minutesChosen: true }));
            }
          }}
          onBlur={() => setTypedMinutes(null)}
        />
        <TextInput
          className={css.price ?? ''}
          {...labelled(t('price'))}
          value={line.line.priceText ?? (service === null ? '' : format.money(service.priceCents))}
          onChange={(event) => {
            const priceText = event.currentTarget.value;
            change((now) => ({ ...now, priceText }));
          }}
          error={line.priceCents === null ? t('priceWrong') : null}
        />
      </div>
      {service === null || span === null ? null : (
        <p className={css.facts}>
          {props.several ? <span>{format.timeRange(span.from, span.to, props.timeZone)}</span> : null}
          {line.line.personChosen ? null : (
            <span>{person === null ? t('nobodyFree') : t('withFound', { name: person.name })}</span>
          )}
          {resource === null ? null : <span>{t('roomHeld', { room: resource.name })}</span>}
          {index === 0 ? null : (
            <button
              type="button"
              className={css.timing}
              aria-pressed={line.line.timing === 'together'}
              onClick={() =>
                change((now) => ({ ...now, timing: now.timing === 'after' ? 'together' : 'after' }))
              }
            >
              {t(line.line.timing === 'together' ? 'timing.together' : 'timing.after')}
            </button>
          )}
        </p>
      )}
    </fieldset>
  );
}
