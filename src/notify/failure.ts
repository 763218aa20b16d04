import type { SendFailure } from '../slack/outbound/slackApi';

/** A failure as the store keeps it: a word for its kind, and what is known. */
export function encodeFailure(failure: SendFailure): string {
  switch (failure.kind) {
    case 'refused':
      return `${failure.mends}: ${failure.code}`;
    case 'throttled':
      return `throttled: ${failure.retryAfterMs} ms`;
    default:
      return `unreachable: ${failure.detail}`;
  }
}

/** True when the last try met Slack's own limit, which no recovery lifts. */
export const wasRateLimited = (trouble: string | null): boolean => trouble?.startsWith('throttled') ?? false;

/** What kept a message, as the end of a sentence; null when that is not known. */
export function describeFailure(trouble: string | null): string | null {
  const [kind, detail = ''] = trouble?.split(': ') ?? [];
  switch (kind) {
    case 'unreachable':
      return 'Slack was unreachable';
    case 'throttled':
      return 'Slack asked to wait';
    case 'channel':
      return `Slack refused the channel: ${detail}`;
    case 'token':
      return `Slack refused the bot's token: ${detail}`;
    case 'retry':
    case 'message':
      return `Slack refused it: ${detail}`;
    default:
      return null;
  }
}
