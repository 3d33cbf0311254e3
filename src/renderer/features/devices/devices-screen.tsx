import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceContact } from '../../../contracts/desk-api.ts';
import type { DeviceItem } from '../../../contracts/queries/devices.ts';
import { useNow } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useMain } from '../../data/main-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { RowButton } from '../../ui/row-button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DevicePanel } from './device-panel.tsx';
import css from './devices.module.css';
import { RecoverySection } from './recovery-section.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { useDeviceContacts } from './use-device-contacts.ts';

type Row = DeviceItem & { readonly contact: DeviceContact | null };

/** The PCs of the business: what each may hold, when it was last heard of, and the way off the business. */
export function DevicesScreen() {
  const { t } = useTranslation('devices');
  const format = useFormat();
  const now = useNow(60_000);
  const { boot } = useMain();
  const devices = useDeskQuery('devices', {});
  const locations = useDeskQuery('locations', {}).data;
  const contacts = useDeviceContacts();
  const [open, setOpen] = useState<string | null>(null);
  const [ending, setEnding] = useState<string | null>(null);

  const rows = useMemo(
    (): readonly Row[] =>
      (devices.data ?? []).map((device) => ({ ...device, contact: contacts.data?.get(device.id) ?? null })),
    [devices.data, contacts.data],
  );
  const atWork = useMemo(() => rows.filter(({ revokedAt }) => revokedAt === null), [rows]);
  const ended = rows.filter(({ revokedAt }) => revokedAt !== null);
  const knowsContacts = contacts.data !== undefined && !contacts.isError;

  const columns = useMemo((): readonly DataColumn<Row>[] => {
    const branches = ({ locationIds }: Row): string =>
      locationIds === null
        ? t('scope.all')
        : locationIds.map((id) => locations?.find((one) => one.id === id)?.name ?? '?').join(', ');
    const kinds = ({ classes }: Row): string =>
      [t('short.diary'), ...classes.map((one) => t(`short.${one}`))].join(', ');
    return [
      {
        id: 'name',
        header: t('column.name'),
        value: ({ name }) => name,
        renderCell: ({ name, isThisPc }) => (
          <>
            <strong className={css.name}>{name}</strong>
            {isThisPc ? <span className={css.mark}>{t('thisPc')}</span> : null}
          </>
        ),
      },
      {
        id: 'holds',
        header: t('column.holds'),
        value: branches,
        renderCell: (row) => (
          <>
            {branches(row)}
            <small className={css.small}>{kinds(row)}</small>
          </>
        ),
      },
      {
        id: 'contact',
        header: t('column.contact'),
        value: ({ contact }) => contact?.lastContact ?? 0,
        renderCell: ({ contact, enrolledAt }) => (
          <>
            {contact ? format.ago(contact.lastContact, now) : knowsContacts ? t('never') : t('unknownNow')}
            <small className={css.small}>
              {contact?.person ?? t('enrolled', { when: format.ago(enrolledAt, now) })}
              {contact?.waiting ? `, ${t('waiting', { count: contact.waiting })}` : null}
            </small>
          </>
        ),
      },
      {
        id: 'version',
        header: t('column.version'),
        value: ({ contact }) => contact?.app ?? '',
        renderCell: ({ contact, isThisPc }) => (isThisPc ? boot.version : (contact?.app ?? '')),
      },
      {
        id: 'do',
        header: '',
        fixed: true,
        numeric: true,
        value: () => '',
        renderCell: ({ id, name }) => (
          <span className={css.buttons}>
            <RowButton onClick={() => setOpen(id)}>
              {t('change')} <span className={css.spoken}>{name}</span>
            </RowButton>
            <RowButton onClick={() => setEnding(id)}>
              {t('takeOff')} <span className={css.spoken}>{name}</span>
            </RowButton>
          </span>
        ),
      },
    ];
  }, [t, format, now, locations, knowsContacts, boot.version]);

  const opened = atWork.find(({ id }) => id === open);
  const leaving = atWork.find(({ id }) => id === ending);
  return (
    <div className={css.screen}>
      <div className={css.page} data-beside={opened !== undefined}>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
        {devices.isError ? <FailureText failure={failureOf(devices.error)} /> : null}
        {contacts.isError ? <p className={css.hint}>{t('contactsOffline')}</p> : null}
        {atWork.length > 0 ? (
          <div className={css.table}>
            <DataTable
              label={t('title')}
              columns={columns}
              rows={atWork}
              rowId={({ id }) => id}
              sortBy={{ id: 'name', desc: false }}
            />
          </div>
        ) : null}
        <p className={css.hint}>{t('howToAdd')}</p>
        <RecoverySection />
        {ended.length > 0 ? (
          <section className={css.section}>
            <h2>{t('ended.title')}</h2>
            <ul className={css.ended}>
              {ended.map(({ id, name, revokedAt, contact }) => (
                <li key={id}>
                  <span>{name}</span>
                  <span>{t('ended.when', { when: format.ago(revokedAt ?? now, now) })}</span>
                  <span>
                    {contact ? t('ended.contact', { when: format.ago(contact.lastContact, now) }) : null}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
      {opened ? <DevicePanel key={opened.id} device={opened} onClose={() => setOpen(null)} /> : null}
      {leaving ? (
        <RevokeDialog device={leaving} contact={leaving.contact} onClose={() => setEnding(null)} />
      ) : null}
    </div>
  );
}
