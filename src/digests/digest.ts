import { z } from 'zod';
import { HINTS } from '../alerting/hints';
import { INCIDENT_STATES } from '../alerting/incidents/incident';
import { TARGET_STATUSES } from '../alerting/state/targetStatus';
import { instant } from '../lib/time';

/** What a digest can tell, in the order in which it is told. */
export const SECTIONS = ['trades', 'safety', 'balance', 'uptime', 'incidents', 'tuning', 'state'] as const;
export type Section = (typeof SECTIONS)[number];

const counterChange = z.object({
  /** As last reported; null when it never was. */
  total: z.number().nullable(),
  /** The rises that were seen since. */
  increase: z.number(),
  /** How often it was reset since; then `increase` may be too little. */
  resets: z.number(),
  /** Reported for the first time since: what it counted before is not known. */
  isNew: z.boolean(),
});
export type CounterChange = z.output<typeof counterChange>;

const digestTarget = z.object({
  target: z.string(),
  status: z.enum(TARGET_STATUSES),
  /** The last sign of life; null where none was ever observed. */
  lastSignAt: instant.nullable(),
  /** Of one that is down, since when. */
  downSince: instant.nullable(),
  silenced: z
    .object({ kind: z.enum(['muted', 'snoozed']), until: instant.nullable(), by: z.string().nullable() })
    .nullable(),
  acknowledgedBy: z.string().nullable(),
  /** How many of its alerts are open. */
  openAlerts: z.number(),
  /** Whether real money is at stake; null where that is not known. */
  realMoney: z.boolean().nullable(),
  live: z.object({ enabled: z.boolean().nullable(), armed: z.boolean().nullable(), changes: z.number() }),
  breakerActive: z.boolean().nullable(),
  trades: counterChange,
  violations: counterChange,
  trips: counterChange,
  balance: z.object({
    /** Null while it is not reported. */
    now: z.number().nullable(),
    /** As last reported before, and when; null when it never was. */
    before: z.object({ value: z.number(), at: instant }).nullable(),
  }),
  /** The snapshot's figures that are there and could not be understood, as of the last sight. */
  unreadable: z.array(z.string()).default([]),
  watchedMs: z.number(),
  upMs: z.number(),
  /** Where it is not watched since the last digest, since when it is. */
  countingSince: instant.nullable(),
});
export type DigestTarget = z.output<typeof digestTarget>;

const digestIncident = z.object({
  rule: z.string(),
  /** The rule's words for it; null where it has none. */
  title: z.string().nullable(),
  targets: z.array(z.string()),
  state: z.enum(INCIDENT_STATES),
  beganAt: instant,
  endedAt: instant.nullable(),
});
export type DigestIncident = z.output<typeof digestIncident>;

const digestSession = z.object({
  session: z.string(),
  env: z.string(),
  mode: z.string(),
  completed: z.number(),
  /** Iterations completed since; null where that is not known. */
  since: z.number().nullable(),
  finished: z.boolean(),
  stalled: z.boolean(),
});
export type DigestSession = z.output<typeof digestSession>;

/** What changed since the last digest, and how it stands. All times are instants; lengths are in ms. */
export const digestSchema = z.object({
  name: z.string(),
  /** The slot it is told for; null when somebody asked for it. */
  dueAt: instant.nullable(),
  since: instant,
  /** The last sight of the traders, which it is made from. */
  at: instant,
  sections: z.array(z.enum(SECTIONS)),
  /** True when nothing changed of what its sections tell. */
  isUnchanged: z.boolean(),
  targets: z.array(digestTarget),
  /** Those that have reported nothing at all. */
  silent: z.array(z.string()),
  /** Those of which a key was seen for the first time since, with when; the newest first. */
  found: z.array(z.object({ target: z.string(), at: instant })).default([]),
  /** What should be mended in the trading system, and was not mentioned before, with the targets that it is about. */
  hints: z.array(z.object({ hint: z.enum(HINTS), targets: z.array(z.string()) })).default([]),
  /** The newest first. */
  incidents: z.array(digestIncident),
  incidentsOmitted: z.number(),
  /** Where those that ended before are no longer known, since when they are. */
  incidentsSince: instant.nullable(),
  sessions: z.array(digestSession),
  sessionsOmitted: z.number(),
});
export type Digest = z.output<typeof digestSchema>;

/** One digest of the configuration. */
export interface DigestConfig {
  /** Tells it from the others. */
  readonly name: string;
  readonly cron: string;
  /** IANA. */
  readonly zone: string;
  readonly channel: string;
  /** Null for all that there are. */
  readonly targets: readonly string[] | null;
  readonly sections: readonly Section[];
}
