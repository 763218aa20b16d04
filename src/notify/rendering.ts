import { truncate } from '../../formatters/blockKit/escape';
import { safeText } from '../../formatters/blockKit/fallbackText';
import type { Message } from '../../formatters/blockKit/message';
import { t } from '../../formatters/text/catalogue';
import type { StoredFailure } from '../storage/alertStore';
import type { Notification } from './model/notification';
import type { ChannelCircuitBreaker } from './routing/channelBreaker';

/** What a message says of its own delivery. */
export interface RenderContext {
  readonly detectedAt: Date;
  readonly now: Date;
  /** The channel it goes to; that of the notification unless given. */
  readonly goesTo?: string;
  /** More than a minute has passed since it was detected. */
  readonly isDelayed: boolean;
  /** What delayed it; null when that is not known. */
  readonly delayReason: StoredFailure | null;
  /** The channel it was meant for, when it goes to the fallback instead, and Slack's word for why. */
  /** Of an old message: the address of the newest one; null where that is not known. Absent for all others. */
  readonly newest?: { readonly url: string | null; readonly channel: string | null };
  readonly redirectedFrom: { readonly channel: string; readonly code: string } | null;
  /** Slack's code for why it refused the layout: the message is then its text alone. */
  readonly withoutLayout?: string;
  /** The message is there, and is changed. */
  readonly isUpdate?: boolean;
  /** True of a thread entry that stands in a channel by itself: it must name its alert. */
  readonly isOutsideThread?: boolean;
  /** Of a page: where its incident's message is; null where that is not known. */
  readonly alertUrl?: string | null;
}

/** Renders a notification as a message; pure. */
export type Render = (notification: Notification, context: RenderContext) => { readonly message: Message };

/**
 * Whom the message mentions. One that is there keeps its mentions, of which Slack notifies nobody again; a new one about what is
 * over, or what somebody has acknowledged by now, mentions nobody.
 */
export function mentionsOf(
  notification: Notification,
  { isUpdate = false }: RenderContext,
): readonly string[] {
  if (notification.kind !== 'incident') return notification.mentions ?? [];
  if (notification.pointer !== undefined) return [];
  const { state, mentions = [] } = notification.incident;
  return state === 'open' || isUpdate ? mentions : [];
}

/** A message that comes later than this says so, in ms. */
export const DELAYED_AFTER_MS = 60_000;

/** What a message that goes to a channel now, and was not tried before as far as is known, says of its own delivery. */
export function renderContext(
  { channel, detectedAt }: Notification,
  goesTo: string,
  breaker: ChannelCircuitBreaker,
  now: Date,
): RenderContext {
  const insteadOf = { channel, code: breaker.faultOf(channel)?.code ?? 'unavailable' };
  return {
    detectedAt,
    now,
    goesTo,
    isDelayed: now.getTime() - detectedAt.getTime() > DELAYED_AFTER_MS,
    delayReason: breaker.lastFailureSince(goesTo, detectedAt),
    redirectedFrom: goesTo === channel ? null : insteadOf,
  };
}

/** The message without its layout, which Slack refused, in the language of the scope. */
export const withoutBlocks = ({ text }: Message, code: string): Message => ({
  text: `${truncate(text, 3000)}\n_${t.common.withoutLayout(code)}_`,
  blocks: [],
});

/** Sent when a message could not be rendered at all: in English, for what failed may be the catalogue. */
export function fallbackMessage(notification: Notification): Message {
  const failed = 'Its message could not be made; the log tells why.';
  switch (notification.kind) {
    case 'incident': {
      const { rule, state, targets } = notification.incident;
      const names = targets.map(({ target }) => safeText(target)).join(', ');
      return {
        text: `Incident (${safeText(rule)}, ${state})${names && `: ${names}`}. ${failed}`,
        blocks: [],
      };
    }
    case 'event':
      return {
        text: `${safeText(notification.event.rule)}: ${safeText(notification.event.target)}. ${failed}`,
        blocks: [],
      };
    default:
      return { text: `A ${notification.kind} of arbwatch. ${failed}`, blocks: [] };
  }
}
