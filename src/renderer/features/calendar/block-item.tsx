import { memo } from 'react';
import type { BoardBlock } from '../../../contracts/queries.ts';
import { useBoardWords } from './board-context.tsx';
import css from './block-item.module.css';

/** Blocked time with its reason: a warning, not a wall. Selected, Delete opens it again. */
export const BlockItem = memo(function BlockItem({
  block,
  top,
  height,
  left,
  width,
  current,
}: {
  readonly block: BoardBlock;
  readonly top: number;
  readonly height: number;
  readonly left: number;
  readonly width: number;
  readonly current: boolean;
}) {
  const { t, format, timeZone } = useBoardWords();
  const time = format.timeRange(block.startsAt, block.endsAt, timeZone);
  return (
    <div
      role="listitem"
      className={css.place}
      style={{ top, height, left: `${left * 100}%`, width: `${width * 100}%` }}
    >
      <button
        type="button"
        className={`${css.block ?? ''} ${block.pending ? 'hatch' : ''}`}
        data-block={block.id}
        data-item={block.id}
        tabIndex={current ? 0 : -1}
        title={block.author === null ? block.reason : `${block.reason} · ${block.author}`}
      >
        <span className="visually-hidden">{t('card.block', { reason: block.reason, time })}</span>
        <span className={css.reason} aria-hidden>
          {block.reason}
        </span>
        {height >= 30 && block.author !== null ? <span className={css.author}>{block.author}</span> : null}
        {block.pending ? <span className={css.pending} /> : null}
        <span className={css.handle} data-resize="end" aria-hidden />
      </button>
      <button type="button" className={css.remove} data-block-remove={block.id} tabIndex={-1}>
        {t('card.blockRemove')}
      </button>
    </div>
  );
});
