import { addMs, msBetween } from '../../lib/time';
import { auditEntry } from '../auditLog';
import { chainOf } from '../drill/drill';
import { type DutyChange, dutyAt } from '../duty/duty';
import type { Incident } from '../incidents/incident';
import type { ThreadUpdate } from '../incidents/notificationIds';
import { isMoreSevere } from '../severity/severity';
import type { AuditEntry } from '../types';
import {
  type Escalation,
  type EscalationSettings,
  MAX_PAGES_KEPT,
  type PageRecord,
  type PagingSettings,
  pageCount,
  pageId,
  type StepTarget,
} from './escalation';
import { dueStep, followPlan } from './nextStep';
import type { PagePlan } from './pagePlan';
import type { PageVia } from './pageVia';
import { endPages } from './webhookEnd';

/** What an escalation makes of an incident, and what follows. */
export interface EscalatedIncident {
  readonly incident: Incident;
  /** What goes out, made once the incident has its revision. */
  readonly pages: readonly PagePlan[];
  readonly notes: readonly ThreadUpdate[];
  readonly cancelled: readonly string[];
  readonly audit: readonly AuditEntry[];
}

export interface EscalationContext {
  readonly now: Date;
  readonly settings: PagingSettings;
  readonly duty: DutyChange | null | undefined;
}

/**
 * The escalation of an incident as a check or a person left it:
 *
 * 1. One that is open, of a severity that is escalated, has a next step that is due; and one that is due is taken.
 * 2. While its condition is well it pauses, and goes on where it was if that returns; after the last step it begins anew.
 * 3. When somebody has acknowledged, snoozed or muted it, it stops: what waits is not sent. If it is open again, it begins
 *    anew.
 * 4. A rise in severity begins one anew that had ended.
 * 5. Where the configuration has changed since, the rest goes by it; where nothing is escalated any more, it stops.
 *
 * Pure: every instance makes the same of the same, under the same ids.
 */
export function escalateIncident(incident: Incident, context: EscalationContext): EscalatedIncident {
  const { settings, now } = context;
  const chain = chainOf(incident, settings.escalation) ?? NO_STEPS;
  const known = incident.escalation;
  if (!isEscalated(incident, chain))
    return known === undefined ? unchanged(incident) : interrupt(incident, known, now);
  const running = begin(incident, known && followPlan(known, chain, now), chain, now);
  const due = running.status === 'running' ? dueStep(running, chain, now) : null;
  if (due === null) return unchanged(withEscalation(incident, running));
  return takeStep(incident, running, due, chain, context);
}

const NO_STEPS: EscalationSettings = { severities: [], steps: [] };

const unchanged = (incident: Incident): EscalatedIncident => ({
  incident,
  pages: [],
  notes: [],
  cancelled: [],
  audit: [],
});

const withEscalation = (incident: Incident, escalation: Escalation): Incident =>
  incident.escalation === escalation ? incident : { ...incident, escalation };

/** Whether nobody has seen to it, and somebody must; not while a silence holds it back. */
export const isEscalated = (
  { state, closedAt, severity, hold }: Incident,
  { severities, steps }: EscalationSettings,
): boolean =>
  state === 'open' &&
  closedAt === null &&
  hold === undefined &&
  steps.length > 0 &&
  severities.includes(severity);

/** The escalation of an incident that is open: as it was, or begun anew. */
function begin(
  { severity }: Incident,
  known: Escalation | undefined,
  { steps }: EscalationSettings,
  now: Date,
): Escalation {
  const isRaised = known !== undefined && isMoreSevere(severity, known.severity);
  if (known?.status === 'running') return isRaised ? { ...known, severity } : known;
  if (known?.status === 'paused' && known.remainingMs !== null)
    return { ...known, severity, status: 'running', dueAt: addMs(now, known.remainingMs), remainingMs: null };
  if (known?.status === 'finished' && !isRaised) return known;
  return {
    status: 'running',
    step: 0,
    dueAt: addMs(now, steps[0]?.afterMs ?? 0),
    stepAfterMs: steps[0]?.afterMs ?? 0,
    remainingMs: null,
    severity,
    since: now,
    pages: known?.pages ?? [],
    lastWebhookEvent: known?.lastWebhookEvent ?? null,
  };
}

/** Not to be escalated now: somebody saw to it, or it is well. What waits is not sent. */
function interrupt(incident: Incident, known: Escalation, now: Date): EscalatedIncident {
  const isWell = incident.state === 'recovered' && known.status !== 'stopped';
  const end = isLeftOut(incident) ? noEnd(known) : endPages(incident, known, now);
  const isPaused = known.status === 'paused' || (known.status === 'running' && known.dueAt !== null);
  const next: Escalation = {
    ...known,
    status: isWell && isPaused ? 'paused' : 'stopped',
    dueAt: null,
    remainingMs: isWell ? (known.remainingMs ?? remainingMs(known, now)) : null,
    lastWebhookEvent: end.lastWebhookEvent,
  };
  if (next.status === known.status && next.lastWebhookEvent === known.lastWebhookEvent)
    return unchanged(incident);
  return {
    ...unchanged(withEscalation(incident, next)),
    pages: end.pages,
    cancelled: [...known.pages.map(({ n }) => pageId(incident.id, n)), ...end.cancelled],
  };
}

/** Open, seen to by nobody, and held back by nothing: the configuration alone says that nobody is to be paged. */
const isLeftOut = ({ state, closedAt, hold }: Incident): boolean =>
  state === 'open' && closedAt === null && hold === undefined;

/** Whoever was paged has no reason to think that it is over, or that somebody has it. */
const noEnd = ({ lastWebhookEvent }: Escalation): ReturnType<typeof endPages> => ({
  pages: [],
  cancelled: [],
  lastWebhookEvent,
});

const remainingMs = ({ dueAt }: Escalation, now: Date): number | null =>
  dueAt && Math.max(0, msBetween(now, dueAt));

function takeStep(
  incident: Incident,
  running: Escalation,
  due: NonNullable<ReturnType<typeof dueStep>>,
  { steps }: EscalationSettings,
  { settings, duty, now }: EscalationContext,
): EscalatedIncident {
  const { step, skipped, nextDueAt } = due;
  const notify = steps[step]?.notify;
  const via = notify === undefined ? null : viaOf(notify, settings, duty, now);
  const isLast = nextDueAt === null;
  const moved: Escalation = {
    ...running,
    status: isLast ? 'finished' : 'running',
    step: step + 1,
    dueAt: nextDueAt,
    ...(nextDueAt !== null && { stepAfterMs: steps[step + 1]?.afterMs ?? 0 }),
  };
  const skippedEntries = skipped.map((each) =>
    auditEntry(incident, now, null, { kind: 'page_skipped', step: each + 1 }),
  );
  if (via === null) return { ...unchanged(withEscalation(incident, moved)), audit: skippedEntries };
  const n = pageCount(running) + 1;
  const page: PageRecord = { n, step, via, at: now, failure: null };
  const openForMs = msBetween(running.since, now);
  return {
    incident: withEscalation(incident, {
      ...moved,
      pages: [...running.pages, page].slice(-MAX_PAGES_KEPT),
      lastWebhookEvent: 'webhook' in via ? null : running.lastWebhookEvent,
    }),
    pages: [{ id: pageId(incident.id, n), via, event: 'trigger', n, openForMs }],
    notes: [{ note: { kind: 'paged', n, via, openForMs }, replyBroadcast: false }],
    cancelled: [],
    audit: [...skippedEntries, auditEntry(incident, now, null, { kind: 'paged', step: step + 1, via })],
  };
}

/** Whom it pages; null where nobody is on call, or there is nobody else. */
function viaOf(
  notify: StepTarget,
  { onCall }: PagingSettings,
  duty: DutyChange | null | undefined,
  now: Date,
): PageVia | null {
  if (typeof notify === 'object') return notify;
  const current = dutyAt(onCall, duty, now);
  const userId = notify === 'on_call' ? current?.userId : current?.backup;
  return userId ? { dm: userId } : null;
}
