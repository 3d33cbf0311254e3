import {
  type QueryClient,
  type UseQueryResult,
  keepPreviousData,
  queryOptions,
  useQuery,
} from '@tanstack/react-query';
import type { QueryName, QueryParams, QueryResults } from '../../contracts/queries.ts';
import { DeskFailure } from './desk-failure.ts';
import type { DeskLink } from './desk-link.ts';
import { useDeskLink } from './link-context.tsx';
import { isStale } from './stale-queries.ts';

const SPACE = 'desk';

export type DeskQueryOptions = {
  readonly enabled?: boolean;
  /** Shows the last answer while another is fetched: for search as you type and for turning pages. */
  readonly keepPrevious?: boolean;
};

/** A named query with its place in the cache; the answer stays until a commit makes it stale. */
export function deskQuery<Q extends QueryName>(link: DeskLink, name: Q, params: QueryParams<Q>) {
  return queryOptions<QueryResults[Q]>({
    queryKey: [SPACE, name, params],
    queryFn: async () => {
      const answer = await link.call('query', name, params as never);
      if (!answer.ok) throw new DeskFailure(answer.error);
      // The answer's type follows from the name, which the port's generic cannot carry.
      return answer.value as QueryResults[Q];
    },
  });
}

/** Reads a named query; the answer stays until a commit makes it stale, then refreshes itself. */
export function useDeskQuery<Q extends QueryName>(
  name: Q,
  params: QueryParams<Q>,
  options: DeskQueryOptions = {},
): UseQueryResult<QueryResults[Q]> {
  const link = useDeskLink();
  return useQuery<QueryResults[Q]>({
    ...deskQuery(link, name, params),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
  });
}

/** Connects the cache to the desk: commits drop what they made stale; a new port drops everything. */
export function followDesk(link: DeskLink, queries: QueryClient): () => void {
  const stopChanged = link.on('changed', (notice) => {
    void queries.invalidateQueries({
      predicate: ({ queryKey }) =>
        queryKey[0] === SPACE &&
        isStale(queryKey[1] as QueryName, queryKey[2] as Record<string, unknown>, notice),
    });
  });
  const stopState = link.onState(() => {
    if (link.state() === 'connected') void queries.invalidateQueries();
  });
  return () => {
    stopChanged();
    stopState();
  };
}
