import { createContext, use, useSyncExternalStore } from 'react';
import { present } from '../../base/assert.ts';
import type { DeskLink, LinkState } from './desk-link.ts';

const DeskLinkContext = createContext<DeskLink | null>(null);
export const DeskLinkProvider = DeskLinkContext.Provider;

export const useDeskLink = (): DeskLink => present(use(DeskLinkContext), 'DeskLinkProvider');

export function useLinkState(): LinkState {
  const link = useDeskLink();
  return useSyncExternalStore(link.onState, link.state);
}
