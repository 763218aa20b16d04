import { z } from 'zod';
import { instant } from '../../lib/time';
import { REDIS_ROLES, UNAVAILABLE_REASONS } from '../../redis/errors';
import { drillSchema } from '../drill/drill';
import { escalationSchema } from '../escalation/escalation';
import { evidenceSchema } from '../evidence/evidence';
import { defaultSeverity } from '../severity/defaultSeverity';
import { moreSevere, type Severity } from '../severity/severity';
import { severitySchema } from '../severity/severitySettings';
import { holdSchema } from '../silences/hold';
import { type AffectedTarget, INCIDENT_STATES, type Incident } from './incident';

export const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const stored = z.object({
  id: z.string(),
  rule: z.string(),
  state: z.enum(INCIDENT_STATES),
  severity: severitySchema.optional(),
  targets: z.array(
    z.object({
      target: z.string(),
      startedAt: instant,
      recoveredAt: instant.nullable(),
      flaps: z.number(),
      flapping: z
        .object({
          firstStartedAt: instant,
          foundAt: instant,
          starts: z.array(instant),
          times: z.number(),
          inMs: z.number(),
          isAtLeast: z.boolean(),
          unstableSince: instant.nullable(),
          isSteady: z.boolean(),
          steadyCount: z.number(),
        })
        .exactOptional(),
      details: detailsSchema,
    }),
  ),
  channel: z.string().exactOptional(),
  movedAt: instant.exactOptional(),
  mentions: z.array(z.string()).exactOptional(),
  openedAt: instant,
  closedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: instant.nullable(),
  snoozedUntil: instant.nullable(),
  snoozedBy: z.string().nullable(),
  remindersSent: z.number(),
  nextReminderAt: instant.nullable(),
  revision: z.number(),
  posting: z.number().default(1),
  edits: z.object({ at: instant, isBehind: z.boolean() }).exactOptional(),
  // An alert is not lost by what cannot be read of its escalation, which begins anew.
  escalation: escalationSchema.optional().catch(undefined),
  drill: drillSchema.exactOptional(),
  storeOutage: z.object({ role: z.enum(REDIS_ROLES), reason: z.enum(UNAVAILABLE_REASONS) }).exactOptional(),
  hold: holdSchema.exactOptional(),
  unposted: z.literal(true).exactOptional(),
  closedFor: z.enum(['target_gone', 'ignored']).exactOptional(),
  announcedAt: instant.exactOptional(),
  evidence: evidenceSchema.optional().catch(undefined),
});

/** An incident as it is stored; a stored notification holds one, too. An earlier version stored no severity. */
export const incidentSchema: z.ZodType<Incident> = stored.transform(
  ({ severity, escalation, evidence, ...incident }) => ({
    ...incident,
    ...(evidence && { evidence }),
    ...(escalation && { escalation }),
    severity: severity ?? severityOfStored(incident),
  }),
);

const severityOfStored = ({ rule, targets }: Pick<Incident, 'rule' | 'targets'>): Severity =>
  targets.length === 0
    ? defaultSeverity({ rule, target: rule, realMoney: null })
    : targets
        .map(({ target, details }) => defaultSeverity({ rule, target, realMoney: moneyOf(details) }))
        .reduce(moreSevere);

const moneyOf = ({ realMoney }: AffectedTarget['details']): boolean | null =>
  typeof realMoney === 'boolean' ? realMoney : null;
