import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import css from './type-ahead.module.css';

/**
 * A field with a list that follows the typing: arrows choose, Enter takes, Escape closes the list before it closes
 * the panel. The first entry is ready, so that a few letters and Enter are enough.
 */
export function TypeAhead<T>({
  inputRef,
  ...props
}: {
  readonly label: string;
  readonly text: string;
  readonly placeholder: string;
  readonly options: readonly T[];
  /** The options still answer earlier letters: Enter waits for those of what stands there now. */
  readonly isBehind?: boolean;
  /** While they do: whether this one is meant by the letters of now as well, so that nobody has to wait for it. */
  readonly stillFits?: (option: T) => boolean;
  readonly optionKey: (option: T) => string;
  readonly renderOption: (option: T) => ReactNode;
  readonly onText: (text: string) => void;
  readonly onPick: (option: T) => void;
  readonly empty?: string | null;
  readonly error?: string | null;
  readonly hint?: string | null;
  readonly autoFocus?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const index = Math.min(active, Math.max(0, props.options.length - 1));
  const shown = open && (props.options.length > 0 || (props.empty ?? null) !== null);

  const pick = (option: T | undefined): void => {
    if (option === undefined) return;
    setOpen(false);
    props.onPick(option);
  };
  const isBehind = props.isBehind ?? false;
  const fits = (option: T | undefined): boolean =>
    option !== undefined && (props.stillFits?.(option) ?? false);
  const takesFirst = useRef(false);
  useEffect(() => {
    if (isBehind || !takesFirst.current) return;
    takesFirst.current = false;
    pick(props.options[0]);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        if (!open) setOpen(true);
        else
          setActive(
            (index + (event.key === 'ArrowDown' ? 1 : -1) + props.options.length) %
              Math.max(1, props.options.length),
          );
        break;
      }
      case 'Enter':
        if (!shown) return;
        event.preventDefault();
        takesFirst.current = isBehind && !fits(props.options[index]);
        if (!takesFirst.current) pick(props.options[index]);
        break;
      case 'Escape':
        takesFirst.current = false;
        if (!shown) return;
        event.preventDefault();
        event.stopPropagation();
        setOpen(false);
        break;
      default:
    }
  };

  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {props.label}
      </label>
      <div className={css.anchor}>
        <input
          id={id}
          ref={inputRef}
          className={css.input}
          role="combobox"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown ? `${id}-${String(index)}` : undefined}
          aria-autocomplete="list"
          aria-invalid={(props.error ?? null) !== null}
          autoComplete="off"
          spellCheck={false}
          autoFocus={props.autoFocus ?? false}
          data-autofocus={props.autoFocus || undefined}
          placeholder={props.placeholder}
          value={props.text}
          onChange={(event) => {
            setOpen(true);
            setActive(0);
            takesFirst.current = false;
            props.onText(event.currentTarget.value);
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => setOpen(true)}
          onBlur={() => {
            takesFirst.current = false;
            setOpen(false);
          }}
          onKeyDown={onKeyDown}
        />
        {shown ? (
          <div id={`${id}-list`} role="listbox" className={css.list} aria-label={props.label}>
            {props.options.map((option, position) => (
              <div
                key={props.optionKey(option)}
                id={`${id}-${String(position)}`}
                role="option"
                aria-selected={position === index}
                className={css.option}
                tabIndex={-1}
                // Taken on the press: the field keeps the focus, and its blur would close the list first.
                onMouseDown={(event) => {
                  event.preventDefault();
                  pick(option);
                }}
                onPointerMove={() => setActive(position)}
              >
                {props.renderOption(option)}
              </div>
            ))}
            {props.options.length === 0 ? <div className={css.empty}>{props.empty}</div> : null}
          </div>
        ) : null}
      </div>
      {props.error ? (
        <p className={css.error}>{props.error}</p>
      ) : props.hint ? (
        <p className={css.hint}>{props.hint}</p>
      ) : null}
    </div>
  );
}
