import { LONG_KNOWN } from '../../src/alerts/discovered';
import { type AffectedTarget, type Incident, UNATTENDED } from '../../src/alerts/incident';
import type { Known } from '../../src/alerts/known';
import type { Facts } from '../../src/alerts/rule';

/** When the incidents of these builders are looked at: 03:02 UTC. */
export const NIGHT = new Date('2026-11-22T03:02:00Z');

/** The instant so many minutes before. */
export const minutesAgo = (minutes: number): Date => new Date(NIGHT.getTime() - minutes * 60_000);

/** A target that is bad for four minutes; what a heartbeat's facts do not say is null. */
export const affected = (target: string, facts: Facts = {}): AffectedTarget => ({
  target,
  since: minutesAgo(4),
  recoveredAt: null,
  flaps: 0,
  facts: {
    lastBeat: '2026-11-22T02:58:00Z',
    component: 'trader',
    clockSkewMs: null,
    unwatchedFrom: null,
    unwatchedTo: null,
    unreadable: false,
    liveEnabled: null,
    liveArmed: null,
    ...facts,
  },
});

/** The paper trader's heart stands still, and nobody has seen to it. */
export const open: Incident = {
  id: 'heartbeat:paper:docker:1795316280000',
  rule: 'heartbeat',
  ...UNATTENDED,
  targets: [affected('paper:docker')],
  openedAt: minutesAgo(2),
  nextReminderAt: new Date('2026-11-22T04:00:00Z'),
  revision: 1,
};

/** A live trader that could send real orders. */
export const armedTarget = affected('live:docker', { liveEnabled: true, liveArmed: true });
export const realMoney: Incident = {
  ...open,
  id: 'heartbeat:live:docker:1795316280000',
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
export const retired: Incident = { ...open, state: 'retired', closedAt: NIGHT };
export const storm: Incident = {
  ...open,
  targets: [affected('paper:docker'), affected('shadow:docker'), armedTarget],
};
/** One that lasts: no ledger ever holds it. */
export const blind: Incident = {
  ...open,
  id: 'blind:1795316400',
  rule: 'blind',
  targets: [],
  nextReminderAt: null,
};
export const blindOver: Incident = { ...blind, state: 'recovered', closedAt: NIGHT };

/** What is known with these incidents, of targets that were seen. */
export const knownWith = (...incidents: Incident[]): Known => ({
  knownSince: minutesAgo(600),
  trail: [],
  lostAt: null,
  sawAt: minutesAgo(0),
  watchedSince: minutesAgo(600),
  source: null,
  targets: ['paper:docker', 'live:docker'].map((target) => ({
    target,
    rules: {},
    whys: { heartbeat: { at: NIGHT, why: 'last beat 2026-11-22T02:58:00Z by trader; still stale' } },
    retired: false,
    ...LONG_KNOWN,
  })),
  sessions: null,
  controls: [],
  incidents,
  digests: [],
});
