import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlagMatrix } from '../../../contracts/queries.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { FlagCell } from './flag-cell.tsx';
import { FlagPanel } from './flag-panel.tsx';
import { type Flag, type Tenant, cellKey, flagNameKey, flagState, overridesByCell } from './flag-states.ts';
import css from './flags-screen.module.css';

type Cell = { readonly tenant: Tenant; readonly flag: Flag };

/** Businesses down, flags across; row and column of the cell in hand are lit as a crosshair. */
export function FlagsScreen() {
  const { t } = useTranslation('flags');
  const query = useDeskQuery('flagMatrix', {});
  if (query.isError) {
    return (
      <div className={css.problem}>
        <FailureText failure={failureOf(query.error)} />
      </div>
    );
  }
  if (!query.data) return <ScreenSkeleton />;
  if (query.data.tenants.length === 0) return <EmptyState title={t('empty.title')} text={t('empty.text')} />;
  return <Matrix matrix={query.data} />;
}

function Matrix({ matrix }: { readonly matrix: FlagMatrix }) {
  const { t } = useTranslation('flags');
  const [text, setText] = useState('');
  const [lit, setLit] = useState<Cell | null>(null);
  const [chosen, setChosen] = useState<Cell | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const overrides = useMemo(() => overridesByCell(matrix), [matrix]);
  const words = text.trim().toLowerCase();
  const tenants = matrix.tenants.filter(({ name, slug }) => `${name} ${slug}`.toLowerCase().includes(words));
  const nameOf = (flag: Flag): string => {
    const key = flagNameKey(flag);
    return key === null ? flag.key : t(`name.${key}`);
  };
  const cross = chosen ?? lit;

  /** Arrows walk the grid; Tab leaves it, so there is one stop for all cells. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const at = (event.target as HTMLElement).dataset['cell']?.split(' ').map(Number);
    if (!step || !at) return;
    event.preventDefault();
    const row = (at[0] ?? 0) + (step[0] ?? 0);
    const column = (at[1] ?? 0) + (step[1] ?? 0);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus();
  };

  return (
    <div className={css.screen}>
      <div className={css.page} data-beside={chosen !== null}>
        <header className={css.head}>
          <h1>{t('title')}</h1>
          <p>{t('sentence')}</p>
          <TextInput
            className={css.filter ?? ''}
            aria-label={t('filter')}
            placeholder={t('filter')}
            leftSection={<IconSearch size={16} stroke={1.8} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </header>
        <table ref={grid} className={css.matrix} onKeyDown={onKeyDown} onMouseLeave={() => setLit(null)}>
          <thead>
            <tr>
              <th scope="col">{t('business')}</th>
              {matrix.flags.map((flag) => (
                <th key={flag.id} scope="col" data-lit={cross?.flag.id === flag.id}>
                  <span className={css.flag}>{nameOf(flag)}</span>
                  <span className={css.key}>{flag.key}</span>
                  <span className={css.default}>
                    {t(flag.defaultOn ? 'state.defaultOn' : 'state.defaultOff')}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tenants.map((tenant, row) => (
              <tr key={tenant.tenantId} data-lit={cross?.tenant.tenantId === tenant.tenantId}>
                <th scope="row">
                  <span className={css.tenant}>{tenant.name}</span>
                  <TenantFacts tenant={tenant} />
                </th>
                {matrix.flags.map((flag, column) => {
                  const state = flagState(flag, tenant, overrides);
                  return (
                    <td key={flag.id} data-lit={cross?.flag.id === flag.id}>
                      <FlagCell
                        label={`${nameOf(flag)}, ${tenant.name}`}
                        state={state}
                        position={`${row} ${column}`}
                        isStop={row === 0 && column === 0}
                        isChosen={
                          chosen !== null &&
                          cellKey(chosen.tenant.tenantId, chosen.flag.id) ===
                            cellKey(tenant.tenantId, flag.id)
                        }
                        onEnter={() => setLit({ tenant, flag })}
                        onChoose={() => setChosen({ tenant, flag })}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {tenants.length === 0 ? <p className={css.none}>{t('none')}</p> : null}
      </div>
      {chosen ? (
        <FlagPanel
          key={cellKey(chosen.tenant.tenantId, chosen.flag.id)}
          flag={chosen.flag}
          tenant={chosen.tenant}
          state={flagState(chosen.flag, chosen.tenant, overrides)}
          name={nameOf(chosen.flag)}
          onClose={() => setChosen(null)}
        />
      ) : null}
    </div>
  );
}

function TenantFacts({ tenant }: { readonly tenant: Tenant }) {
  const { t } = useTranslation('flags');
  const trade = (['salon', 'clinic', 'barber'] as const).find((one) => one === tenant.trade) ?? 'other';
  return (
    <span className={css.facts}>
      {t(`trade.${trade}`)},{' '}
      {t('size', {
        locations: t('locations', { count: tenant.locationCount }),
        staff: t('staff', { count: tenant.staffCount }),
      })}
      {tenant.status === 'suspended' ? <strong>{t('suspended')}</strong> : null}
    </span>
  );
}
