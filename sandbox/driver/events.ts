import type { Core } from '../core';
import type { AppLink } from '../delivery/appLink';
import type { Delivery } from '../delivery/envelope';
import type { JsonObject } from '../json';
import { eventPayload, homeOpenedEvent, messageEvent, reactionEvent } from '../payloads/event';
import { SCOPE_OF_EVENT } from '../settings';
import { BOT_USER } from '../world/people';
import { type Place, personNamed, whoAndWhere } from './names';

/** What became of something a person did that the app may hear of. */
export interface EventResult {
  /** The message's ts; null where there is none. */
  readonly ts: string | null;
  /** The first attempt; null when the app is not told (not subscribed, no scope, or not in the channel). */
  readonly delivery: Delivery | null;
}

/** Writes a message; the app hears of it where it is subscribed to `app_mention` or `message.*`. @throws where it takes none */
export async function sendMessage(
  core: Core,
  link: AppLink,
  text: string,
  place: Place & { readonly threadTs?: string },
): Promise<EventResult> {
  const { person, channel } = whoAndWhere(core, place);
  if (channel.kind === 'im' && !core.settings.takesMessages)
    throw new Error('Sending messages to this app has been turned off.');
  const message = core.world.post({
    channel: channel.id,
    author: person.id,
    text,
    threadTs: place.threadTs ?? null,
  });
  const mentions = text.includes(`<@${BOT_USER.id}>`) && hears(core, 'app_mention');
  const isIm = channel.kind === 'im';
  const reads = hears(core, isIm ? 'message.im' : 'message.channels');
  if (!channel.members.has(BOT_USER.id) || !(mentions || reads)) return { ts: message.ts, delivery: null };
  const types = [...(mentions ? (['app_mention'] as const) : []), ...(reads ? (['message'] as const) : [])];
  const [first] = await Promise.all(
    types.map((type) => link.sendEvent(eventPayload(core, messageEvent(core, type, message, channel)))),
  );
  return { ts: message.ts, delivery: first ?? null };
}

/** Tells the app of an event as it is, such as of an edited message. */
export const sendEvent = async (core: Core, link: AppLink, event: JsonObject): Promise<EventResult> => ({
  ts: null,
  delivery: await link.sendEvent(eventPayload(core, event)),
});

/** Opens the app's Home tab. */
export async function openHomeTab(core: Core, link: AppLink, user: string): Promise<EventResult> {
  const person = personNamed(core, user);
  if (!core.settings.homeTab || !hears(core, 'app_home_opened')) return { ts: null, delivery: null };
  const channel = core.world.directMessageWith(person.id);
  const event = homeOpenedEvent(core, person.id, channel, core.world.views.home(person.id));
  return { ts: null, delivery: await link.sendEvent(eventPayload(core, event)) };
}

/** Reacts to a message; the app hears of it where it is subscribed to `reaction_added`. @throws for no such message */
export async function reactTo(
  core: Core,
  link: AppLink,
  reaction: string,
  place: Place & { readonly ts: string },
): Promise<EventResult> {
  const { person, channel } = whoAndWhere(core, place);
  const message = core.world.message(channel.id, place.ts);
  if (message === undefined) throw new Error(`#${channel.name} has no message ${place.ts}`);
  core.world.react(message, person.id, reaction);
  const isHeard = channel.members.has(BOT_USER.id) && hears(core, 'reaction_added');
  if (!isHeard) return { ts: message.ts, delivery: null };
  const event = eventPayload(core, reactionEvent(core, person.id, reaction, message));
  return { ts: message.ts, delivery: await link.sendEvent(event) };
}

function hears(core: Core, event: string): boolean {
  const scope = SCOPE_OF_EVENT[event];
  const { events, scopes } = core.settings;
  return events.includes(event) && (scope === undefined || scopes.includes(scope));
}
