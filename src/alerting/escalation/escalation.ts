import { z } from 'zod';
import { instant } from '../../lib/time';
import type { OnCallConfig } from '../duty/onCall';
import { SEVERITIES, type Severity } from '../severity/severity';
import { pageViaSchema } from './pageVia';

/** Whom a step pages: who is on call, who is next, a certain Slack user, or a webhook. */
export type StepTarget = 'on_call' | 'on_call_next' | { readonly dm: string } | { readonly webhook: string };

export interface EscalationStep {
  /** How long after the alert was opened, in ms; more than the step before. */
  readonly afterMs: number;
  readonly notify: StepTarget;
}

export interface EscalationSettings {
  /** Only incidents of these are escalated. */
  readonly severities: readonly Severity[];
  readonly steps: readonly EscalationStep[];
}

/** What is configured of escalation and of who is on call. */
export interface PagingSettings {
  readonly escalation?: EscalationSettings | null;
  readonly onCall?: OnCallConfig | null;
}

/** One page of an incident. */
const pageSchema = z.object({
  /** Counts the incident's pages from 1: the id of the nth is `<incident>/escalation/<n>`. */
  n: z.number(),
  /** Which step, from 0. */
  step: z.number(),
  via: pageViaSchema,
  at: instant,
  /** Why it could not be sent, by Slack's or the webhook's word; null while nothing says so. */
  failure: z.string().nullable(),
  /** Of one that was given up: it may have arrived. */
  inDoubt: z.literal(true).exactOptional(),
  /** Of a drill: when Slack or the webhook took it; absent where that is not known. */
  sentAt: instant.exactOptional(),
});
export type PageRecord = z.output<typeof pageSchema>;

/** How far an incident is escalated. */
export const escalationSchema = z.object({
  /**
   * `paused`: its condition is well, and it goes on if that returns. `stopped`: somebody saw to it, or nothing is to be
   * escalated; it begins anew if it is open again. `finished`: there is no step left.
   */
  status: z.enum(['running', 'paused', 'stopped', 'finished']),
  /** The next step, from 0. */
  step: z.number(),
  /** When that is due, while it is running. */
  dueAt: instant.nullable(),
  /** How long after the opening that is, by the configuration of then, in ms; absent where an earlier version stored it. */
  stepAfterMs: z.number().exactOptional(),
  /** How long it was until then, in ms, when it was paused. */
  remainingMs: z.number().nullable(),
  /** As it was when it began: a rise begins it anew. */
  severity: z.enum(SEVERITIES),
  /** Since when nobody has acknowledged it. */
  since: instant,
  /** The newest, at most 20, the newest last. */
  pages: z.array(pageSchema),
  /** What webhooks know of it beside its pages. */
  lastWebhookEvent: z.enum(['acknowledge', 'resolve']).nullable(),
});
export type Escalation = z.output<typeof escalationSchema>;

export const MAX_PAGES_KEPT = 20;

/** The id of an incident's nth page. */
export const pageId = (incidentId: string, n: number): string => `${incidentId}/escalation/${n}`;

/** The id of the thread entry that says of that page whom it was sent to. */
export const pagedNoteId = (incidentId: string, n: number): string => `${pageId(incidentId, n)}/paged`;

/** The id of what tells a webhook that it called for the nth page that nobody need be called any more. */
export const endPageId = (incidentId: string, n: number, event: 'acknowledge' | 'resolve'): string =>
  `${pageId(incidentId, n)}/${event}`;

/** How many pages an incident has had. */
export const pageCount = (escalation: Escalation | undefined): number => escalation?.pages.at(-1)?.n ?? 0;

/** Of one incident's escalations that were stored apart: what was sent by either is not sent again. */
export function mergeEscalation(
  newer: Escalation | undefined,
  older: Escalation | undefined,
): Escalation | undefined {
  if (newer === undefined || older === undefined) return newer ?? older;
  if (pageCount(older) <= pageCount(newer)) return newer;
  return newer.status === 'running' ? older : { ...older, ...standingOf(newer) };
}

const standingOf = ({ status, dueAt, remainingMs, lastWebhookEvent }: Escalation) => ({
  status,
  dueAt,
  remainingMs,
  lastWebhookEvent,
});
