import { z } from 'zod';
import { instant } from '../../lib/time';
import { CONTROL_MODES } from '../../state/controlState';
import { MODES } from '../../state/keys';
import { activeConfigurationSchema } from '../configuration/activeConfiguration';
import { dutySchema } from '../duty/duty';
import { alertHistorySchema } from '../evidence/alertHistory';
import { changeSchema, stakeSchema } from '../evidence/evidence';
import { HINTS } from '../hints';
import { incidentSchema } from '../incidents/incidentSchema';
import { NO_SIGNS, signsSchema } from '../observation/signs';
import { reasonSchema } from '../rules/reason';
import { totalsSchema } from '../rules/uptimeTotals';
import { silenceSchema } from '../silences/silence';
import { droppedSchema } from '../undelivered/dropped';
import type { TargetRecord } from './alertState';
import { lossesSchema } from './losses';
import { TARGET_STATUSES } from './targetStatus';

/** The number of this layout of the stored state. What is stored by another one is discarded. */
export const SCHEMA = 2;

/** A hint of another version is left out. */
const hints = z
  .array(z.enum(HINTS).nullable().catch(null))
  .transform((all) => all.filter((hint) => hint !== null));

const flag = z.boolean().nullable();
const NOTHING_REPORTED = { liveEnabled: null, liveArmed: null, liveByMetrics: null, breakerActive: null };

/** Rules' memories are left as they are: each is read by its own rule, which forgets what it cannot read. */
const storedTarget = z.object({
  target: z.string(),
  rules: z.record(z.string(), z.unknown()),
  /** Those of another version are found anew by the next check. */
  reasons: z.record(z.string(), reasonSchema).catch({}),
  evaluatedAt: instant,
  muted: z.boolean(),
  mutedAt: instant.exactOptional(),
  mutedBy: z.string().exactOptional(),
  mutedOkSince: instant.nullable().exactOptional(),
  origin: z.enum(['configured', 'discovered']),
  firstSeenAt: instant.nullable(),
  lastKeysAt: instant.nullable(),
  probation: z.object({ mark: z.string(), since: instant, wroteAt: instant }).nullable(),
  signs: signsSchema.catch(NO_SIGNS),
  status: z.enum(TARGET_STATUSES).catch('unknown'),
  reported: z
    .object({ liveEnabled: flag, liveArmed: flag, liveByMetrics: flag, breakerActive: flag })
    .catch(NOTHING_REPORTED),
  lastRealOrderAt: instant.nullable(),
  hints: hints.catch([]),
  stake: stakeSchema.optional().catch(undefined),
  history: alertHistorySchema.optional().catch(undefined),
});

/** A trader is watched by what is known of it, though nothing is known of its past. */
const target: z.ZodType<TargetRecord> = storedTarget.transform(({ stake, history, ...rest }) => ({
  ...rest,
  ...(stake && { stake }),
  ...(history && { history }),
}));

const session = z.object({
  sessionId: z.string(),
  name: z.string().optional(),
  env: z.string(),
  mode: z.enum(MODES),
  completed: z.number(),
  runs: z.number().nullable(),
  written: z.number().nullable(),
  lastUpdate: instant.nullable(),
  progressedAt: instant.nullable(),
  finished: z.boolean(),
  stalled: z.boolean(),
});

const control = z.object({
  env: z.string(),
  runId: z.string(),
  mode: z.enum(CONTROL_MODES),
  updatedAt: instant.nullable(),
  seenAt: instant,
  expiresAt: instant.nullable(),
  gone: z.boolean(),
});

const digest = z.object({
  name: z.string(),
  schedule: z.string(),
  slot: instant,
  baseline: z.object({
    at: instant,
    targets: z.array(z.object({ target: z.string(), totals: totalsSchema })),
    sessions: z.array(
      z.object({
        session: z.string(),
        completed: z.number(),
        runs: z.number().nullable(),
      }),
    ),
    hints: z.array(z.object({ target: z.string(), hints })),
  }),
});

const head = z.object({
  schema: z.literal(SCHEMA),
  createdAt: instant,
  observedAt: instant,
  partialAt: instant.exactOptional(),
  continuousSince: instant,
  master: z.object({ name: z.string(), failoversSince: instant.nullable() }).nullable().catch(null),
  dataLossAt: instant.nullable(),
  losses: lossesSchema.nullable().catch(null),
  evictionWarned: instant.exactOptional(),
  mutesRemindedAt: instant.exactOptional(),
  duty: dutySchema.nullable().catch(null).exactOptional(),
  observedWith: z.string().exactOptional(),
  recentEvents: z.array(changeSchema).catch([]).exactOptional(),
});

/** The parts of the state as they are stored, by what their names begin with. */
export const PART_SCHEMAS = {
  head,
  lineage: z.array(z.string()),
  sessions: z.array(session).nullable(),
  controls: z.array(control),
  target,
  incident: incidentSchema,
  digest,
  silence: silenceSchema,
  dropped: z.array(droppedSchema),
  configuration: activeConfigurationSchema,
} as const;
