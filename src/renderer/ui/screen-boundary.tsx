import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';

/** A bug in one screen leaves the frame and the other screens standing. */
export class ScreenBoundary extends Component<
  { readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    // Reported as uncaught, so that main's log has it; it never holds a client's data, only our own code's message.
    reportError(error);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <Stopped again={() => this.setState({ failed: false })} />;
  }
}

function Stopped({ again }: { readonly again: () => void }) {
  const { t } = useTranslation('errors');
  return (
    <EmptyState
      title={t('screen.what')}
      text={`${t('screen.means')} ${t('screen.action')}`}
      action={
        <Button variant="default" onClick={again}>
          {t('screen.again')}
        </Button>
      }
    />
  );
}
