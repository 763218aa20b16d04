import type { AlertOptions } from '../../formatters';
import {
  configurationMessage,
  digestMessage,
  eventMessage,
  incidentMessage,
  pageMessage,
  pointerMessage,
  silenceReportMessage,
  threadUpdateMessage,
  withMentions,
} from '../../formatters';
import { digestSchema } from '../digests/digest';
import { currentLanguage, inLanguage, type Language } from '../lib/language';
import type { Notification } from './model/notification';
import { mentionsOf, type Render, type RenderContext, withoutBlocks } from './rendering';

export interface RenderDeps {
  /** Asked for each message. */
  readonly options: () => AlertOptions;
  /** Of what is read in a channel; that of the scope unless given. */
  readonly languageOf?: (channel: string) => Language;
}

/** Renders notifications as messages, in the language of who reads the channel; a page in that of the scope. Throws ZodError for a digest of another version of the bot. */
export const createRenderer =
  ({ options, languageOf = currentLanguage }: RenderDeps): Render =>
  (notification, context) => {
    const { goesTo = notification.channel } = context;
    const language = notification.kind === 'page' ? currentLanguage() : languageOf(goesTo);
    return inLanguage(language, () => {
      const { message } = rendered(notification, context, options());
      const whole = withMentions(message, mentionsOf(notification, context));
      const { withoutLayout: code } = context;
      return { message: code === undefined ? whole : withoutBlocks(whole, code) };
    });
  };

function rendered(
  notification: Notification,
  context: RenderContext,
  options: AlertOptions,
): ReturnType<Render> {
  const { now, isDelayed, delayReason, detectedAt, redirectedFrom, isOutsideThread = false } = context;
  const deliveredLate = isDelayed
    ? { detectedAt, deliveredAt: now, ...(delayReason === null ? {} : { because: delayReason }) }
    : null;
  const common = { now, deliveredLate, insteadOf: redirectedFrom };
  switch (notification.kind) {
    case 'incident':
      if (context.newest !== undefined)
        return { message: pointerMessage(notification.incident, context.newest, now, options) };
      return { message: incidentMessage(notification.incident, common, options) };
    case 'note': {
      const { incident, note } = notification;
      return { message: threadUpdateMessage(note, { ...common, incident, isOutsideThread }, options) };
    }
    case 'page':
      return { message: pageMessage(notification, { now, alertUrl: context.alertUrl ?? null }, options) };
    case 'event':
      return { message: eventMessage(notification.event, common, options) };
    case 'configuration':
      return { message: configurationMessage(notification.report, common, options) };
    case 'silence':
      return { message: silenceReportMessage(notification.report, common, options) };
    case 'digest':
      return {
        message: digestMessage(
          digestSchema.parse(notification.digest),
          { ...context, because: context.delayReason },
          options,
        ),
      };
  }
}
