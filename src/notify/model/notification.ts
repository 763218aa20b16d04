import type { Incident } from '../../alerting/incidents/incident';
import type { Details } from '../../alerting/rules/rule';

/** What goes into an incident's thread. */
export type ThreadNote =
  | { readonly kind: 'reminder'; readonly openForMs: number }
  | { readonly kind: 'acted'; readonly userId: string; readonly action: string }
  | { readonly kind: 'recovered'; readonly durationMs: number }
  | { readonly kind: 'changed'; readonly text: string };

/** An event as it is told. */
export interface AlertEvent {
  readonly rule: string;
  readonly target: string;
  readonly level: 'loud' | 'normal';
  readonly facts: Details;
  readonly at: Date;
}

interface Common {
  /** Goes into the message's metadata, and is the same in every copy of the bot. */
  readonly id: string;
  readonly channel: string;
  /** When what it tells was detected. */
  readonly detectedAt: Date;
  /** Stored anew after Redis had lost it, or may have: its message may be there already. */
  readonly verifyBeforeSend?: true;
}

/** Bring the incident's message to this revision: post it, or update it. */
export type IncidentNotification = Common & {
  readonly kind: 'incident';
  readonly incident: Incident;
  /** The channel of a message that was left behind: it alone is still to be updated. */
  readonly staleChannel?: string;
};

/** Something that must reach Slack. */
export type Notification =
  | IncidentNotification
  /** Post into the incident's thread, and for some also to the channel. */
  | (Common & {
      readonly kind: 'note';
      readonly incidentId: string;
      readonly note: ThreadNote;
      readonly replyBroadcast: boolean;
    })
  | (Common & { readonly kind: 'event'; readonly event: AlertEvent })
  | (Common & { readonly kind: 'digest'; readonly digest: unknown });

/** Where an incident's message is. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
  readonly revision: number;
}
