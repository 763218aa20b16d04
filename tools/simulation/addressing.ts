import type { Span } from '../invariants/history';
import type { Prng } from './prng';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** No request may hold it. */
export const WEBHOOK_SECRET = 'secret-of-the-simulation';

/** Who is told what, and where, in a scenario: the configuration's sections, and the same for the checker. */
export interface Addressing {
  readonly sections: Readonly<Record<string, unknown>>;
  /** Null where nobody is paged. */
  readonly paging: Paging | null;
  /** How long after the alert a webhook is called, in ms, between the two steps; null where there is none. */
  readonly webhook: { readonly afterMs: number } | null;
  /** When the paper traders are in maintenance each day; null for never. */
  readonly maintenance: DailyTime | null;
  /** When only what is critical is sent, each day; null for never. */
  readonly quietHours: DailyTime | null;
  /** Where critical alerts go; null for where all go. */
  readonly criticalChannel: string | null;
}

/** In minutes of the day, UTC. */
export interface DailyTime {
  readonly fromMin: number;
  /** More than a day's minutes where it ends on the next day. */
  readonly toMin: number;
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
  const webhook = pages && prng.of('webhook').is(0.5) ? { afterMs: 1.5 * first } : null;
  const steps = [
    { afterMs: first, who: 'on_call' },
    // With time enough before it for a check in which the webhook is the newest step that is due.
    { afterMs: webhook === null ? 2 * first : 3 * first, who: 'next' },
  ] as const;
  const criticalChannel = prng.is(0.25) ? 'C0CRITICAL' : null;
  const fromMin = prng.whole(0, 20) * 60;
  const maintenance = prng.is(0.3) ? { fromMin, toMin: fromMin + prng.oneOf([60, 180]) } : null;
  const quietHours = maintenance === null ? quietHoursOf(prng.of('quiet hours'), intervalS) : null;
  return {
    webhook,
    quietHours,
    paging: pages ? { steps, people } : null,
    criticalChannel,
    maintenance,
    sections: {
      ...(maintenance && {
        maintenance: [
          {
            name: 'paper',
            targets: ['paper:*'],
            days: EVERY_DAY,
            from: clockOf(maintenance.fromMin),
            to: clockOf(maintenance.toMin),
            zone: 'UTC',
          },
        ],
      }),
      ...(quietHours && {
        quiet_hours: [
          {
            severities: ['warning', 'info'],
            days: EVERY_DAY,
            from: clockOf(quietHours.fromMin),
            to: clockOf(quietHours.toMin),
            zone: 'UTC',
          },
        ],
      }),
      ...(webhook && {
        webhooks: { ops: { type: 'json', url: 'https://hooks.example.com/ops', secret: WEBHOOK_SECRET } },
      }),
      ...(pages && {
        notify: { critical: ['on_call'] },
        on_call: { people: [...people], handover: { day: 'monday', time: '09:00' }, zone: 'UTC' },
        escalation: {
          steps: [
            ...steps.map(({ afterMs, who }) => ({
              afterMs,
              step: { notify: who === 'next' ? 'on_call_next' : 'on_call' },
            })),
            ...(webhook === null ? [] : [{ afterMs: webhook.afterMs, step: { webhook: 'ops' } }]),
          ]
            .sort((a, b) => a.afterMs - b.afterMs)
            .map(({ afterMs, step }) => ({ after: `${afterMs / SECOND}s`, ...step })),
        },
      }),
      ...(criticalChannel !== null && {
        routes: [{ match: { severity: 'critical' }, channel: criticalChannel }],
      }),
    },
  };
}

/** When every scenario begins, in minutes of its day. */
const START_MIN = 6 * 60;

/** Of four scenarios without maintenance one has quiet hours, soon after its beginning; shorter ones have shorter ones. */
function quietHoursOf(prng: Prng, intervalS: number): DailyTime | null {
  if (!prng.is(0.25)) return null;
  const unitMin = Math.min(60, Math.max(10, Math.round(intervalS / 20)));
  const fromMin = START_MIN + prng.whole(0, 4) * unitMin;
  return { fromMin, toMin: fromMin + prng.oneOf([2, 4]) * unitMin };
}

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** When a daily time is, from the day before the span to its end. */
export function timesIn(daily: DailyTime | null, { from, to }: Span): readonly Span[] {
  if (daily === null) return [];
  const spans: Span[] = [];
  for (let day = Math.floor(from / DAY - 1) * DAY; day <= to; day += DAY)
    spans.push({ from: day + daily.fromMin * MINUTE, to: day + daily.toMin * MINUTE });
  return spans;
}
