import type { Notification } from '../notify/model/notification';
import type { RetryState } from '../storage/alertStore';
import type { DrillRequest } from './drill/startDrill';
import type { DutyRequest } from './duty/changeDuty';
import type { OnCall } from './duty/onCall';
import type { Incident, TargetId } from './incidents/incident';
import type { Reason } from './rules/reason';
import type { Severity } from './severity/severity';
import type { Silence } from './silences/silence';
import type { BeginSilence, EndSilences } from './silences/silenceActions';
import type { SilenceOverview } from './silences/silenceOverview';
import type { Standing } from './state/standing';
import type { Action, AuditAction, AuditEntry, Refusal } from './types';
import type { DroppedNotification } from './undelivered/dropped';

/** What people can ask and do about alerts. Every method throws StateUnavailableError. */
export interface AlertsService {
  overview(): Promise<AlertsOverview>;
  /** What is known of a target, and why something was or was not said of it. */
  explain(target: TargetId): Promise<TargetExplanation>;
  /** Those that are open, and those that ended in the last days; an outage only once it is over. */
  incidents(): Promise<readonly Incident[]>;
  /** The incident whose newest message this is; null where it is of none. */
  incidentAt(channel: string, ts: string): Promise<Incident | null>;
  /** What was open at some time since then, and what people and the bot did; of one target, or of all. */
  history(since: Date, target: TargetId | null): Promise<AlertHistory>;
  /** Everything that is known of one incident; null where none of that id is known. */
  timeline(incidentId: string): Promise<IncidentTimeline | null>;
  /** Does what a person asked for, whatever other people and instances do at the same time. */
  act(action: Action): Promise<ActionResult>;
  /** Who is on call; null where nobody is configured. */
  duty(): Promise<OnCall | null>;
  /** Puts somebody else on call, or ends that. */
  changeDuty(request: DutyRequest, userId: string): Promise<ActionResult>;
  /** Begins a drill, which tests whom alerts reach. */
  drill(request: DrillRequest): Promise<DrillResult>;
  /** What is silenced, and what is planned. */
  silences(): Promise<SilenceOverview>;
  beginSilence(silence: BeginSilence): Promise<ActionResult>;
  endSilences(which: EndSilences): Promise<ActionResult>;
  /** Gives up the message that waits under this number. */
  drop(number: number, userId: string): Promise<DropResult>;
  /** Keeps in the audit log what somebody did that is no matter of alerts. */
  note(
    action: Extract<AuditAction, { readonly kind: 'session_named' }>,
    userId: string,
  ): Promise<ActionResult>;
  /** Sends a marked test alert the way of every alert of that severity. */
  test(userId: string, severity: Severity): Promise<TestAlertResult>;
}

/** What came of an action. */
export type ActionResult =
  | { readonly kind: 'done' }
  /** It could not be done, or there was nothing to do. */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export type DropResult =
  | { readonly kind: 'dropped'; readonly dropped: DroppedNotification }
  /** None waits under this number; those that do. */
  | { readonly kind: 'unknown'; readonly numbers: readonly number[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export type TestAlertResult =
  | { readonly kind: 'queued'; readonly channel: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export type DrillResult =
  /** `steps`: how many steps the escalation has. */
  | { readonly kind: 'begun'; readonly channel: string; readonly steps: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface AlertsOverview {
  readonly now: Date;
  /** The last check that saw the traders; null before the first. */
  readonly observedAt: Date | null;
  /** Open, acknowledged and snoozed, the most severe first, then the oldest; before all, that the traders cannot be seen now. */
  readonly open: readonly Incident[];
  /** What a person may type for each, by incident id. */
  readonly shortIds: ReadonlyMap<string, string>;
  /** Every target, as at the last check. */
  readonly targets: readonly Standing[];
  readonly silences: SilenceOverview;
  /** The oldest first. */
  readonly pending: readonly PendingNotification[];
  /** What was given up of late; the newest first. */
  readonly dropped: readonly DroppedNotification[];
}

export interface AlertHistory {
  readonly now: Date;
  readonly since: Date;
  /** Null for all. */
  readonly target: TargetId | null;
  /** The newest first. */
  readonly incidents: readonly Incident[];
  readonly shortIds: ReadonlyMap<string, string>;
  /** The newest first. */
  readonly audit: readonly AuditEntry[];
}

export interface IncidentTimeline extends IncidentWithMessage {
  readonly now: Date;
  readonly shortId: string;
  /** The oldest first. */
  readonly audit: readonly AuditEntry[];
  /** Whether the audit log goes back to before the incident, so that nothing is missing. */
  readonly isAuditComplete: boolean;
  /** What has not reached Slack of it. */
  readonly pending: readonly PendingNotification[];
}

/** A message that has not reached Slack yet. */
export interface PendingNotification {
  readonly id: string;
  /** By which `/arb-alerts drop` names it: the same as long as it waits. */
  readonly number: number;
  /** Null, as channel and time, when this version cannot read it. */
  readonly notification: Notification | null;
  readonly channel: string | null;
  readonly detectedAt: Date | null;
  readonly attempts: PendingRetryState | null;
}

export interface PendingRetryState extends Pick<RetryState, 'count' | 'lastFailure'> {
  readonly notBefore: Date | null;
  /** Since when it may have reached Slack without our knowing. */
  readonly inDoubtSince: Date | null;
}

export interface TargetExplanation {
  readonly target: TargetId;
  readonly now: Date;
  /** How it stands as at the last check; null when nothing was ever seen of it. */
  readonly standing: Standing | null;
  readonly observedAt: Date | null;
  readonly continuousSince: Date | null;
  readonly rules: readonly { readonly rule: string; readonly at: Date; readonly reason: Reason }[];
  /** Those that are switched off for it, and found nothing. */
  readonly rulesOff: readonly string[];
  /** That the traders cannot be seen now; then its own and those of all traders, the newest first. */
  readonly incidents: readonly IncidentWithMessage[];
  readonly shortIds: ReadonlyMap<string, string>;
  readonly suppressed: readonly Suppression[];
  readonly pending: readonly PendingNotification[];
  readonly audit: readonly AuditEntry[];
}

/** Why something is not sent: everything, because of an outage or because it is muted; or the reminders of an incident. */
export type Suppression =
  | { readonly kind: 'muted' }
  /** An active silence. */
  | { readonly kind: 'silence'; readonly silence: Silence }
  | { readonly kind: 'outage' | 'reminders'; readonly incident: Incident };

/** An incident, and what Slack has of it, as far as the store knows: of an outage that lasts, it does not. */
export interface IncidentWithMessage {
  readonly incident: Incident;
  readonly message: { readonly channel: string; readonly postedAt: Date; readonly revision: number } | null;
}
