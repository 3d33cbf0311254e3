import { useTranslation } from 'react-i18next';
import { useLinkState } from '../../data/link-context.tsx';
import { useMain } from '../../data/main-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import css from './banners.module.css';

type Banner = { readonly id: string; readonly tone: 'quiet' | 'warn' | 'alarm'; readonly text: string };

/** What holds for everything on the screen, in order of weight. Permanent ones are one quiet line. */
export function Banners() {
  const { t } = useTranslation('frame');
  const session = useSession();
  const { boot, deskState } = useMain();
  const link = useLinkState();
  const isTenant = session.scope !== null && !session.scope.platform;
  const flags = useDeskQuery('flagValues', {}, { enabled: isTenant }).data;

  const banners: Banner[] = [];
  if (deskState === 'failed') banners.push({ id: 'failed', tone: 'alarm', text: t('banner.failed') });
  else if (link === 'gone' || deskState === 'reconnecting') {
    banners.push({ id: 'reconnecting', tone: 'warn', text: t('banner.reconnecting') });
  }
  if (session.readOnly) {
    banners.push({ id: 'read-only', tone: 'alarm', text: t(`banner.readOnly.${session.readOnly}`) });
  }
  if (flags?.maintenanceMode) {
    const reason = flags.maintenanceReason;
    banners.push({
      id: 'maintenance',
      tone: 'warn',
      text: reason ? t('banner.maintenanceWhy', { reason }) : t('banner.maintenance'),
    });
  }
  const demo = boot.demo || session.demo !== null;
  if (demo || session.unprotectedKey) {
    const key =
      demo && session.unprotectedKey
        ? 'banner.unprotectedDemo'
        : demo
          ? 'banner.demo'
          : 'banner.unprotectedKey';
    banners.push({ id: 'key', tone: session.unprotectedKey && !demo ? 'warn' : 'quiet', text: t(key) });
  }
  return (
    <div className={css.banners} role="status">
      {banners.map(({ id, tone, text }) => (
        <p key={id} className={css.banner} data-tone={tone}>
          {text}
        </p>
      ))}
    </div>
  );
}
