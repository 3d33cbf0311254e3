import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';

export const TOP_BAR_TOOLS_ID = 'top-bar-tools';

/** Puts a screen's own tools (view switch, density) into the top bar. */
export function TopBarTools({ children }: { readonly children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(TOP_BAR_TOOLS_ID)), []);
  return place ? createPortal(children, place) : null;
}
