import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceSetup } from '../../../contracts/queries/business.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { moved, OrderButtons } from './order-buttons.tsx';
import { SectionPage } from './section-page.tsx';
import { ServicePanel } from './service-panel.tsx';
import css from './setup-table.module.css';
import { useSave } from './use-save.ts';

/** What the business sells: every service in its order, and below them those that are archived. */
export function ServicesSection() {
  const { t } = useTranslation('business');
  const { data, error } = useDeskQuery('serviceList', {});
  /** The service in the panel; `new`: one that is being made. */
  const [openId, setOpenId] = useState<string | null>(null);
  const add = (): void => setOpenId('new');
  return (
    <SectionPage
      title={t('services.title')}
      sentence={t('services.sentence')}
      action={
        data && data.length > 0 ? (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
            {t('services.add')}
          </Button>
        ) : undefined
      }
    >
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data?.length === 0 ? (
        <EmptyState
          title={t('services.emptyTitle')}
          text={t('services.emptyText')}
          action={<Button onClick={add}>{t('services.add')}</Button>}
        />
      ) : null}
      {data && data.length > 0 ? <ServiceTable services={data} onOpen={setOpenId} /> : null}
      {data && openId !== null ? (
        <ServicePanel key={openId} id={openId} services={data} onClose={() => setOpenId(null)} />
      ) : null}
    </SectionPage>
  );
}

function ServiceTable({
  services,
  onOpen,
}: {
  readonly services: readonly ServiceSetup[];
  readonly onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('business');
  const format = useFormat();
  const save = useSave();
  const staff = useDeskQuery('staff', { locationId: null }).data ?? [];
  const offered = services.filter(({ active }) => active).map(({ id }) => id);
  const order = (next: readonly string[]): Promise<boolean> =>
    save([{ name: 'service.order', args: { ids: [...next] } }], {
      text: t('undoText.ordered'),
      commands: [{ name: 'service.order', args: { ids: offered } }],
    });
  const who = ({ staffIds }: ServiceSetup): string => {
    const count = staff.filter(({ id }) => staffIds.includes(id)).length;
    if (count === 0) return t('services.nobody');
    return count === staff.length
      ? t('services.everybody')
      : t('services.people', { count, of: staff.length });
  };
  return (
    <table className={css.list} aria-label={t('services.title')}>
      <thead>
        <tr>
          <th>{t('services.service')}</th>
          <th>{t('services.category')}</th>
          <th className={css.end}>{t('services.time')}</th>
          <th className={css.end}>{t('services.price')}</th>
          <th>{t('services.doneBy')}</th>
          <th className={css.end}>{t('services.order')}</th>
        </tr>
      </thead>
      <tbody>
        {services.map((service) => {
          const place = offered.indexOf(service.id);
          return (
            <tr key={service.id} data-gone={!service.active}>
              <td>
                <button type="button" className={css.name} onClick={() => onOpen(service.id)}>
                  <span className={css.spine} data-hue={service.hue} aria-hidden />
                  <span>
                    {service.name}
                    {service.requires === null ? null : <small>{service.requires}</small>}
                  </span>
                </button>
                {service.pending ? <PendingMark label={t('pending')} /> : null}
              </td>
              <td>{service.category}</td>
              <td className={css.end}>
                {format.duration(service.durationMinutes)}
                {service.bufferBeforeMinutes + service.bufferAfterMinutes === 0 ? null : (
                  <small>
                    {t('services.kept', {
                      count: service.bufferBeforeMinutes + service.bufferAfterMinutes,
                    })}
                  </small>
                )}
              </td>
              <td className={css.end}>{format.money(service.priceCents)}</td>
              <td data-warn={service.active && service.staffIds.length === 0}>
                {service.active ? who(service) : t('services.archived')}
              </td>
              <td className={css.end}>
                {place < 0 ? null : (
                  <OrderButtons
                    name={service.name}
                    isFirst={place === 0}
                    isLast={place === offered.length - 1}
                    onMove={(by) => void order(moved(offered, service.id, by))}
                  />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
