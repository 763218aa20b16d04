import { auditEntry } from '../auditLog';
import { chainOf, isDrill } from '../drill/drill';
import { NOTHING_DECIDED } from '../evaluation/nothingDecided';
import { type Addressing, notifiedChange } from '../routing/address';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult } from '../types';
import { endFailed } from './endFailed';
import { isEscalated } from './escalate';
import { endPageId, pagedNoteId, pageId } from './escalation';
import { withFailedPage } from './failedPage';
import { hasFailedBefore } from './nextRound';

const addressingOf = (
  { duty }: Pick<AlertState, 'duty'>,
  now: Date,
  settings: AlertSettings,
): Addressing => ({ settings, duty, detectedAt: now });

/**
 * The steps that are due, and nothing else: for when the traders cannot be observed, or a deadline has come. What is sent has
 * the ids that a check would give it.
 */
export function escalateDue(known: AlertState, now: Date, settings: AlertSettings): EvaluationResult {
  const changes = known.incidents.map((incident) =>
    notifiedChange(incident, { incident, notes: [] }, addressingOf(known, now, settings)),
  );
  return {
    ...NOTHING_DECIDED,
    state: { ...known, incidents: changes.map(({ incident }) => incident) },
    notifications: changes.flatMap(({ notifications }) => notifications),
    cancelled: changes.flatMap(({ cancelled }) => cancelled),
    audit: changes.flatMap(({ audit }) => audit),
  };
}

/** A page that no retry will bring anywhere. */
export interface FailedPage {
  readonly id: string;
  readonly incidentId: string;
  readonly n: number;
  /** Slack's or the webhook's word for why. */
  readonly code: string;
  /** Of one that was given up, and may have arrived. */
  readonly inDoubt?: true;
}

/**
 * What follows from a page that failed: it is not tried again, and where it was the last one, the next step is due at once;
 * after the last step the first one, later, if nobody was reached.
 */
export function pageFailed(
  known: AlertState,
  { id, incidentId, n, code, inDoubt }: FailedPage,
  now: Date,
  settings: AlertSettings,
): EvaluationResult {
  const cancelled = { ...NOTHING_DECIDED, state: known, cancelled: [id] };
  const incident = known.incidents.find((each) => each.id === incidentId);
  const escalation = incident?.escalation;
  const page = escalation?.pages.find((each) => each.n === n);
  if (incident === undefined || escalation === undefined || page === undefined) return cancelled;
  const addressing = addressingOf(known, now, settings);
  const event = END_EVENTS.find((each) => id === endPageId(incidentId, n, each));
  if (event !== undefined) {
    const ended = endFailed(known, incident, { page, event, code }, addressing);
    return { ...ended, cancelled: [id, ...ended.cancelled] };
  }
  if (page.failure !== null || id !== pageId(incidentId, n)) return cancelled;
  const { via, step } = page;
  const chain = chainOf(incident, settings.paging?.escalation);
  const isNewest = escalation.pages.at(-1) === page && chain && isEscalated(incident, chain);
  const {
    escalation: failed,
    follows,
    againAt,
  } = withFailedPage(
    escalation,
    { n, code, inDoubt },
    { now, mayFollow: isNewest === true, mayBeginAnew: !isDrill(incident) },
  );
  const note = { kind: 'page_failed', n, via, code, follows, ...(againAt && { againAt }) } as const;
  const change = notifiedChange(
    incident,
    {
      incident: { ...incident, escalation: failed },
      notes: hasFailedBefore(escalation, page, code) ? [] : [{ note, replyBroadcast: false }],
    },
    addressing,
  );
  return {
    ...NOTHING_DECIDED,
    state: {
      ...known,
      incidents: known.incidents.map((each) => (each === incident ? change.incident : each)),
    },
    notifications: change.notifications,
    // That somebody was paged, if the thread does not say so yet, is not true.
    cancelled: [id, pagedNoteId(incidentId, n), ...change.cancelled],
    audit: [
      auditEntry(incident, now, null, { kind: 'page_failed', step: step + 1, via, code }),
      ...change.audit,
    ],
  };
}

const END_EVENTS = ['acknowledge', 'resolve'] as const;
