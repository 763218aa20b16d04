import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { CommandResponse } from '../../../commands/command';
import { HOME_ACTIONS } from '../../../formatters';
import type { Requester } from '../../access/roles';
import { blockRefusalOf } from '../outbound/apiFailure';
import type { HomeTabs } from '../outbound/views/homeTabs';
import { Modals } from '../outbound/views/modals';
import { withRetries } from '../outbound/withRetries';
import type { ActionHandler } from './actions';
import type { RespondOptions } from './commands';
import type { InFlightRequests } from './inFlight';
import { type MessageHandler, type MessageOptions, respondToMessage } from './messages';
import { type FormHandler, registerForms } from './modals/forms';
import { type PickHandler, registerPickers } from './modals/pickers';
import { respondToShortcut, type ShortcutHandler } from './modals/shortcuts';
import { type ReactionHandler, type ReactionOptions, respondToReaction } from './reactions';

/** What answers events and shortcuts; without one, nothing does. */
export interface EventHandlers {
  readonly onReaction?: ReactionHandler;
  readonly onMessage?: MessageHandler;
  readonly onShortcut?: ShortcutHandler;
  readonly forms?: FormHandler;
  readonly picks?: PickHandler;
}

export interface EventDeps
  extends RespondOptions,
    Pick<ReactionOptions, 'clock' | 'retryAfterMs' | 'externalFlagOf' | 'stopping'>,
    Pick<MessageOptions, 'claim'> {
  readonly client: WebClient;
  readonly inFlight: InFlightRequests;
  /** In place of an answer that there is no time for. */
  readonly overloaded: (_: unknown, requester: Requester) => Promise<CommandResponse>;
  readonly homeTabs: HomeTabs;
  readonly botUserId: () => string | null;
  readonly onAction: ActionHandler;
}

const homeSchema = z.object({ user: z.string(), tab: z.string().nullish() });
const teamSchema = z.object({ team_id: z.string().nullish() }).catch({});

/** Takes the events and shortcuts of manifest.yml; Slack waits for no response to them. */
export function registerEvents(
  app: App,
  { onReaction = async () => null, onMessage, onShortcut = async () => null, forms, picks }: EventHandlers,
  deps: EventDeps,
): void {
  const { client, inFlight, overloaded, newBlocks, postPrivately, stopping } = deps;

  // Only with the scope `reactions:read`.
  app.event('reaction_added', async ({ event, body }) => {
    const handler = inFlight.hasCapacity() ? onReaction : overloaded;
    const options = { ...deps, botUserId: deps.botUserId() };
    const postEphemeral: ReactionOptions['postEphemeral'] = (requester, { message }) =>
      postPrivately(requester, message);
    await inFlight.track(respondToReaction({ event, body }, handler, { ...options, postEphemeral }));
  });

  const post: MessageOptions['post'] = ({ channel, threadTs }, message) => {
    const thread = threadTs === null ? {} : { thread_ts: threadTs };
    const quiet = { unfurl_links: false, unfurl_media: false };
    return newBlocks.send(
      message,
      ({ text, blocks }) =>
        withRetries(() => client.chat.postMessage({ channel, text, blocks, ...thread, ...quiet }), {
          isIdempotent: false,
          signal: stopping,
        }),
      blockRefusalOf,
    );
  };
  const answer = async ({ event, body }: { readonly event: unknown; readonly body: unknown }) => {
    if (onMessage === undefined) return;
    const handler = inFlight.hasCapacity() ? onMessage : overloaded;
    const options = { ...deps, botUserId: deps.botUserId(), post };
    await inFlight.track(respondToMessage({ event, body }, handler, options));
  };
  // Only with the scope `app_mentions:read`.
  app.event('app_mention', answer);
  // Of direct messages alone, and only with the scope `im:history`.
  app.event('message', answer);

  const modals = new Modals({ ...deps, client });
  app.shortcut(/^/, async ({ ack, body }) => {
    const handler: ShortcutHandler = inFlight.hasCapacity()
      ? onShortcut
      : (_, __, requester) => overloaded(null, requester);
    await inFlight.track(respondToShortcut({ ack: () => ack(), body }, handler, { ...deps, modals }));
  });

  app.event('app_home_opened', async ({ event, body }) => {
    const opened = homeSchema.safeParse(event);
    if (!opened.success || opened.data.tab === 'messages') return;
    const { user } = opened.data;
    const requester: Requester = {
      userId: user,
      channelId: '',
      ...deps.externalFlagOf(teamSchema.parse(body).team_id ?? null),
    };
    const make = inFlight.hasCapacity()
      ? () => deps.onAction({ actionId: HOME_ACTIONS.refresh, value: null }, requester)
      : () => overloaded(null, requester);
    await inFlight.track(deps.homeTabs.publish(user, make));
  });

  const refresh = { actionId: HOME_ACTIONS.refresh, value: null };
  const publishHome = (requester: Requester) =>
    deps.homeTabs.publish(requester.userId, () => deps.onAction(refresh, requester));
  if (picks) registerPickers(app, picks, deps);
  if (forms) registerForms(app, forms, { ...deps, publishHome });
}
