import { type ReactNode, useEffect, useState } from 'react';

/** Renders its children only when waiting has lasted 150 ms: anything quicker would merely flicker. */
export function AfterMoment({ children }: { readonly children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return late ? children : null;
}
