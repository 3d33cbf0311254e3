import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Route, Routes } from 'react-router';
import { useSession } from '../../data/use-session.ts';
import { ScreenBoundary } from '../../ui/screen-boundary.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { sectionsFor } from './sections.tsx';
import css from './settings-screen.module.css';

/** The settings: what there is to set on the left, one section of it on the right. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const { person } = useSession();
  const sections = person ? sectionsFor(person.role) : [];
  const first = sections[0];
  return (
    <div className={css.screen}>
      <nav className={css.sections} aria-label={t('title')}>
        <h2 className={css.title}>{t('title')}</h2>
        <ul>
          {sections.map(({ id, icon: Icon }) => (
            <li key={id}>
              <NavLink to={`/settings/${id}`} className={css.section ?? ''} draggable={false}>
                <Icon size={18} stroke={1.6} aria-hidden />
                <span>{t(`sections.${id}`)}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className={css.content}>
        <Suspense fallback={<ScreenSkeleton />}>
          <Routes>
            {sections.map(({ id, component: Component }) => (
              <Route
                key={id}
                path={`${id}/*`}
                element={
                  <ScreenBoundary>
                    <Component />
                  </ScreenBoundary>
                }
              />
            ))}
            {first ? <Route path="*" element={<Navigate to={`/settings/${first.id}`} replace />} /> : null}
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}
