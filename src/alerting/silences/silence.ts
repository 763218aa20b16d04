import { z } from 'zod';
import { instant } from '../../lib/time';
import { matchesWildcard } from '../../lib/wildcard';
import type { TargetId } from '../../state/keys';
import { SEVERITIES, type Severity } from '../severity/severity';

export const SILENCE_KINDS = ['maintenance', 'snooze', 'mute', 'quiet_hours'] as const;
export type SilenceKind = (typeof SILENCE_KINDS)[number];

/** An event that a silence held back. */
const heldEvent = z.object({ rule: z.string(), target: z.string(), at: instant });
export type HeldEvent = z.output<typeof heldEvent>;

/** A silence as it is stored: alerts that it covers are followed, and not sent. */
export const silenceSchema = z.object({
  /** The same in every instance that begins it. */
  id: z.string(),
  kind: z.enum(SILENCE_KINDS),
  /** The name of a window of the configuration; null where a person began it. */
  name: z.string().nullable(),
  /** Target ids, in which `*` stands for any text and `?` for one character. */
  targets: z.array(z.string()),
  /** Null for all. */
  rules: z.array(z.string()).nullable().default(null),
  /** Null for all. */
  severities: z.array(z.enum(SEVERITIES)).nullable().default(null),
  /** Without it what is critical is sent all the same. */
  includesCritical: z.boolean(),
  from: instant,
  /** Null where only a person ends it. */
  until: instant.nullable(),
  /** The Slack user who began it; null for the configuration. */
  by: z.string().nullable(),
  reason: z.string().nullable().default(null),
  /** The Slack user who ended it early; null for nobody. */
  endedBy: z.string().nullable().default(null),
  /** When its end was noticed, and what it held back was reported; null until then. */
  closedAt: instant.nullable().default(null),
  /** The first of the events that it held back. */
  events: z.array(heldEvent).default([]),
  /** How many more there were. */
  eventsOmitted: z.number().default(0),
  /** Counts up with every change of it. */
  revision: z.number(),
});
export type Silence = z.output<typeof silenceSchema>;

/** What a silence may cover: a condition or an event. */
export interface Alertable {
  readonly rule: string;
  readonly target: TargetId;
  readonly severity: Severity;
}

/** These say that the bot itself may miss something; and what a person tries out is to arrive. */
const ALWAYS_SENT: readonly string[] = ['monitoring_outage', 'dataLoss', 'eviction', 'test', 'drill'];

export const isAlwaysSent = (rule: string): boolean => ALWAYS_SENT.includes(rule);

/** From `from` on, and no longer at `until`. */
export const isActive = ({ from, until, closedAt }: Silence, now: Date): boolean =>
  closedAt === null && from <= now && (until === null || now < until);

export const isUpcoming = ({ from, until, closedAt }: Silence, now: Date): boolean =>
  closedAt === null && now < from && (until === null || from < until);

export const isOfTarget = ({ targets }: Pick<Silence, 'targets'>, target: TargetId): boolean =>
  targets.some((pattern) => matchesWildcard(pattern, target));

export const covers = (silence: Silence, { rule, target, severity }: Alertable): boolean =>
  !isAlwaysSent(rule) &&
  (severity !== 'critical' || silence.includesCritical) &&
  (silence.severities === null || silence.severities.includes(severity)) &&
  (silence.rules === null || silence.rules.includes(rule)) &&
  isOfTarget(silence, target);

/** The one that lasts longest first, the same order in every instance. */
export const longestFirst = (a: Silence, b: Silence): number =>
  (b.until?.getTime() ?? Infinity) - (a.until?.getTime() ?? Infinity) || (a.id < b.id ? -1 : 1);
