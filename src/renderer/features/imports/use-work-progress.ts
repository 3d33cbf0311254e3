import { useEffect, useState } from 'react';
import type { WorkProgress } from '../../../contracts/transfer.ts';
import { useDeskLink } from '../../data/link-context.tsx';

/** How far the desk's long work has come, as it tells while it goes on; null when it has told nothing yet. */
export function useWorkProgress(step: WorkProgress['step']): WorkProgress | null {
  const link = useDeskLink();
  const [progress, setProgress] = useState<WorkProgress | null>(null);
  useEffect(() => link.on('progress', setProgress), [link]);
  return progress?.step === step ? progress : null;
}
