import { useEffect, useRef } from 'react';
import { useSession } from '../../data/use-session.ts';
import { setDraft } from '../booking/draft-store.ts';

/** A draft belongs to the person who wrote it: it goes when nobody is signed in any more. */
export function useForgetDraftOnSignOut(): void {
  const { person } = useSession();
  const memberId = person?.memberId ?? null;
  const author = useRef(memberId);
  useEffect(() => {
    if (author.current !== null && memberId !== null && author.current !== memberId) setDraft(null);
    if (memberId !== null) author.current = memberId;
  }, [memberId]);
}
