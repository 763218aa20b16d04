import {
  type AffectedTarget,
  type Incident,
  NEW_INCIDENT_DEFAULTS,
} from '../../src/alerting/incidents/incident';
import { LONG_KNOWN } from '../../src/alerting/observation/discovered';
import { NO_SIGNS } from '../../src/alerting/observation/signs';
import type { Details } from '../../src/alerting/rules/details';
import type { AlertState } from '../../src/alerting/state/alertState';

/** When the incidents of these builders are looked at: 03:02 UTC. */
export const NIGHT = new Date('2026-11-22T03:02:00Z');

/** The instant so many minutes before. */
export const minutesAgo = (minutes: number): Date => new Date(NIGHT.getTime() - minutes * 60_000);

/** A target that is bad for four minutes; what its details do not say is null. */
export const affected = (target: string, details: Details = {}): AffectedTarget => ({
  target,
  startedAt: minutesAgo(4),
  recoveredAt: null,
  flaps: 0,
  details: {
    lastSign: '2026-11-22T02:58:00Z',
    waitedSince: null,
    signSince: null,
    sign: 'heartbeat',
    component: 'trader',
    sendsHeartbeat: true,
    clockSkewMs: null,
    unwatchedFrom: null,
    unwatchedTo: null,
    unreadable: false,
    realMoney: target.startsWith('live:') ? null : false,
    realMoneyBy: null,
    lastRealOrder: null,
    realMoneyContradictedBy: null,
    liveEnabled: null,
    liveArmed: null,
    ...details,
  },
});

/** The paper trader gives no sign of life, and nobody has seen to it. */
export const open: Incident = {
  id: 'no_sign_of_life:paper:docker:1795316280000',
  rule: 'no_sign_of_life',
  ...NEW_INCIDENT_DEFAULTS,
  targets: [affected('paper:docker')],
  openedAt: minutesAgo(2),
  nextReminderAt: new Date('2026-11-22T04:00:00Z'),
  revision: 1,
};

/** A live trader that could send real orders. */
export const armedTarget = affected('live:docker', {
  liveEnabled: true,
  liveArmed: true,
  realMoney: true,
  realMoneyBy: 'flags',
});
export const realMoney: Incident = {
  ...open,
  id: 'no_sign_of_life:live:docker:1795316280000',
  severity: 'critical',
  targets: [armedTarget],
};

export const acknowledged: Incident = {
  ...open,
  state: 'acknowledged',
  acknowledgedBy: 'U0OPERATOR',
  acknowledgedAt: minutesAgo(1),
  nextReminderAt: null,
};
export const snoozed: Incident = {
  ...open,
  state: 'snoozed',
  snoozedBy: 'U0OPERATOR',
  snoozedUntil: new Date('2026-11-22T04:02:00Z'),
};
export const recovered: Incident = {
  ...acknowledged,
  state: 'recovered',
  closedAt: NIGHT,
  targets: [{ ...affected('paper:docker'), recoveredAt: minutesAgo(1) }],
};
export const muted: Incident = { ...open, state: 'muted', closedAt: NIGHT };
export const storm: Incident = {
  ...open,
  severity: 'critical',
  targets: [affected('paper:docker'), affected('shadow:docker'), armedTarget],
};
/** One that lasts: no store ever holds it. */
export const blind: Incident = {
  ...open,
  id: 'monitoring_outage:1795316400',
  rule: 'monitoring_outage',
  severity: 'critical',
  targets: [],
  nextReminderAt: null,
};
export const blindOver: Incident = { ...blind, state: 'recovered', closedAt: NIGHT };

/** Of a target of which nothing was observed. */
export const NOTHING_OBSERVED = {
  ...LONG_KNOWN,
  muted: false,
  signs: NO_SIGNS,
  status: 'unknown',
  reported: { liveEnabled: null, liveArmed: null, liveByMetrics: null, breakerActive: null },
  lastRealOrderAt: null,
  evaluatedAt: new Date(0),
  hints: [],
  ...LONG_KNOWN,
} as const;

const isDown = (target: string, incidents: readonly Incident[]): boolean =>
  incidents.some(
    ({ rule, closedAt, targets }) =>
      rule === 'no_sign_of_life' && closedAt === null && targets.some((each) => each.target === target),
  );

/** What is known with these incidents, of targets that were seen. */
export const knownWith = (...incidents: Incident[]): AlertState => ({
  createdAt: minutesAgo(600),
  lineage: [],
  dataLossAt: null,
  losses: null,
  observedAt: minutesAgo(0),
  continuousSince: minutesAgo(600),
  master: null,
  targets: ['paper:docker', 'live:docker'].map((target) => ({
    target,
    rules: {},
    reasons: {
      no_sign_of_life: {
        code: 'last_sign' as const,
        sign: { kind: 'heartbeat' as const, component: 'trader', at: minutesAgo(4) },
        ...{ found: 'still_down' as const, quietMs: null, afterMs: 90_000 },
      },
    },
    ...NOTHING_OBSERVED,
    evaluatedAt: NIGHT,
    status: isDown(target, incidents) ? 'down' : 'ok',
  })),
  sessions: null,
  controls: [],
  incidents,
  digests: [],
  silences: [],
});
