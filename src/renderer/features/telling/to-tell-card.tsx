import { useTranslation } from 'react-i18next';
import type { ToTellItem } from '../../../contracts/queries/telling.ts';
import { TELLING_CHANNELS } from '../../../domain/clients/telling-commands.ts';
import { runCommand } from '../../ui/commands.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { Keys } from '../../ui/with-keys.tsx';
import { MessageBox } from './message-box.tsx';
import css from './to-tell.module.css';
import { useTellClient } from './use-tell-client.ts';
import { useVisitWords } from './use-visit-words.ts';

/** One client to tell: who, on which number, what changed; opened, the text and how it went. */
export function ToTellCard({
  item,
  open,
  onOpen,
}: {
  readonly item: ToTellItem;
  readonly open: boolean;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('telling');
  const format = useFormat();
  const words = useVisitWords();
  const { client, timeZone } = item;
  return (
    <li className={css.card} data-open={open}>
      <button type="button" className={css.head} aria-expanded={open} onClick={onOpen}>
        <span className={css.name}>{client.name}</span>
        <span className={css.due}>{t('due', { when: words.soon(item.dueAt, timeZone) })}</span>
        <span className={css.phone}>
          {client.phone === null ? (client.email ?? t('noPhone')) : format.phone(client.phone)}
        </span>
        <span className={css.kind} data-kind={item.kind}>
          {t(`kind.${item.kind}`)}
          {item.pending ? <PendingMark label={t('waits')} /> : null}
        </span>
      </button>
      <Change item={item} />
      {open ? <Opened item={item} /> : null}
    </li>
  );
}

/** What the client knows, and what stands. */
export function Change({ item }: { readonly item: ToTellItem }) {
  const { t } = useTranslation('telling');
  const words = useVisitWords();
  return (
    <dl className={css.change}>
      <dt>{t('was')}</dt>
      <dd>{words.visit(item.knows, item.timeZone, t('cancelledWas'))}</dd>
      <dt>{t('now')}</dt>
      <dd className={css.now}>{words.visit(item.stands, item.timeZone, t('cancelledNow'))}</dd>
    </dl>
  );
}

function Opened({ item }: { readonly item: ToTellItem }) {
  const { t } = useTranslation('telling');
  return (
    <div className={css.opened}>
      <MessageBox item={item} />
      <HowItWent item={item} />
      <Attempts item={item} />
      <p className={css.links}>
        <button
          type="button"
          onClick={() => {
            runCommand('close-trays');
            runCommand('open-appointment', { appointmentId: item.appointmentId });
          }}
        >
          {t('open')}
        </button>
        <button type="button" onClick={() => runCommand('open-client', { clientId: item.client.id })}>
          {t('openClient')}
        </button>
      </p>
    </div>
  );
}

/** Told by call, SMS, WhatsApp, e-mail or in person; or nobody answered. Keys 1 to 5, and 0. */
export function HowItWent({ item }: { readonly item: ToTellItem }) {
  const { t } = useTranslation('telling');
  const tellClient = useTellClient();
  const visit = {
    appointmentId: item.appointmentId,
    clientName: item.client.name,
    stands: item.stands,
  };
  const noAnswer = (): void => void tellClient(visit, 'call', 'no_answer');
  useShortcuts([
    ...TELLING_CHANNELS.map((channel, index) => ({
      keys: String(index + 1),
      label: `${t('toldBy')}: ${t(`channel.${channel}`)}`,
      group: 'telling' as const,
      run: () => void tellClient(visit, channel, 'told'),
    })),
    { keys: '0', label: t('noAnswer'), group: 'telling' as const, run: noAnswer },
  ]);
  return (
    <div className={css.went} role="group" aria-label={t('toldBy')}>
      <span className={css.label}>{t('toldBy')}</span>
      {TELLING_CHANNELS.map((channel, index) => (
        <button
          key={channel}
          type="button"
          className={css.channel}
          onClick={() => void tellClient(visit, channel, 'told')}
        >
          {t(`channel.${channel}`)} <Keys keys={String(index + 1)} />
        </button>
      ))}
      <button type="button" className={css.channel} data-quiet onClick={noAnswer}>
        {t('noAnswer')} <Keys keys={'0'} />
      </button>
    </div>
  );
}

/** "No answer 10:32, Ana". */
export function Attempts({ item }: { readonly item: ToTellItem }) {
  const { t } = useTranslation('telling');
  const words = useVisitWords();
  if (item.attempts.length === 0) return null;
  return (
    <ul className={css.attempts}>
      {item.attempts.map(({ id, at, actor, pending }) => {
        const when = words.soon(at, item.timeZone);
        return (
          <li key={id}>
            {actor === null ? t('attemptAlone', { when }) : t('attempt', { when, name: actor })}
            {pending ? <PendingMark label={t('waits')} /> : null}
          </li>
        );
      })}
    </ul>
  );
}
