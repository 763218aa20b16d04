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

/** Why a message was not sent, as the end of a sentence. */
export function describeFailure({ kind, detail }: StoredFailure): string {
  switch (kind) {
    case 'unreachable':
      return 'Slack was unreachable';
    case 'rate_limited':
      return 'Slack asked to wait';
    case 'channel':
      return `Slack refused the channel: ${detail}`;
    case 'token':
      return `Slack refused the bot's token: ${detail}`;
    default:
      return `Slack refused it: ${detail}`;
  }
}
