import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { DeviceContact } from '../../../contracts/desk-api.ts';
import { DeskFailure } from '../../data/desk-failure.ts';
import { useDeskLink } from '../../data/link-context.tsx';

const EVERY_MS = 30_000;

/** What the cloud last heard of each PC, by device; a failure says that nobody knows at the moment. */
export function useDeviceContacts(): UseQueryResult<ReadonlyMap<string, DeviceContact>> {
  const link = useDeskLink();
  return useQuery({
    queryKey: ['device-contacts'],
    queryFn: async () => {
      const answer = await link.call('devices.contacts');
      if (!answer.ok) throw new DeskFailure(answer.error);
      return new Map(answer.value.map((contact) => [contact.deviceId, contact]));
    },
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });
}
