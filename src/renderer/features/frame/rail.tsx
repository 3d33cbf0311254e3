import { Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconLock, IconUserCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import type { PersonOnPc } from '../../../contracts/desk-api.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { runCommand } from '../../ui/commands.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { ChangePin } from '../session/change-pin.tsx';
import css from './rail.module.css';
import { isOnRail, type Screen } from './screens.tsx';

const THEMES = [
  ['light', 'rail.themeLight'],
  ['dark', 'rail.themeDark'],
  ['auto', 'rail.themeSystem'],
] as const;

/** The rail: screens this person may use, then who works here. */
export function Rail({
  screens,
  person,
}: {
  readonly screens: readonly Screen[];
  readonly person: PersonOnPc;
}) {
  const { t } = useTranslation('frame');
  return (
    <nav className={css.rail} aria-label={t('rail.label')}>
      <ul className={css.screens}>
        {screens.filter(isOnRail).map(({ id, path, icon: Icon, keys }) => (
          <li key={id}>
            <Tooltip label={<WithKeys text={t(`rail.${id}`)} keys={keys} />} position="right">
              <NavLink to={path} className={css.screen ?? ''} draggable={false}>
                <Icon size={20} stroke={1.6} aria-hidden />
                <span>{t(`rail.${id}`)}</span>
              </NavLink>
            </Tooltip>
          </li>
        ))}
      </ul>
      <Account person={person} />
      <Tooltip label={<WithKeys text={t('rail.switchPerson')} keys="Ctrl+L" />} position="right">
        <button type="button" data-walk="lock" className={css.lock} onClick={() => runCommand('lock')}>
          <IconLock size={16} stroke={1.7} aria-hidden />
          <span>{t('rail.lock')}</span>
        </button>
      </Tooltip>
    </nav>
  );
}

function Account({ person }: { readonly person: PersonOnPc }) {
  const { t } = useTranslation(['frame', 'common']);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const link = useDeskLink();
  const [changingPin, setChangingPin] = useState(false);
  const role = t(`common:role.${person.role}`);
  return (
    <>
      <Menu position="right-end" width={210}>
        <Menu.Target>
          <button
            type="button"
            className={css.account}
            title={t('rail.signedInAs', { name: person.name, role })}
          >
            <IconUserCircle size={20} stroke={1.5} aria-hidden />
            <span className={css.person}>{person.name.split(' ')[0]}</span>
            <span className={css.role}>{role}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('rail.theme')}</Menu.Label>
          {THEMES.map(([scheme, text]) => (
            <Menu.Item
              key={scheme}
              role="menuitemradio"
              aria-checked={colorScheme === scheme}
              leftSection={<span className={css.tick}>{colorScheme === scheme ? '✓' : ''}</span>}
              onClick={() => setColorScheme(scheme)}
            >
              {t(text)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {person.hasPin ? (
            <Menu.Item onClick={() => setChangingPin(true)}>{t('rail.changePin')}</Menu.Item>
          ) : null}
          <Menu.Item onClick={() => void link.call('session.signOut')}>{t('rail.signOut')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changingPin ? <ChangePin onClose={() => setChangingPin(false)} /> : null}
    </>
  );
}
