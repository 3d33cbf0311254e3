import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runCommand, useCommand } from '../../ui/commands.ts';
import { type ShortcutGroup, useActiveShortcuts } from '../../ui/shortcuts.ts';
import { Keys } from '../../ui/with-keys.tsx';
import css from './shortcuts-sheet.module.css';

const GROUPS: readonly ShortcutGroup[] = ['booking', 'board', 'views', 'day', 'go', 'everywhere'];

/** All keys that work on this screen now. */
export function ShortcutsSheet() {
  const { t } = useTranslation(['shortcuts', 'common']);
  const [open, setOpen] = useState(false);
  useCommand('shortcuts', () => setOpen(true));
  const shortcuts = useActiveShortcuts();
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={t('title')}
      size={720}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={css.sheet}>
        {GROUPS.map((group) => {
          const keys = shortcuts.filter((shortcut) => shortcut.group === group);
          if (keys.length === 0) return null;
          return (
            <section key={group} className={css.group}>
              <h3>{t(`group.${group}`)}</h3>
              <dl>
                {keys.map((shortcut) => (
                  <div key={shortcut.keys}>
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <Keys keys={shortcut.keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className={css.hint}>
        {t('hint')}{' '}
        <button
          type="button"
          className={css.walk}
          onClick={() => {
            setOpen(false);
            runCommand('walk');
          }}
        >
          {t('command.walk')}
        </button>
      </p>
    </Modal>
  );
}
