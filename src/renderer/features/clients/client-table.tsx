import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '../../../contracts/queries/clients.ts';
import { runCommand } from '../../ui/commands.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './clients-screen.module.css';
import { usePanelTimes } from './use-panel-times.ts';

/** The list: arrows walk it, Enter opens a client beside it, the arrow above the first leads back to the search. */
export function ClientTable({
  items,
  onLeave,
}: {
  readonly items: readonly ClientListItem[];
  readonly onLeave: () => void;
}) {
  const { t } = useTranslation('clients');
  const format = useFormat();
  const { day } = usePanelTimes();
  const table = useRef<HTMLTableElement>(null);
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 }[event.key];
    if (by === undefined) return;
    const rows = [...(table.current?.querySelectorAll<HTMLElement>('[data-client]') ?? [])];
    const at = rows.findIndex((row) => row === document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    if (at + by < 0 && at === 0) onLeave();
    else rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
  };
  return (
    <table ref={table} className={css.table} onKeyDown={step} aria-label={t('title')}>
      <thead>
        <tr>
          <th>{t('column.name')}</th>
          <th>{t('column.phone')}</th>
          <th>{t('column.email')}</th>
          <th>{t('column.last')}</th>
          <th>{t('column.next')}</th>
          <th data-numeric>{t('column.noShows')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <button
                type="button"
                data-client={item.id}
                className={css.name}
                onClick={() => runCommand('open-client', { clientId: item.id })}
              >
                {item.name}
                {item.doNotBook ? (
                  <IconBan size={14} className={css.danger} aria-label={t('doNotBook')} />
                ) : null}
                {item.hasAlert ? (
                  <IconAlertTriangle size={14} className={css.warn} aria-label={t('alert')} />
                ) : null}
              </button>
            </td>
            <td className={css.number}>{item.phone === null ? '' : format.phone(item.phone)}</td>
            <td className={css.email}>{item.email}</td>
            <td>
              {item.lastVisit === null ? (
                <span className={css.quiet}>{t('neverHere')}</span>
              ) : (
                day(item.lastVisit)
              )}
            </td>
            <td>{item.nextVisit === null ? '' : day(item.nextVisit)}</td>
            <td data-numeric>{item.noShows === 0 ? '' : item.noShows}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
