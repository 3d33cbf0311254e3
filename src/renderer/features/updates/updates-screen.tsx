import { useTranslation } from 'react-i18next';
import { useMain } from '../../data/main-context.tsx';
import { useSession } from '../../data/use-session.ts';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { UpdateSteps } from './update-steps.tsx';
import css from './updates.module.css';
import { useUpdates } from './use-updates.ts';

/** Which console this is, and the way to a newer one. */
export function UpdatesScreen() {
  const { t } = useTranslation('updates');
  const { boot } = useMain();
  const { deviceName, scope } = useSession();
  const { state, act } = useUpdates();
  if (state === null) return <ScreenSkeleton />;
  const facts: readonly (readonly [name: string, value: string])[] = [
    [t('fact.version'), state.version],
    [t('fact.pc'), deviceName ?? ''],
    [t('fact.business'), scope?.name ?? ''],
    [t('fact.electron'), boot.electron],
    [t('fact.system'), boot.platform],
    [t('fact.key'), t(`key.${boot.keyProtection}`)],
  ];
  return (
    <div className={css.page}>
      <h1>{t('title')}</h1>
      <p className={css.sentence}>{t('sentence')}</p>
      <UpdateSteps state={state} act={act} />
      {state.phase === 'unsupported' ? null : (
        <label className={css.background}>
          <input
            type="checkbox"
            checked={state.background}
            onChange={() => void act(state.background ? 'background-off' : 'background-on')}
          />
          <span>
            {t('background')}
            <small>{t('backgroundText')}</small>
          </span>
        </label>
      )}
      <h2>{t('about')}</h2>
      <dl className={css.facts}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
