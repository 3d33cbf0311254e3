import { useSession } from '../../data/use-session.ts';
import { Frame } from '../frame/frame.tsx';

/** What the window shows, by who is here. */
export function SessionGate() {
  const session = useSession();
  if (session.phase === 'signed_in' && session.person) return <Frame person={session.person} />;
  return null;
}
