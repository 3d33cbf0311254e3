import { Modal } from '@mantine/core';
import { Spotlight, createSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientHit } from '../../../contracts/queries.ts';
import { useMain } from '../../data/main-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type CommandId, runCommand, useCommand } from '../../ui/commands.ts';
import { useActiveShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { Keys } from '../../ui/with-keys.tsx';
import css from './palette.module.css';
import type { Screen } from './screens.tsx';

const [paletteStore, palette] = createSpotlight();
const SHOWN_CLIENTS = 6;
/** So many of them are offered to be opened as well. */
const OPENED_CLIENTS = 2;

const EVERYWHERE = ['lock', 'open-diagnosis', 'shortcuts'] as const;
const TENANT = [
  'walk',
  'new-booking',
  'walk-in',
  'today',
  'previous-day',
  'next-day',
  'previous-week',
  'next-week',
  'open-conflicts',
  'open-rehearsal',
  'open-to-tell',
] as const;

/** Search and command in one field; a client leads to a booking for that client. */
export function Palette({
  screens,
  isTenant,
}: {
  readonly screens: readonly Screen[];
  readonly isTenant: boolean;
}) {
  const { t } = useTranslation(['search', 'shortcuts']);
  const [text, setText] = useState('');
  const { boot } = useMain();
  useCommand('search', palette.toggle);
  const keysByLabel = new Map(useActiveShortcuts().map(({ label, keys }) => [label, keys]));

  const commands: readonly Exclude<
    CommandId,
    'open-appointment' | 'open-client' | 'close-trays' | 'push-back'
  >[] = [
    ...(isTenant ? TENANT : []),
    ...screens.map(({ command }) => command),
    ...(boot.demo ? (['toggle-cable'] as const) : []),
    ...EVERYWHERE,
  ];
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands
    .map((command) => ({ command, label: t(`shortcuts:command.${command}`) }))
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));

  return (
    <Spotlight.Root
      store={paletteStore}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      maxHeight={460}
      scrollable
      size={600}
      centered={false}
      yOffset="14vh"
      lockScroll={false}
      overlayProps={{ color: 'var(--scrim)', backgroundOpacity: 1 }}
      transitionProps={{ transition: 'fade', duration: 100 }}
      classNames={{ content: css.content ?? '' }}
    >
      {/* The dialog's name: what is on the screen says it without words. */}
      <Modal.Title className="visually-hidden">{t('placeholder')}</Modal.Title>
      <Spotlight.Search
        placeholder={t('placeholder')}
        aria-label={t('placeholder')}
        leftSection={<IconSearch size={18} stroke={1.8} />}
        classNames={{ input: css.input ?? '' }}
      />
      <Spotlight.ActionsList classNames={{ actionsList: css.list ?? '' }}>
        {isTenant && words.length > 0 ? <ClientHits text={text} /> : null}
        {found.length > 0 ? (
          <Spotlight.ActionsGroup label={t('commands')} classNames={{ actionsGroup: css.group ?? '' }}>
            {found.map(({ command, label }) => (
              <Spotlight.Action
                key={command}
                className={css.action ?? ''}
                onClick={() => runCommand(command as 'lock')}
              >
                <span className={css.name}>{label}</span>
                {keysByLabel.has(label) ? <Keys keys={keysByLabel.get(label) ?? ''} /> : null}
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {found.length === 0 && !isTenant ? <p className={css.nothing}>{t('nothing')}</p> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function ClientHits({ text }: { readonly text: string }) {
  const { t } = useTranslation('search');
  const format = useFormat();
  const asked = useDeferredValue(text.trim());
  const { data } = useDeskQuery(
    'clientSearch',
    { text: asked, limit: SHOWN_CLIENTS },
    { enabled: asked !== '', keepPrevious: true },
  );
  if (!data) return null;
  if (data.length === 0) {
    return (
      <p className={css.nothing}>
        {t('nothing')} {t('nothingHint')}
      </p>
    );
  }
  return (
    <>
      <Spotlight.ActionsGroup label={t('clients')} classNames={{ actionsGroup: css.group ?? '' }}>
        {data.map((client) => (
          <ClientAction key={client.id} client={client} />
        ))}
      </Spotlight.ActionsGroup>
      <Spotlight.ActionsGroup label={t('openGroup')} classNames={{ actionsGroup: css.group ?? '' }}>
        {data.slice(0, OPENED_CLIENTS).map(({ id: clientId, name, phone }) => (
          <Spotlight.Action
            key={clientId}
            className={css.action ?? ''}
            aria-label={t('openClient', { name })}
            onClick={() => runCommand('open-client', { clientId })}
          >
            <span className={css.name}>{name}</span>
            <span className={css.phone}>{phone ? format.phone(phone) : t('noPhone')}</span>
            <span className={css.does}>{t('open')}</span>
          </Spotlight.Action>
        ))}
      </Spotlight.ActionsGroup>
    </>
  );
}

/** Enter books for the client; a second group opens what is known. */
function ClientAction({ client }: { readonly client: ClientHit }) {
  const { t } = useTranslation('search');
  const format = useFormat();
  const { id: clientId, name: clientName, doNotBook } = client;
  return (
    <Spotlight.Action
      className={css.action ?? ''}
      onClick={() => runCommand('new-booking', { clientId, clientName, doNotBook })}
    >
      <span className={css.name}>
        {client.name}
        {client.doNotBook ? <em className={css.alarm}>{t('doNotBook')}</em> : null}
        {client.hasAlert ? <em className={css.alarm}>{t('alert')}</em> : null}
        {client.noShows > 0 ? <em>{t('noShows', { count: client.noShows })}</em> : null}
      </span>
      <span className={css.phone}>{client.phone ? format.phone(client.phone) : t('noPhone')}</span>
      <span className={css.does}>{t('bookFor')}</span>
    </Spotlight.Action>
  );
}
