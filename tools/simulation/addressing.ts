import type { Span } from '../invariants/history';
import type { Prng } from './prng';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Who is told what, and where, in a scenario: the configuration's sections, and the same for the checker. */
export interface Addressing {
  readonly sections: Readonly<Record<string, unknown>>;
  /** Null where nobody is paged. */
  readonly paging: Paging | null;
  /** When the paper traders are in maintenance each day, in minutes of the day, UTC; null for never. */
  readonly maintenance: { readonly fromMin: number; readonly toMin: number } | null;
  /** Where critical alerts go; null for where all go. */
  readonly criticalChannel: string | null;
}

export interface Paging {
  /** How long after the alert each step is due, in ms, and which of the two people it pages. */
  readonly steps: readonly { readonly afterMs: number; readonly who: 'on_call' | 'next' }[];
  /** In the order in which they are on call, a week each, from Monday 09:00 UTC. */
  readonly people: readonly [string, string];
}

/** Of every five scenarios two page people; of every four one has a channel for critical alerts. */
export function addressingOf(prng: Prng, intervalS: number): Addressing {
  const pages = prng.is(0.4);
  const first = Math.max(5 * MINUTE, 2 * intervalS * SECOND);
  const people = ['U0ANN', 'U0BOB'] as const;
  const steps = [
    { afterMs: first, who: 'on_call' },
    { afterMs: 2 * first, who: 'next' },
  ] as const;
  const criticalChannel = prng.is(0.25) ? 'C0CRITICAL' : null;
  const fromMin = prng.whole(0, 20) * 60;
  const maintenance = prng.is(0.3) ? { fromMin, toMin: fromMin + prng.oneOf([60, 180]) } : null;
  return {
    paging: pages ? { steps, people } : null,
    criticalChannel,
    maintenance,
    sections: {
      ...(maintenance && {
        maintenance: [
          {
            name: 'paper',
            targets: ['paper:*'],
            days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
            from: clockOf(maintenance.fromMin),
            to: clockOf(maintenance.toMin),
            zone: 'UTC',
          },
        ],
      }),
      ...(pages && {
        notify: { critical: ['on_call'] },
        on_call: { people: [...people], handover: { day: 'monday', time: '09:00' }, zone: 'UTC' },
        escalation: {
          steps: steps.map(({ afterMs, who }) => ({
            after: `${afterMs / SECOND}s`,
            notify: who === 'next' ? 'on_call_next' : 'on_call',
          })),
        },
      }),
      ...(criticalChannel !== null && {
        routes: [{ match: { severity: 'critical' }, channel: criticalChannel }],
      }),
    },
  };
}

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** When the paper traders are in maintenance, within the span. */
export function maintenanceIn(
  { maintenance }: Pick<Addressing, 'maintenance'>,
  { from, to }: Span,
): readonly Span[] {
  if (maintenance === null) return [];
  const spans: Span[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day <= to; day += DAY)
    spans.push({ from: day + maintenance.fromMin * MINUTE, to: day + maintenance.toMin * MINUTE });
  return spans;
}
