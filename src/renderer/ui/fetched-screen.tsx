import { type ComponentType, lazy, useState } from 'react';

export type FetchedScreen<P extends object> = {
  readonly component: ComponentType<P>;
  /** Fetches the screen's code ahead of its first use. */
  readonly fetch: () => Promise<void>;
};

/**
 * A screen whose code is fetched when it is first opened. Once its code is here it is drawn at once: React's `lazy`
 * alone would first show what stands in for it, and keep that on the screen for 300 ms.
 */
export function fetchedScreen<P extends object = object>(
  load: () => Promise<ComponentType<P>>,
): FetchedScreen<P> {
  let here: ComponentType<P> | null = null;
  const fetch = async (): Promise<ComponentType<P>> => {
    here = await load();
    return here;
  };
  const Later = lazy(async () => ({ default: await fetch() }));
  return {
    component: function Screen(props: P) {
      // Chosen once: to change the component under a mounted screen would mount it again.
      const [Component] = useState<ComponentType<P>>(() => here ?? Later);
      return <Component {...props} />;
    },
    fetch: async () => {
      await fetch();
    },
  };
}
