import { Button, Menu, Popover, Radio } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RosterCell, RosterPerson } from '../../../contracts/queries/roster.ts';
import {
  parseDay,
  type TypedDay,
  type TypedDayProblem,
  writeTypedDay,
} from '../../../domain/roster/typed-day.ts';
import { plannedChange } from '../../../domain/roster/week-pattern.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './roster-screen.module.css';
import { type ChangeScope, shiftsOf, typedOf } from './roster-changes.ts';
import type { useDayWords } from './use-day-words.ts';
import { workedMinutes } from './week-totals.ts';

/** Where a day is written: a line of text that says at once how it is read, and for which days it counts. */
export function CellEditor({
  person,
  cell,
  started,
  scope,
  words,
  today,
  colleagues,
  onScope,
  onSave,
  onUsual,
  onLeave,
  onSwap,
  onClose,
}: {
  readonly person: RosterPerson;
  readonly cell: RosterCell;
  /** What was typed to open it, or null to begin with what stands there. */
  readonly started: string | null;
  readonly scope: ChangeScope;
  readonly words: ReturnType<typeof useDayWords>;
  readonly today: string;
  readonly colleagues: readonly RosterPerson[];
  readonly onScope: (scope: ChangeScope) => void;
  readonly onSave: (typed: TypedDay, scope: ChangeScope) => void;
  readonly onUsual: () => void;
  readonly onLeave: () => void;
  readonly onSwap: (staffId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('roster');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const field = useRef<HTMLInputElement>(null);
  const beside = useRef<HTMLDivElement>(null);
  const isEmpty = cell.leave === null && cell.shifts.length === 0 && !cell.isException;
  const [text, setText] = useState(
    () => started ?? (isEmpty ? '' : writeTypedDay(typedOf(cell), words.typed)),
  );
  const [problem, setProblem] = useState<TypedDayProblem | null>(null);
  const parsed = parseDay(text, words.typed);
  const planned = plannedChange(person.pattern, cell.day);
  const [weekday = '', ...date] = format.dayLong(cell.day).split(' ');

  useEffect(() => {
    const input = field.current;
    input?.focus();
    if (started === null) input?.select();
    else input?.setSelectionRange(started.length, started.length);
  }, [started]);

  const save = (as: ChangeScope): void => {
    if (parsed.ok) onSave(parsed.value, as);
    else setProblem(parsed.error);
  };
  /** Tab goes round between the line in the cell and what belongs to it, which stands elsewhere in the document. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    const isText = target === field.current;
    const isRadio = target instanceof HTMLInputElement && target.type === 'radio';
    if (event.key === 'Tab') {
      const stops = [field.current, ...(beside.current?.querySelectorAll<HTMLElement>(STOPS) ?? [])];
      const next = stops.indexOf(target as HTMLInputElement) + (event.shiftKey ? -1 : 1);
      stops.at(next % stops.length)?.focus();
    } else if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && (isText || isRadio)) save(scope);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isLeave = parsed.ok && parsed.value.kind === 'leave';
  const label = t('editor.label', { name: person.name, day: format.dayLong(cell.day) });

  return (
    <Popover
      opened
      onChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      position="bottom-start"
      width={340}
      withRoles={false}
      returnFocus={false}
      closeOnEscape={false}
    >
      <Popover.Target>
        <input
          ref={field}
          className={css.line}
          aria-label={label}
          aria-describedby="roster-reads"
          aria-invalid={problem !== null}
          value={text}
          maxLength={120}
          autoComplete="off"
          spellCheck={false}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
        />
      </Popover.Target>
      <Popover.Dropdown ref={beside} role="group" aria-label={label} onKeyDown={onKeyDown}>
        <div className={css.editor}>
          <p className={css.reads} id="roster-reads" role="status" data-problem={problem !== null}>
            {problem
              ? t(`editor.problem.${problem.code}`, { part: problem.part })
              : parsed.ok
                ? parsed.value.kind === 'shift'
                  ? t('editor.reads', {
                      hours: words.inWords(parsed.value),
                      total: format.duration(workedMinutes(shiftsOf(parsed.value))),
                    })
                  : words.inWords(parsed.value)
                : t('editor.nothing')}
          </p>
          <Radio.Group
            aria-label={t('scope.label')}
            value={isLeave ? 'day' : scope}
            onChange={(value) => onScope(value as ChangeScope)}
          >
            <div className={css.scopes}>
              <Radio value="day" label={t('scope.dayOf', { day: format.dayLong(cell.day) })} />
              <Radio
                value="always"
                disabled={isLeave}
                label={t('scope.alwaysOf', { weekday, day: date.join(' ') })}
              />
            </div>
          </Radio.Group>
          {isLeave && scope === 'always' ? <p className={css.hint}>{t('scope.leaveOnce')}</p> : null}
          {!isLeave && scope === 'always' && planned !== null ? (
            <p className={css.hint}>{t('scope.planned', { day: format.day(planned, today) })}</p>
          ) : null}
          <div className={css.editorButtons}>
            <Button onClick={() => save(scope)}>{t('editor.save')}</Button>
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
          </div>
          <div className={css.others}>
            <button type="button" onClick={() => onSave({ kind: 'off' }, scope)}>
              {t('editor.off')}
            </button>
            <button type="button" onClick={onLeave}>
              {t('editor.leave')}
            </button>
            {cell.shifts.length > 0 && colleagues.length > 0 ? (
              <Menu position="bottom-start" width={220}>
                <Menu.Target>
                  <button type="button">{t('editor.swap')}</button>
                </Menu.Target>
                <Menu.Dropdown>
                  {colleagues.map(({ staffId, name }) => (
                    <Menu.Item key={staffId} onClick={() => onSwap(staffId)}>
                      {name}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            ) : null}
            {cell.isException ? (
              <button type="button" onClick={onUsual}>
                {t('editor.usual')}
              </button>
            ) : null}
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What Tab stops at: of a group of radio buttons only the chosen one. */
const STOPS = 'input:checked, button:not(:disabled)';
