import type { Screen } from './screens.tsx';

export function Palette(_: { readonly screens: readonly Screen[]; readonly isTenant: boolean }) {
  return null;
}
