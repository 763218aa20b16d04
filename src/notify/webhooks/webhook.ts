/** Where a webhook's requests go, and how they are made. All but the name, the type and the server are secrets. */
export type Webhook = { readonly name: string; readonly url: string } & (
  | { readonly type: 'pagerduty'; readonly routingKey: string }
  | { readonly type: 'ntfy'; readonly topic: string; readonly token: string | null }
  | { readonly type: 'slack' }
  | { readonly type: 'json'; readonly secret: string | null }
);

/** What a request says beside its page. */
export interface WebhookContext {
  readonly now: Date;
  /** The IANA zone of instants in texts. */
  readonly zone: string;
  /** The incident's message in Slack; null where that is not known. */
  readonly alertUrl: string | null;
}

/** One POST. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
