import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '../../../contracts/queries/clients.ts';
import { normalisePhone } from '../../../domain/clients/phone.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './similar-clients.module.css';

/** While a new client is typed: who may already be that person, and why. Shows nothing where nobody is. */
export function SimilarClients({
  name,
  phone,
  email = '',
  onTake,
}: {
  readonly name: string;
  /** As typed. */
  readonly phone: string;
  readonly email?: string;
  readonly onTake: (client: ClientListItem) => void;
}) {
  const { t } = useTranslation('clients');
  const format = useFormat();
  const asked = useDeferredValue({
    name: name.trim(),
    phone: normalisePhone(phone),
    email: email.trim() === '' ? null : email.trim(),
  });
  const isEnough = asked.name.length >= 3 || asked.phone !== null || asked.email !== null;
  const { data } = useDeskQuery('similarClients', asked, { enabled: isEnough, keepPrevious: true });
  if (!isEnough || !data || data.length === 0) return null;
  return (
    <div className={css.similar} role="status">
      <p>{t('duplicates.known')}</p>
      <ul>
        {data.map(({ client, reasons }) => (
          <li key={client.id}>
            <button
              type="button"
              aria-label={t('duplicates.use', { name: client.name })}
              onClick={() => onTake(client)}
            >
              <strong>{client.name}</strong>{' '}
              <span>{client.phone === null ? '' : format.phone(client.phone)}</span>
              <small>{reasons.map((reason) => t(`duplicates.reason.${reason}`)).join(', ')}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
