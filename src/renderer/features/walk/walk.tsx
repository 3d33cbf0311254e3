import { Button, FocusTrap } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../ui/commands.ts';
import { Keys } from '../../ui/with-keys.tsx';
import { type Box, cardPlace, STOPS, type StopId } from './stops.ts';
import css from './walk.module.css';

/** Shows a newcomer around: one thing after the other is lit, with a sentence and its key. */
export function Walk() {
  const [at, setAt] = useState<number | null>(null);
  useCommand('walk', () => setAt(0));
  const stop = at === null ? undefined : STOPS[at];
  if (at === null || !stop) return null;
  return <Stop key={stop.id} index={at} id={stop.id} keys={stop.keys} goTo={setAt} />;
}

function Stop({
  index,
  id,
  keys,
  goTo,
}: {
  readonly index: number;
  readonly id: StopId;
  readonly keys: string | null;
  readonly goTo: (index: number | null) => void;
}) {
  const { t } = useTranslation('walk');
  const card = useRef<HTMLDivElement>(null);
  const target = useBoxOf(id);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  const isLast = index === STOPS.length - 1;

  useLayoutEffect(() => {
    if (!card.current) return;
    const { width, height } = card.current.getBoundingClientRect();
    const window = { width: innerWidth, height: innerHeight };
    setPlace(cardPlace(target ?? { left: 0, top: 0, ...window }, { width, height }, window));
  }, [target]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const next =
        event.key === 'Escape'
          ? null
          : event.key === 'ArrowRight'
            ? Math.min(index + 1, STOPS.length - 1)
            : event.key === 'ArrowLeft'
              ? Math.max(index - 1, 0)
              : undefined;
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      goTo(next);
    };
    // Before anything else on the page: what lies under the walk must not answer.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [index, goTo]);

  return (
    <>
      <div className={css.veil} data-open={target === null || undefined} />
      {target ? <div className={css.light} style={target} /> : null}
      <FocusTrap active innerRef={card}>
        <div
          className={css.card}
          role="dialog"
          aria-modal="true"
          aria-label={t('label')}
          style={place ?? { visibility: 'hidden' }}
        >
          <p className={css.progress}>{t('progress', { step: index + 1, of: STOPS.length })}</p>
          <h2 className={css.title}>
            {t(`stop.${id}.title`)}
            {keys === null ? null : <Keys keys={keys} />}
          </h2>
          <p className={css.text}>{t(`stop.${id}.text`)}</p>
          <div className={css.buttons}>
            {isLast ? null : (
              <Button variant="subtle" onClick={() => goTo(null)}>
                {t('end')}
              </Button>
            )}
            <span className={css.space} />
            {index > 0 ? (
              <Button variant="default" onClick={() => goTo(index - 1)}>
                {t('back')}
              </Button>
            ) : null}
            <Button data-autofocus onClick={() => goTo(isLast ? null : index + 1)}>
              {isLast ? t('done') : t('next')}
            </Button>
          </div>
        </div>
      </FocusTrap>
    </>
  );
}

/** Where the element of a stop is now; null when it is not on the screen. */
function useBoxOf(id: StopId): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useLayoutEffect(() => {
    const measure = (): void => {
      const element = document.querySelector(`[data-walk="${id}"]`);
      if (!element) return setBox(null);
      const { left, top, width, height } = element.getBoundingClientRect();
      setBox({ left, top, width, height });
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [id]);
  return box;
}
