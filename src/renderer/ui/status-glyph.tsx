import { assertNever } from '../../base/assert.ts';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';

/**
 * The sign of a status, told apart by shape alone: dotted ring, ring, half disc, disc, tick, cross, struck ring. The
 * word stands beside it or in the card's label, so the sign itself is silent.
 */
export function StatusGlyph({
  status,
  size = 12,
}: {
  readonly status: AppointmentStatus;
  readonly size?: number;
}) {
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden focusable="false" data-glyph={status}>
      <Shape status={status} />
    </svg>
  );
}

function Shape({ status }: { readonly status: AppointmentStatus }) {
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 } as const;
  switch (status) {
    case 'requested':
      return <circle cx="6" cy="6" r="4.4" {...line} strokeDasharray="1.6 1.86" />;
    case 'confirmed':
      return <circle cx="6" cy="6" r="4.4" {...line} />;
    case 'arrived':
      return (
        <>
          <circle cx="6" cy="6" r="4.4" {...line} />
          <path d="M6 1.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor" />
        </>
      );
    case 'in_service':
      return <circle cx="6" cy="6" r="5.2" fill="currentColor" />;
    case 'done':
      return <path d="M1.8 6.4 4.8 9.4 10.4 2.8" {...line} strokeWidth={1.9} />;
    case 'no_show':
      return <path d="M2.4 2.4 9.6 9.6M9.6 2.4 2.4 9.6" {...line} strokeWidth={1.9} />;
    case 'cancelled':
      return (
        <>
          <circle cx="6" cy="6" r="4.4" {...line} />
          <path d="M2.9 9.1 9.1 2.9" {...line} />
        </>
      );
    default:
      return assertNever(status, 'status');
  }
}
