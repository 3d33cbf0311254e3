import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useCommand } from '../../ui/commands.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';

const ToTellTray = lazy(async () => ({ default: (await import('../telling/to-tell-tray.tsx')).ToTellTray }));
const ClientPanel = lazy(async () => ({
  default: (await import('../clients/client-panel.tsx')).ClientPanel,
}));

/** A panel belongs to the screen on which it was opened. */
type Opened = { readonly screen: string; readonly tray: Tray };
type Tray =
  | { readonly kind: 'to-tell' }
  | { readonly kind: 'client'; readonly clientId: string; readonly beside: string | null };

/** Panels that any screen may open: whom to tell, and a client; two clients stand side by side. */
export function SideTrays() {
  const { t } = useTranslation('shortcuts');
  const screen = useLocation().pathname.split('/')[1] ?? '';
  const [opened, setOpened] = useState<Opened | null>(null);
  const tray = opened?.screen === screen ? opened.tray : null;
  const setTray = (next: Tray | null): void => setOpened(next === null ? null : { screen, tray: next });
  const close = (): void => setTray(null);
  useCommand('open-to-tell', () => setTray(tray?.kind === 'to-tell' ? null : { kind: 'to-tell' }));
  useCommand('open-client', (client) => {
    if (client) setTray({ kind: 'client', clientId: client.clientId, beside: client.besideId ?? null });
  });
  useCommand('close-trays', tray === null ? null : close);
  // The panel answers Escape itself while the focus is in it; this is for when what had the focus is gone.
  useShortcuts(
    tray === null ? [] : [{ keys: 'Escape', label: t('command.close'), group: 'everywhere', run: close }],
  );
  if (tray === null) return null;
  if (tray.kind === 'to-tell') {
    return (
      <Suspense>
        <ToTellTray onClose={close} />
      </Suspense>
    );
  }
  const { clientId, beside } = tray;
  return (
    <Suspense>
      {beside === null ? null : (
        <ClientPanel
          key={beside}
          clientId={beside}
          besideAnother
          onClose={() => setTray({ ...tray, beside: null })}
        />
      )}
      <ClientPanel
        key={clientId}
        clientId={clientId}
        onClose={() => setTray(beside === null ? null : { ...tray, clientId: beside, beside: null })}
      />
    </Suspense>
  );
}
