import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { QueryResults } from '../../../contracts/queries.ts';
import type { RosterPerson } from '../../../contracts/queries/people.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import css from './people-screen.module.css';
import { movedBy } from './roster-order.ts';

/** Everybody with whom clients can be booked, in the order of the board; below them whoever has left. */
export function RosterPeople({
  people,
  onOpen,
}: {
  readonly people: QueryResults['people'];
  /** The person to look at; null: a new one. */
  readonly onOpen: (id: string | null) => void;
}) {
  const { t } = useTranslation('people');
  const execute = useExecute();
  const { data: locations = [] } = useDeskQuery('locations', {});
  const { data: services = [] } = useDeskQuery('services', {});
  const atWork = people.roster.filter(({ active }) => active);

  const does = ({ serviceIds }: RosterPerson): string => {
    const count = services.filter(({ id }) => serviceIds.includes(id)).length;
    if (services.length > 0 && count === services.length) return t('roster.allServices');
    return count === 0 ? t('roster.noServices') : t('roster.services', { count, of: services.length });
  };
  const move = (id: string, by: -1 | 1): void => {
    const places = movedBy(atWork, id, by);
    if (places.length === 0) return;
    void execute(
      places.map((place) => ({
        name: 'staff.update',
        args: { id: place.id, changes: { sort_order: place.sortOrder } },
      })),
    );
  };

  return (
    <section className={css.section} aria-labelledby="roster-title">
      <div className={css.sectionHead}>
        <h2 id="roster-title">{t('roster.title')}</h2>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => onOpen(null)}>
          {t('roster.add')}
        </Button>
      </div>
      {people.roster.length === 0 ? (
        <p className={css.none}>{t('roster.none')}</p>
      ) : (
        <table className={css.list} aria-labelledby="roster-title">
          <thead>
            <tr>
              <th>{t('roster.person')}</th>
              <th>{t('roster.branch')}</th>
              <th>{t('roster.does')}</th>
              <th>{t('roster.signsInAs')}</th>
              <th className={css.end}>{t('roster.order')}</th>
            </tr>
          </thead>
          <tbody>
            {people.roster.map((person) => {
              const place = atWork.indexOf(person);
              return (
                <tr key={person.id} data-gone={!person.active}>
                  <td>
                    <button type="button" className={css.name} onClick={() => onOpen(person.id)}>
                      <span className={css.spine} data-hue={person.hue} aria-hidden />
                      <span>
                        {person.name}
                        {person.title === '' ? null : <small>{person.title}</small>}
                      </span>
                    </button>
                    {person.pending ? <PendingMark label={t('pending')} /> : null}
                  </td>
                  <td>{locations.find(({ id }) => id === person.locationId)?.name}</td>
                  <td data-warn={person.active && person.serviceIds.length === 0}>
                    {person.active ? does(person) : t('roster.left')}
                  </td>
                  <td>{people.signIns.find(({ id }) => id === person.memberId)?.email}</td>
                  <td className={css.end}>
                    {place < 0 ? null : (
                      <>
                        <ActionIcon
                          aria-label={t('roster.earlier', { name: person.name })}
                          disabled={place === 0}
                          onClick={() => move(person.id, -1)}
                        >
                          <IconArrowUp size={16} stroke={1.6} />
                        </ActionIcon>
                        <ActionIcon
                          aria-label={t('roster.later', { name: person.name })}
                          disabled={place === atWork.length - 1}
                          onClick={() => move(person.id, 1)}
                        >
                          <IconArrowDown size={16} stroke={1.6} />
                        </ActionIcon>
                      </>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
