import { useTranslation } from 'react-i18next';
import css from './buffer-picture.module.css';

/** Ten in the morning: the client's time in the picture. */
const EXAMPLE_START = 600;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** What a service keeps of the diary, on a little line of time: the client's part in full, what is kept free around it. */
export function BufferPicture({
  before,
  duration,
  after,
  hue,
}: {
  readonly before: number;
  readonly duration: number;
  readonly after: number;
  readonly hue: number;
}) {
  const { t } = useTranslation('business');
  const start = EXAMPLE_START - before;
  const end = EXAMPLE_START + duration + after;
  const words =
    before + after === 0
      ? t('services.picturePlain', { from: clock(EXAMPLE_START), to: clock(end) })
      : t('services.picture', {
          from: clock(EXAMPLE_START),
          to: clock(EXAMPLE_START + duration),
          keptFrom: clock(start),
          keptTo: clock(end),
        });
  return (
    <figure className={css.figure} data-hue={hue}>
      <div className={css.line} aria-hidden>
        {before > 0 ? (
          <span className={css.kept} style={{ flexGrow: before }}>
            {before}
          </span>
        ) : null}
        <span className={css.visit} style={{ flexGrow: duration }}>
          {t('services.pictureVisit')}
        </span>
        {after > 0 ? (
          <span className={css.kept} style={{ flexGrow: after }}>
            {after}
          </span>
        ) : null}
      </div>
      <figcaption className={css.words}>{words}</figcaption>
    </figure>
  );
}
