import { truncate } from '../../formatters/blockKit/escape';
import { words } from '../../formatters/blockKit/fallbackText';
import type { Message } from '../../formatters/blockKit/message';
import type { Notification } from './model/notification';
import type { ChannelCircuitBreaker } from './routing/channelBreaker';

/** What a message says of its own delivery. */
export interface RenderContext {
  readonly detectedAt: Date;
  readonly now: Date;
  /** More than a minute has passed since it was detected. */
  readonly isDelayed: boolean;
  /** What kept it, as the end of a sentence: `Slack was unreachable`; null when that is not known. */
  readonly delayReason: string | null;
  /** The channel it was meant for, when it goes to the fallback instead, and Slack's word for why. */
  readonly redirectedFrom: { readonly channel: string; readonly code: string } | null;
}

/** Says a delivery as a message; pure. */
export type Render = (delivery: Notification, context: RenderContext) => { readonly message: Message };

/** A message that comes later than this says so, in ms. */
export const DELAYED_AFTER_MS = 60_000;

/** What a message says of its own delivery that goes to a channel now, and was not tried before as far as is known. */
export function renderContext(
  { channel, detectedAt }: Notification,
  goesTo: string,
  roads: ChannelCircuitBreaker,
  now: Date,
): RenderContext {
  const insteadOf = { channel, code: roads.faultOf(channel)?.code ?? 'unavailable' };
  return {
    detectedAt,
    now,
    isDelayed: now.getTime() - detectedAt.getTime() > DELAYED_AFTER_MS,
    delayReason: roads.lastFailureSince(goesTo, detectedAt),
    redirectedFrom: goesTo === channel ? null : insteadOf,
  };
}

/** The message without its layout, which Slack refused. */
export const withoutBlocks = ({ text }: Message, code: string): Message => ({
  text: `${truncate(text, 3000)}\n_Shown without its layout, which Slack refused (${code})._`,
  blocks: [],
});

/** What is said when a message could not be made at all. */
export function fallbackMessage(delivery: Notification): Message {
  const failed = 'Its message could not be made; the log tells why.';
  switch (delivery.kind) {
    case 'incident': {
      const { rule, state, targets } = delivery.incident;
      const names = targets.map(({ target }) => words(target)).join(', ');
      return { text: `Incident (${words(rule)}, ${state})${names && `: ${names}`}. ${failed}`, blocks: [] };
    }
    case 'event':
      return {
        text: `${words(delivery.event.rule)}: ${words(delivery.event.target)}. ${failed}`,
        blocks: [],
      };
    default:
      return { text: `A ${delivery.kind} of arbwatch. ${failed}`, blocks: [] };
  }
}
