import type { PageNotification } from '../model/notification';

/** What came of one attempt to send a page. */
export type PageResult =
  | { readonly kind: 'sent' }
  /** It may work later, and may have arrived: a page is sent at least once. */
  | { readonly kind: 'retry'; readonly detail: string; readonly retryAfterMs?: number }
  /** No retry mends it, by Slack's or the webhook's word: the next step of the escalation goes at once. */
  | { readonly kind: 'refused'; readonly code: string };

/** What a page says beside its incident. */
export interface PageContext {
  readonly now: Date;
  /** Where the incident's message is in Slack; null where that is not known. */
  readonly alertUrl: string | null;
  /** How often it was tried before. */
  readonly attempts: number;
}

/** Sends one page by one way. Never rejects, and ends within 10 s. */
export type SendPage = (page: PageNotification, context: PageContext) => Promise<PageResult>;
