import { currentLanguage, inLanguage } from '../../lib/language';
import type { SendFailure, SlackMessageApi } from '../../slack/outbound/slackApi';
import type { DispatcherDeps } from '../dispatcherOptions';
import type { Render } from '../rendering';
import { withoutBlocks } from '../rendering';
import type { PageResult, SendPage } from './page';

export interface DirectMessageDeps extends Pick<DispatcherDeps, 'languageOfPerson'> {
  readonly slack: Pick<SlackMessageApi, 'post'>;
  readonly render: Render;
}

/** Slack's codes for a person who cannot be written to, beside those for channels. */
const PERSON_ERRORS: readonly string[] = [
  'user_disabled',
  'user_not_visible',
  'messages_tab_disabled',
  'not_allowed',
];
/** What says nothing of the person: it may pass, or is the bot's own. */
const OWN_FAULTS: readonly string[] = ['token', 'transient', 'unknown'];

/** Sends a page to one person. It is posted to the user's id, for which `chat:write` is enough. */
export const createDirectMessageSender =
  ({ slack, render, languageOfPerson }: DirectMessageDeps): SendPage =>
  async (page, { now, alertUrl }) => {
    if (!('dm' in page.via)) return { kind: 'refused', code: 'not_a_person' };
    const channel = page.via.dm;
    const mark = { id: page.id };
    const language = (await languageOfPerson?.(channel)) ?? currentLanguage();
    const { message } = inLanguage(language, () =>
      render(page, {
        ...{ detectedAt: page.detectedAt, now, alertUrl },
        ...{ isDelayed: false, delayReason: null, redirectedFrom: null },
      }),
    );
    const sent = await slack.post({ channel, message, mark });
    if (sent.kind === 'done') return { kind: 'sent' };
    if (sent.kind !== 'rejected' || sent.scope !== 'message') return toPageResult(sent);
    const bare = inLanguage(language, () => withoutBlocks(message, sent.code));
    const again = await slack.post({ channel, message: bare, mark });
    return again.kind === 'done' ? { kind: 'sent' } : toPageResult(again);
  };

function toPageResult(failure: SendFailure): PageResult {
  switch (failure.kind) {
    case 'rejected':
      return OWN_FAULTS.includes(failure.scope) && !PERSON_ERRORS.includes(failure.code)
        ? { kind: 'retry', detail: failure.code }
        : { kind: 'refused', code: failure.code };
    case 'rate_limited':
      return { kind: 'retry', detail: 'rate_limited', retryAfterMs: failure.retryAfterMs };
    default:
      return { kind: 'retry', detail: failure.detail };
  }
}
