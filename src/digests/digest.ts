import { z } from 'zod';
import { HINTS } from '../alerting/hints';
import { INCIDENT_STATES } from '../alerting/incidents/incident';
import { detailsSchema } from '../alerting/incidents/incidentSchema';
import { severitySchema } from '../alerting/severity/severitySettings';
import { TARGET_SILENCE_KINDS } from '../alerting/silences/targetSilence';
import { TARGET_STATUSES } from '../alerting/state/targetStatus';
import { instant } from '../lib/time';
import { balanceWeekSchema } from './balanceWeek';

/** What a digest can contain, in the order in which it is shown. */
export const SECTIONS = ['trades', 'safety', 'balance', 'uptime', 'incidents', 'tuning', 'state'] as const;
export type Section = (typeof SECTIONS)[number];

const counterChange = z.object({
  /** As last reported; null when it never was. */
  total: z.number().nullable(),
  /** The increases observed since. */
  increase: z.number(),
  /** How often it was reset since; `increase` may then be too low. */
  resets: z.number(),
  /** First reported since: what it counted before is unknown. */
  isNew: z.boolean(),
});
export type CounterChange = z.output<typeof counterChange>;

const digestTarget = z.object({
  target: z.string(),
  status: z.enum(TARGET_STATUSES),
  /** The last sign of life; null if none was ever observed. */
  lastSignAt: instant.nullable(),
  /** If it is down, since when. */
  downSince: instant.nullable(),
  silenced: z
    .object({
      kind: z.enum(TARGET_SILENCE_KINDS),
      until: instant.nullable(),
      by: z.string().nullable(),
      includesCritical: z.boolean().default(true),
    })
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
  /** The values that are there and could not be understood, at the last observation. */
  unreadable: z.array(z.string()).default([]),
  watchedMs: z.number(),
  upMs: z.number(),
  /** If it was not watched during the whole period, since when it was. */
  countingSince: instant.nullable(),
});
export type DigestTarget = z.output<typeof digestTarget>;

const digestIncident = z.object({
  rule: z.string(),
  /** Null where an earlier version built it. */
  severity: severitySchema.nullable().default(null),
  /** What the rule found out about the first target. Version 0.1 stored none. */
  details: detailsSchema.default({}),
  targets: z.array(z.string()),
  state: z.enum(INCIDENT_STATES),
  beganAt: instant,
  endedAt: instant.nullable(),
});
export type DigestIncident = z.output<typeof digestIncident>;

const digestSession = z.object({
  session: z.string(),
  /** Null where nobody has named it, or an earlier version built the digest. */
  name: z.string().nullable().default(null),
  env: z.string(),
  mode: z.string(),
  completed: z.number(),
  /** Iterations completed since; null if unknown. */
  since: z.number().nullable(),
  finished: z.boolean(),
  stalled: z.boolean(),
});
export type DigestSession = z.output<typeof digestSession>;

/** What changed since the last digest, and the status. Durations are in ms. */
export const digestSchema = z.object({
  name: z.string(),
  /** The due time that it is for; null when somebody asked for it. */
  dueAt: instant.nullable(),
  since: instant,
  /** The last observation of the traders, which it is built from. */
  at: instant,
  sections: z.array(z.enum(SECTIONS)),
  /** True when nothing changed in its sections. */
  isUnchanged: z.boolean(),
  targets: z.array(digestTarget),
  /** Targets that have reported nothing at all. */
  silent: z.array(z.string()),
  /** Targets whose first key appeared since, with when; the newest first. */
  found: z.array(z.object({ target: z.string(), at: instant })).default([]),
  /** What should be fixed in the trading system and no digest has mentioned, with the targets that it concerns. */
  hints: z.array(z.object({ hint: z.enum(HINTS), targets: z.array(z.string()) })).default([]),
  /** The newest first. */
  incidents: z.array(digestIncident),
  incidentsOmitted: z.number(),
  /** If older ones were discarded, since when the list is complete. */
  incidentsSince: instant.nullable(),
  sessions: z.array(digestSession),
  sessionsOmitted: z.number(),
  /** Absent where no history is kept. */
  week: balanceWeekSchema.exactOptional(),
});
export type Digest = z.output<typeof digestSchema>;

/** One digest of the configuration. */
export interface DigestConfig {
  /** Unique. */
  readonly name: string;
  readonly cron: string;
  /** IANA. */
  readonly zone: string;
  readonly channel: string;
  /** Null for all. */
  readonly targets: readonly string[] | null;
  readonly sections: readonly Section[];
}
