import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { instant } from '../lib/time';
import { activatorSchema } from './configuration/activeConfiguration';
import { pageViaSchema } from './escalation/pageVia';
import { INCIDENT_STATES, type Incident } from './incidents/incident';
import { holdSchema } from './silences/hold';
import { silenceSchema } from './silences/silence';
import type { AuditEntry } from './types';

const schema: z.ZodType<AuditEntry> = z.object({
  at: instant,
  actor: z.string().nullable(),
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('snooze'), until: instant }),
    z.object({
      kind: z.enum([
        'acknowledge',
        'unsnooze',
        'mute',
        'release_heartbeat',
        'test',
        'drill',
        'unmuted',
        'unmute',
      ]),
    }),
    z.object({
      kind: z.enum(['silence_begun', 'silence_ended']),
      silence: silenceSchema.pick({
        kind: true,
        targets: true,
        from: true,
        until: true,
        includesCritical: true,
      }),
    }),
    z.object({ kind: z.literal('held_back'), by: holdSchema.shape.kind }),
    z.object({ kind: z.literal('dropped'), code: z.string().nullable() }),
    z.object({ kind: z.literal('paged'), step: z.number(), via: pageViaSchema }),
    z.object({ kind: z.literal('page_failed'), step: z.number(), via: pageViaSchema, code: z.string() }),
    z.object({ kind: z.literal('page_skipped'), step: z.number() }),
    z.object({ kind: z.literal('duty_swap'), userId: z.string(), until: instant }),
    z.object({ kind: z.literal('duty_clear') }),
    z.object({ kind: z.literal('session_named'), session: z.string(), name: z.string().nullable() }),
    z.object({
      kind: z.literal('configuration'),
      generation: z.number(),
      how: activatorSchema.shape.how,
    }),
    z.object({
      kind: z.literal('changed'),
      from: z.enum(INCIDENT_STATES).nullable(),
      to: z.enum(INCIDENT_STATES),
    }),
  ]),
  incident: z.object({ id: z.string(), rule: z.string() }).nullable(),
  target: z.string().nullable(),
});

/** What was done about an incident; `actor` null: by the bot itself. */
export const auditEntry = (
  { id, rule, targets }: Incident,
  at: Date,
  actor: string | null,
  action: AuditEntry['action'],
): AuditEntry => ({ at, actor, action, incident: { id, rule }, target: targets[0]?.target ?? null });

/** An entry of the audit log, as text for the store. */
export const encodeAuditEntry = (entry: AuditEntry): string => JSON.stringify(entry);

/** The entry in a stored text; null for what cannot be decoded. */
export const decodeAuditEntry = (text: string): AuditEntry | null =>
  schema.safeParse(parseJson(text)).data ?? null;
