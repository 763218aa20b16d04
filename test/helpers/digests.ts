import { type Digest, type DigestTarget, SECTIONS } from '../../src/digests/digest';

/** When the digests of these builders are told, and the time of the one before. */
export const MORNING = new Date('2026-11-22T09:00:00Z');
export const YESTERDAY = new Date('2026-11-21T09:00:00Z');

const NONE = { total: 0, increase: 0, resets: 0, isNew: false };

/** A paper trader that was up all the time, and to which nothing happened. */
export const calmTarget: DigestTarget = {
  target: 'paper:docker',
  status: 'ok',
  lastSignAt: new Date(MORNING.getTime() - 5_000),
  downSince: null,
  silenced: null,
  acknowledgedBy: null,
  openAlerts: 0,
  realMoney: false,
  live: { enabled: null, armed: null, changes: 0 },
  breakerActive: false,
  trades: { ...NONE, total: 1287 },
  violations: NONE,
  trips: NONE,
  balance: { now: 10_012_345.67, before: { value: 10_012_345.67, at: YESTERDAY } },
  unreadable: [],
  watchedMs: 85_200_000,
  upMs: 85_200_000,
  countingSince: null,
};

/** One that made trades. */
export const tradingTarget: DigestTarget = {
  ...calmTarget,
  trades: { total: 1344, increase: 57, resets: 0, isNew: false },
  balance: { now: 10_050_000, before: { value: 10_012_345.67, at: YESTERDAY } },
};

export const armedDigestTarget: DigestTarget = {
  ...calmTarget,
  target: 'live:docker',
  realMoney: true,
  live: { enabled: true, armed: true, changes: 0 },
};

/** One that is down since five seconds before the digest. */
export const downTarget: DigestTarget = {
  ...calmTarget,
  status: 'down',
  downSince: calmTarget.lastSignAt,
  openAlerts: 1,
};

/** The morning's digest of targets, with nothing besides. */
export const digestWith = (targets: readonly DigestTarget[], change: Partial<Digest> = {}): Digest => ({
  name: 'daily',
  dueAt: MORNING,
  since: YESTERDAY,
  at: MORNING,
  sections: [...SECTIONS],
  isUnchanged: false,
  targets: [...targets],
  silent: [],
  found: [],
  hints: [],
  incidents: [],
  incidentsOmitted: 0,
  incidentsSince: null,
  sessions: [],
  sessionsOmitted: 0,
  ...change,
});
