import type { SendFailure } from '../slack/outbound/slackApi';
import type { StoredFailure } from '../storage/alertStore';

const KINDS = {
  channel: 'channel',
  token: 'token',
  message: 'message',
  transient: 'other',
  unknown: 'other',
} as const;

export function toStoredFailure(failure: SendFailure): StoredFailure {
  switch (failure.kind) {
    case 'rejected':
      return { kind: KINDS[failure.scope], detail: failure.code };
    case 'rate_limited':
      return { kind: 'rate_limited', detail: `${failure.retryAfterMs} ms` };
    default:
      return { kind: 'unreachable', detail: failure.detail };
  }
}
