import { backoffMs } from '../lib/backoff';
import type { SendFailure } from '../slack/outbound/slackApi';

/** What follows from a post or a change that failed. */
export type Consequence =
  /** The message is not there any more. */
  | { readonly kind: 'deleted' }
  /** It may have been posted. */
  | { readonly kind: 'in_doubt' }
  | { readonly kind: 'later'; readonly waitMs: number; readonly isRateLimit: boolean }
  /** Trying again cannot mend it; `canRemove` where a message is left that can no longer be changed. */
  | { readonly kind: 'refused'; readonly code: string; readonly canRemove: boolean };

const DELETED: readonly string[] = ['message_not_found', 'thread_not_found'];
const UNCHANGEABLE: readonly string[] = ['cant_update_message', 'edit_window_closed'];
const TOKEN_RETRY_MS = 60_000;
/** A refusal of the content alone may pass with the next content; so often in a row it is taken for good. */
const MOST_FAILURES = 8;

/** `failures`: how often in a row it failed before. */
export function consequenceOf(
  failure: SendFailure,
  operation: 'post' | 'update',
  failures: number,
  random: () => number,
): Consequence {
  const waitMs = backoffMs(failures + 1, { firstMs: 2_000, random });
  const later: Consequence = { kind: 'later', waitMs, isRateLimit: false };
  switch (failure.kind) {
    case 'rate_limited':
      return { kind: 'later', waitMs: failure.retryAfterMs, isRateLimit: true };
    case 'not_sent':
      return later;
    case 'ambiguous':
      // A change may be made twice.
      return operation === 'post' ? { kind: 'in_doubt' } : later;
    case 'rejected': {
      const { code, scope } = failure;
      if (operation === 'update' && DELETED.includes(code)) return { kind: 'deleted' };
      if (UNCHANGEABLE.includes(code)) return { kind: 'refused', code, canRemove: true };
      if (scope === 'channel' || code === 'missing_scope') return { kind: 'refused', code, canRemove: false };
      if (scope === 'token') return { ...later, waitMs: TOKEN_RETRY_MS };
      return failures + 1 >= MOST_FAILURES && scope !== 'transient'
        ? { kind: 'refused', code, canRemove: operation === 'update' }
        : later;
    }
  }
}
