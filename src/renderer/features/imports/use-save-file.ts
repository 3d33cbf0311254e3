import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileTicket } from '../../../contracts/transfer.ts';
import { useMain } from '../../data/main-context.tsx';
import { useTell } from '../../ui/tell.tsx';

/** Has main save a file that the desk has ready, and says what came of it. Answers whether it was saved. */
export function useSaveFile(): (file: FileTicket) => Promise<boolean> {
  const { t } = useTranslation('imports');
  const { verbs } = useMain();
  const tell = useTell();
  return useCallback(
    async (file) => {
      const outcome = await verbs?.saveFile(file);
      if (outcome?.kind === 'saved') tell(t('save.done', { file: outcome.name }));
      if (outcome?.kind === 'failed') tell(t(failureKey(outcome.code), { code: outcome.code }));
      return outcome?.kind === 'saved';
    },
    [verbs, tell, t],
  );
}

const failureKey = (code: string) =>
  code === 'ENOSPC'
    ? 'save.full'
    : code === 'EACCES' || code === 'EPERM' || code === 'EBUSY' || code === 'EROFS'
      ? 'save.refused'
      : 'save.failed';
