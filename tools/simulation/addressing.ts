import type { Prng } from './prng';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Who is told what, and where, in a scenario: the configuration's sections, and the same for the checker. */
export interface Addressing {
  readonly sections: Readonly<Record<string, unknown>>;
  /** Null where nobody is paged. */
  readonly paging: Paging | null;
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
  return {
    paging: pages ? { steps, people } : null,
    criticalChannel,
    sections: {
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
