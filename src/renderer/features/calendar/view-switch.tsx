import { Menu, Tooltip } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { useBoardPlace } from '../frame/board-place.tsx';
import {
  BOARD_VIEWS,
  FEW_PEOPLE,
  setBoardView,
  setColourBy,
  setViewPerson,
  useBoardView,
  useColourBy,
  VIEW_KEYS,
} from './board-view.ts';
import { useViewPerson } from './use-view-person.ts';
import css from './view-switch.module.css';

/** How the diary is looked at, and whose; in the top bar while the calendar is open. */
export function ViewSwitch() {
  const { t } = useTranslation('calendar');
  const view = useBoardView();
  const colourBy = useColourBy();
  useShortcuts([
    ...BOARD_VIEWS.map((one) => ({
      keys: VIEW_KEYS[one],
      label: t(`view.of.${one}`),
      group: 'views' as const,
      run: () => setBoardView(one),
    })),
    {
      keys: 'C',
      label: t('view.colour'),
      group: 'views',
      run: () => setColourBy(colourBy === 'service' ? 'person' : 'service'),
    },
  ]);
  return (
    <div className={css.views} role="group" aria-label={t('view.label')}>
      {BOARD_VIEWS.map((one) => (
        <Tooltip key={one} label={<WithKeys text={t(`view.of.${one}`)} keys={VIEW_KEYS[one]} />}>
          <button
            type="button"
            className={css.view}
            aria-pressed={view === one}
            onClick={() => setBoardView(one)}
          >
            {t(`view.${one}`)}
          </button>
        </Tooltip>
      ))}
      {view === 'week' || view === 'three' ? <PersonChoice allWhenFew={view === 'three'} /> : null}
    </div>
  );
}

const PERSON_KEYS = 'V';

function PersonChoice({ allWhenFew }: { readonly allWhenFew: boolean }) {
  const { t } = useTranslation('calendar');
  const { location } = useBoardPlace();
  const { people, person } = useViewPerson(location?.id ?? null);
  const [open, setOpen] = useState(false);
  useShortcuts([{ keys: PERSON_KEYS, label: t('view.person'), group: 'views', run: () => setOpen(true) }]);
  if (!person || (allWhenFew && people.length <= FEW_PEOPLE)) return null;
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" width={220} trapFocus>
      <Menu.Target>
        <button type="button" className={css.person} title={`${t('view.person')} (${PERSON_KEYS})`}>
          <span>{person.name}</span>
          <IconChevronDown size={14} stroke={2} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={css.people}>
        {people.map(({ id, name, title }) => (
          <Menu.Item key={id} onClick={() => setViewPerson(id)} aria-current={id === person.id}>
            {name} <span className={css.title}>{title}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
