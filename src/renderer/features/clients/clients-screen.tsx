import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { runCommand } from '../../ui/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { groupThousands } from '../../ui/format.ts';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { ClientTable } from './client-table.tsx';
import css from './clients-screen.module.css';
import { DuplicateList } from './duplicate-list.tsx';
import { NewClientPanel } from './new-client-panel.tsx';

const LISTED = 200;
type View = 'all' | 'duplicates';

/** All clients of the business: found as one types, opened beside the list; and those who may be there twice. */
export function ClientsScreen() {
  const { t } = useTranslation('clients');
  const [text, setText] = useState('');
  const [view, setView] = useState<View>('all');
  const [adding, setAdding] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const asked = useDeferredValue(text.trim());
  const { data, error, isPlaceholderData } = useDeskQuery(
    'clientList',
    { text: asked, limit: LISTED },
    { keepPrevious: true },
  );
  // Enter means the first of what was typed, not of what still stands there from the letters before.
  const isAnswered = asked === text.trim() && data !== undefined && !isPlaceholderData;
  const opensFirst = useRef(false);
  const firstClient = () => list.current?.querySelector<HTMLElement>('[data-client]');
  useEffect(() => {
    if (!isAnswered || !opensFirst.current) return;
    opensFirst.current = false;
    firstClient()?.click();
  }, [isAnswered]);
  const focusSearch = (): void => {
    setView('all');
    search.current?.focus();
  };
  const add = (): void => {
    runCommand('close-trays');
    setAdding(true);
  };
  useShortcuts([
    { keys: '/', label: t('search'), group: 'clients', run: focusSearch },
    { keys: 'A', label: t('add'), group: 'clients', run: add },
  ]);

  const listed = data?.items.length ?? 0;
  const total = data?.total ?? 0;
  const counted =
    asked !== ''
      ? t('found', { count: listed })
      : total > listed
        ? t('shown', { shown: groupThousands(listed), total: groupThousands(total) })
        : t('count', { count: total });
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t('title')}</h1>
        <TextInput
          ref={search}
          className={css.search ?? ''}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} stroke={1.8} />}
          autoFocus
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setView('all');
            opensFirst.current = false;
            setText(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            if (event.key === 'ArrowDown') firstClient()?.focus();
            else if (isAnswered) firstClient()?.click();
            else opensFirst.current = true;
          }}
        />
        <SegmentedControl
          aria-label={t('viewLabel')}
          value={view}
          onChange={(value) => setView(value as View)}
          data={(['all', 'duplicates'] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
        />
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
          {t('add')}
        </Button>
      </header>
      {error ? <FailureText failure={failureOf(error)} /> : null}
      <div ref={list} className={css.list}>
        {view === 'duplicates' ? <DuplicateList /> : null}
        {view === 'all' && !data && !error ? <ScreenSkeleton /> : null}
        {view === 'all' && data ? (
          <>
            <p className={css.counted} role="status">
              {counted} {asked === '' ? null : <span>{t('searchHint')}</span>}
            </p>
            {listed > 0 ? <ClientTable items={data.items} onLeave={focusSearch} /> : null}
            {listed === 0 && asked !== '' ? (
              <EmptyState title={t('none')} text={t('noneText', { text: asked })} />
            ) : null}
            {total === 0 && asked === '' ? <EmptyState title={t('empty')} text={t('emptyText')} /> : null}
          </>
        ) : null}
      </div>
      {adding ? <NewClientPanel typed={text} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}
