import type { ConfigurationReport } from '../../alerting/configuration/configurationReport';
import type { DrillEnd } from '../../alerting/drill/drill';
import type { PageVia } from '../../alerting/escalation/pageVia';
import type { ActionSummary, Incident, TargetId } from '../../alerting/incidents/incident';
import type { Details } from '../../alerting/rules/details';
import type { Severity } from '../../alerting/severity/severity';
import type { SilenceReport } from '../../alerting/silences/reports/report';

/** How an incident changed. */
export type ThreadChange =
  /** One more target. */
  | { readonly kind: 'joined'; readonly target: TargetId }
  /** A target that had recovered failed again, for the nth time. */
  | { readonly kind: 'again'; readonly target: TargetId; readonly times: number }
  | { readonly kind: 'recovered'; readonly target: TargetId; readonly durationMs: number }
  /** A target fails and recovers again and again, so often in the last `inMs`. */
  | {
      readonly kind: 'unstable';
      readonly target: TargetId;
      readonly times: number;
      readonly inMs: number;
    }
  /** A target that was unstable has not recovered since then. */
  | { readonly kind: 'steady'; readonly target: TargetId; readonly since: Date }
  /** It became more severe while it was open. */
  | { readonly kind: 'severity'; readonly from: Severity; readonly to: Severity; readonly target: TargetId }
  /** What was left of it was muted, or its heartbeat is no longer expected. */
  | { readonly kind: 'muted' }
  /** The rule was switched off. */
  | { readonly kind: 'rule_off' }
  /** What was left of it was taken out of the configuration. */
  | { readonly kind: 'target_gone' }
  /** The configuration says to ignore it. */
  | { readonly kind: 'ignored' };

/** What goes into an incident's thread. What version 0.1 stored has sentences. */
export type ThreadNote =
  | { readonly kind: 'reminder'; readonly openForMs: number }
  | { readonly kind: 'acted'; readonly userId: string; readonly action: ActionSummary | string }
  | { readonly kind: 'recovered'; readonly durationMs: number }
  | { readonly kind: 'changed'; readonly change: ThreadChange | string }
  | PageNote
  /** A drill is over; what became of its steps stands in its incident. */
  | { readonly kind: 'drill_over'; readonly end: DrillEnd; readonly durationMs: number };

/** What an escalation did: a page was sent by its nth step, or could not be. */
export type PageNote =
  | {
      readonly kind: 'paged';
      /** As in the page's id. */
      readonly n: number;
      readonly via: PageVia;
      /** For how long nobody had acknowledged it. */
      readonly openForMs: number;
    }
  | {
      readonly kind: 'page_failed';
      readonly n: number;
      readonly via: PageVia;
      readonly code: string;
      /** What follows at once; null where nothing does, a later step having been taken. */
      readonly follows: 'next' | 'nobody' | null;
      /** When the escalation begins anew, having reached nobody; absent for never. */
      readonly againAt?: Date;
    }
  /** A webhook that was called could not be told that somebody has the incident, or that it is over. */
  | {
      readonly kind: 'page_end_failed';
      readonly n: number;
      readonly via: PageVia;
      readonly event: 'acknowledge' | 'resolve';
      readonly code: string;
    };

/** An event as it is reported. */
export interface AlertEvent {
  readonly rule: string;
  readonly target: string;
  /** `loud`: about real money; it is sent of a muted target, too. */
  readonly level: 'loud' | 'normal';
  readonly severity: Severity;
  readonly details: Details;
  readonly at: Date;
}

/** By what instances that observed an event at different times know that it is the same. */
export interface EventOccurrence {
  /** Which event of its rule and target it is. */
  readonly key: string;
  /** The last observation before it, in epoch ms. */
  readonly after: number;
}

interface Common {
  /** Goes into the message's metadata, and is the same in every instance. */
  readonly id: string;
  readonly channel: string;
  /** When what it reports was detected. */
  readonly detectedAt: Date;
  /** Its message may be there already, as after Redis has lost data. */
  readonly verifyBeforeSend?: true;
  /** Whom it mentions: ids of users (U…) and user groups (S…), or `here`; absent for nobody. An incident has its own. */
  readonly mentions?: readonly string[];
}

/** Bring the incident's message to this revision: post it, or update it. */
export type IncidentNotification = Common & {
  readonly kind: 'incident';
  readonly incident: Incident;
  /** The channel of a message that was left behind: it alone is still to be updated. */
  readonly staleChannel?: string;
  /** An older message that is still to become a pointer to the newest one: nothing else is to be done. */
  readonly pointer?: { readonly channel: string; readonly ts: string };
};

/** One step of an escalation, for one person or one webhook. Sent at least once. */
export type PageNotification = Common & {
  readonly kind: 'page';
  readonly via: PageVia;
  /** `trigger` pages; the others tell a webhook that somebody has acknowledged the incident, or that it is over. */
  readonly event: 'trigger' | 'acknowledge' | 'resolve';
  /** As it was then. Its id is the key by which a webhook's receiver tells that two pages are about the same. */
  readonly incident: Incident;
  /** Counts the pages of the incident from 1: the id of the nth is `<incident>/escalation/<n>`. */
  readonly n: number;
  /** For how long nobody had acknowledged it. */
  readonly openForMs: number;
  /** Of a drill: it must say so. */
  readonly isTest?: true;
  /** Whom it goes to asked for alerts like this one; no escalation waits for it. */
  readonly isPersonal?: true;
};

/** What a silence held back, or what is silenced without an end. */
export type SilenceNotification = Common & { readonly kind: 'silence'; readonly report: SilenceReport };

/** That the configuration was changed, or that a file was refused. */
export type ConfigurationNotification = Common & {
  readonly kind: 'configuration';
  readonly report: ConfigurationReport;
};

/** Something that must reach Slack, or a webhook. */
export type Notification =
  | IncidentNotification
  | PageNotification
  | SilenceNotification
  | ConfigurationNotification
  /** Post into the incident's thread, and for some also to the channel. */
  | (Common & {
      readonly kind: 'note';
      readonly incidentId: string;
      /** As it was then, with the one target that the note is about, if it is about one; null where the note needs none. */
      readonly incident: Incident | null;
      readonly note: ThreadNote;
      readonly replyBroadcast: boolean;
      /** The posting of its incident's message that says the same. */
      readonly posting?: number;
    })
  | (Common & {
      readonly kind: 'event';
      readonly event: AlertEvent;
      /** Null of one that no check has observed, such as a test. */
      readonly occurrence: EventOccurrence | null;
    })
  | (Common & { readonly kind: 'digest'; readonly digest: unknown });

/** Where an incident's message is. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
  readonly revision: number;
}
