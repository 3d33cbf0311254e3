import type { QueryName, QueryParams, QueryResults } from '../../contracts/queries.ts';
import { business, placeDays, places, resourceList, serviceList, setup } from './business.ts';
import { appointment } from './appointment-detail.ts';
import { clientSearch } from './client-search.ts';
import { conflictCount, conflicts } from './conflicts.ts';
import { dayBoard } from './day-board.ts';
import { devices } from './devices.ts';
import { findSlots } from './find-slots.ts';
import { flagMatrix, flagValues } from './flags.ts';
import { imports } from './imports.ts';
import { client, clientList } from './clients.ts';
import { clientDuplicates, similarClients } from './client-duplicates.ts';
import { messageTemplates, toTell, visitTelling } from './telling.ts';
import { people, visitsAhead } from './people.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';
import { monthBoard } from './month-board.ts';
import { rangeBoard } from './range-board.ts';
import { locations, resources, services, staff } from './reference-lists.ts';
import { outsideRoster } from './outside-roster.ts';
import { reassignOptions, reassignPlan } from './reassign.ts';
import { rehearsal } from './rehearsal.ts';
import { rosterWeek } from './roster-week.ts';
import { takings } from './takings.ts';
import { visitFacts } from './visit-facts.ts';

const QUERIES: { readonly [Q in QueryName]: Query<QueryParams<Q>, QueryResults[Q]> } = {
  locations,
  services,
  staff,
  resources,
  dayBoard,
  rangeBoard,
  monthBoard,
  visitFacts,
  appointment,
  clientSearch,
  findSlots,
  conflicts,
  conflictCount,
  rehearsal,
  takings,
  flagMatrix,
  flagValues,
  imports,
  people,
  clientList,
  client,
  clientDuplicates,
  similarClients,
  toTell,
  visitTelling,
  messageTemplates,
  visitsAhead,
  devices,
  business,
  places,
  placeDays,
  serviceList,
  resourceList,
  setup,
  rosterWeek,
  outsideRoster,
  reassignOptions,
  reassignPlan,
};

export type RunQuery = <Q extends QueryName>(
  name: Q,
  params: QueryParams<Q>,
  view: QueryView,
) => QueryResults[Q];

/** Answers named queries; parameters have been parsed on arrival in the desk. */
export function createQueryRunner(sources: QuerySources): RunQuery {
  return (name, params, view) => QUERIES[name](sources, params, view);
}
