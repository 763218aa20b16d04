import { z } from 'zod';
import { configurationReportSchema } from '../../alerting/configuration/configurationReport';
import { DRILL_ENDS } from '../../alerting/drill/drill';
import { pageViaSchema } from '../../alerting/escalation/pageVia';
import { detailsSchema, incidentSchema } from '../../alerting/incidents/incidentSchema';
import { defaultSeverity } from '../../alerting/severity/defaultSeverity';
import { severitySchema } from '../../alerting/severity/severitySettings';
import { silenceReportSchema } from '../../alerting/silences/reports/report';
import { parseJson } from '../../lib/parseJson';
import { instant as time } from '../../lib/time';
import type { PostingRef } from '../posting/postingRef';
import type { AlertEvent, MessageRef, Notification, ThreadNote } from './notification';

/** Where an incident's message is, as the store keeps it. */
export interface IncidentMessageRef extends MessageRef {
  /** Its first post already covered all that was detected until then, being closed; null when it was open. */
  readonly coveredUntil: Date | null;
  /** Its messages in other channels, left behind when those could not be changed: at most one in each. */
  readonly staleMessages: readonly MessageRef[];
  /** Older messages that are still to become pointers to it. */
  readonly superseded?: readonly MessageRef[];
  readonly posting?: PostingRef;
}

const action = z.union([
  z.object({ kind: z.literal('snooze'), until: time }),
  z.object({ kind: z.enum(['acknowledge', 'unsnooze', 'mute', 'release_heartbeat']) }),
  z.string(),
]);

const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('joined'), target: z.string() }),
  z.object({ kind: z.literal('again'), target: z.string(), times: z.number() }),
  z.object({ kind: z.literal('recovered'), target: z.string(), durationMs: z.number() }),
  z.object({ kind: z.literal('unstable'), target: z.string(), times: z.number(), inMs: z.number() }),
  z.object({ kind: z.literal('steady'), target: z.string(), since: time }),
  z.object({
    kind: z.literal('severity'),
    from: severitySchema,
    to: severitySchema,
    target: z.string(),
  }),
  z.object({ kind: z.literal('muted') }),
  z.object({ kind: z.literal('rule_off') }),
  z.object({ kind: z.literal('target_gone') }),
  z.object({ kind: z.literal('ignored') }),
]);

/** Version 0.1 stored a sentence. */
const changed = z
  .object({
    kind: z.literal('changed'),
    change: z.union([change, z.string()]).optional(),
    text: z.string().optional(),
  })
  .transform(({ kind, change, text }) => ({ kind, change: change ?? text ?? '' }));

const note: z.ZodType<ThreadNote> = z.union([
  z.object({ kind: z.literal('reminder'), openForMs: z.number() }),
  z.object({ kind: z.literal('acted'), userId: z.string(), action }),
  z.object({ kind: z.literal('recovered'), durationMs: z.number() }),
  z.object({ kind: z.literal('drill_over'), end: z.enum(DRILL_ENDS), durationMs: z.number() }),
  z.object({ kind: z.literal('paged'), n: z.number(), via: pageViaSchema, openForMs: z.number() }),
  z.object({
    kind: z.literal('page_failed'),
    n: z.number(),
    via: pageViaSchema,
    code: z.string(),
    follows: z.enum(['next', 'nobody']).nullable().default(null),
    againAt: time.exactOptional(),
  }),
  z.object({
    kind: z.literal('page_end_failed'),
    n: z.number(),
    via: pageViaSchema,
    event: z.enum(['acknowledge', 'resolve']),
    code: z.string(),
  }),
  changed,
]);

/** An earlier version stored no severity. */
const event: z.ZodType<AlertEvent> = z
  .object({
    rule: z.string(),
    target: z.string(),
    level: z.enum(['loud', 'normal']),
    severity: severitySchema.optional(),
    details: detailsSchema,
    at: time,
  })
  .transform(({ severity, ...rest }) => ({
    ...rest,
    severity: severity ?? defaultSeverity({ ...rest, realMoney: null, what: rest.details.what }),
  }));

const common = {
  id: z.string(),
  channel: z.string(),
  detectedAt: time,
  verifyBeforeSend: z.literal(true).exactOptional(),
  mentions: z.array(z.string()).exactOptional(),
};

const notification: z.ZodType<Notification> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('incident'),
    ...common,
    incident: incidentSchema,
    staleChannel: z.string().exactOptional(),
    pointer: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
  }),
  z.object({
    kind: z.literal('note'),
    ...common,
    incidentId: z.string(),
    incident: incidentSchema.nullable().default(null),
    note,
    replyBroadcast: z.boolean(),
    posting: z.number().exactOptional(),
  }),
  z.object({
    kind: z.literal('event'),
    ...common,
    event,
    occurrence: z.object({ key: z.string(), after: z.number() }).nullable().default(null),
  }),
  z.object({ kind: z.literal('silence'), ...common, report: silenceReportSchema }),
  z.object({ kind: z.literal('configuration'), ...common, report: configurationReportSchema }),
  z.object({ kind: z.literal('digest'), ...common, digest: z.unknown() }),
  z.object({
    kind: z.literal('page'),
    ...common,
    via: pageViaSchema,
    event: z.enum(['trigger', 'acknowledge', 'resolve']),
    incident: incidentSchema,
    n: z.number(),
    openForMs: z.number(),
    isTest: z.literal(true).exactOptional(),
    isPersonal: z.literal(true).exactOptional(),
  }),
]);

const ref = { channel: z.string(), ts: z.string(), revision: z.number() };

const messageRef: z.ZodType<IncidentMessageRef> = z.object({
  ...ref,
  coveredUntil: time.nullable().default(null),
  staleMessages: z.array(z.object(ref)).default([]),
  superseded: z.array(z.object(ref)).exactOptional(),
  posting: z.object({ handled: z.number(), postedAs: z.number(), home: z.string() }).exactOptional(),
});

/** A notification as the store keeps it: JSON, times as ISO 8601. */
export const encodeNotification = (what: Notification): string => JSON.stringify(what);

/** The notification in a stored text; null for what this version of the bot cannot decode. */
export const decodeNotification = memoizedDecoder(notification);

export const encodeMessageRef = (what: IncidentMessageRef): string => JSON.stringify(what);

/** Where a message is, from the store's text; null for what cannot be read. Fits a MessageRef, too. */
export const decodeMessageRef = memoizedDecoder(messageRef);

/** All that waits is read again and again, every second, until it is sent. */
const CACHE_SIZE = 500;

/** Reads each text once; the same text gives the same object, which nobody changes. */
function memoizedDecoder<T>(schema: z.ZodType<T>): (text: string) => T | null {
  const known = new Map<string, T | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const read = schema.safeParse(parseJson(text)).data ?? null;
    if (known.size >= CACHE_SIZE) known.clear();
    known.set(text, read);
    return read;
  };
}
