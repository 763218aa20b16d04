import type { WebhookAction } from '../../../formatters/alerts/webhookText';
import type { Incident } from '../../alerting/incidents/incident';

/** Where a webhook's requests go, and how they are made. All but the name, the type and the server are secrets. */
export type Webhook = { readonly name: string; readonly url: string } & (
  | { readonly type: 'pagerduty'; readonly routingKey: string }
  | { readonly type: 'ntfy'; readonly topic: string; readonly token: string | null }
  | { readonly type: 'slack' }
  | { readonly type: 'json'; readonly secret: string | null }
);

/** What is to be sent: the same in every attempt, whichever instance makes it. */
export interface WebhookEvent {
  /** The notification's: the same in every attempt. */
  readonly id: string;
  readonly action: WebhookAction;
  readonly incident: Incident;
  /** Which step of the escalation it is, from 1. */
  readonly step: number;
  /** When it was decided. */
  readonly at: Date;
  /** The incident's message in Slack; null where that is not known. */
  readonly link: string | null;
}

/** What does not depend on the event. */
export interface WebhookContext {
  readonly now: Date;
  /** The IANA zone of instants in texts. */
  readonly zone: string;
}

/** One POST. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
