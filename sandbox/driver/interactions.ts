import type { Choice } from '../blockKit/choice';
import { type Interactive, interactiveIn } from '../blockKit/interactive';
import type { Core } from '../core';
import type { AppLink } from '../delivery/appLink';
import { type JsonObject, objectsIn } from '../json';
import { messageActionPayload, viewActionPayload } from '../payloads/actions';
import type { Message, Person, View } from '../world/model';
import { type Place, personNamed, whoAndWhere } from './names';

/** Which element is meant, where several have the same `action_id`. */
interface Which {
  readonly blockId?: string;
  /** The value of the button. */
  readonly value?: string;
}

/** An element in a message (the newest that has it, or the one of `ts`), or in what the person has open. */
export type Surface = Which &
  ((Place & { readonly ts?: string }) | { readonly user: string; readonly in: 'modal' | 'home' });

/** What became of a click, a choice, or a submission. */
export interface InteractionResult {
  /** Milliseconds; null when it was not acknowledged within 3 s. */
  readonly ackMs: number | null;
  /** Why it failed, in Slack's words; null when it did not. */
  readonly failure: string | null;
  /** What was sent to the app. */
  readonly payload: JsonObject;
}

/** What Slack shows beside a button when the app's interactivity is off. */
const NOT_INTERACTIVE = 'This app is not configured to handle interactive responses.';

/**
 * Uses an element as a person; a confirm dialog counts as confirmed.
 * @throws when this person sees no such element there
 */
export async function interact(
  core: Core,
  link: AppLink,
  actionId: string,
  choice: Choice,
  where: Surface,
): Promise<InteractionResult> {
  const payload =
    'in' in where ? inView(core, actionId, choice, where) : inMessage(core, actionId, choice, where);
  if (!core.settings.interactive) return { ackMs: null, failure: NOT_INTERACTIVE, payload };
  const { ackMs, failure } = await link.send('interactive', payload);
  return { ackMs, failure, payload };
}

function inMessage(
  core: Core,
  actionId: string,
  choice: Choice,
  where: Which & Place & { ts?: string },
): JsonObject {
  const { person, channel } = whoAndWhere(core, where);
  const visible = visibleTo(core, person, channel.id).filter(
    (one) => where.ts === undefined || one.ts === where.ts,
  );
  for (const message of [...visible].reverse()) {
    const used = elementIn(message.blocks, actionId, where);
    if (used !== undefined) return messageActionPayload(core, person, channel, message, used, choice);
  }
  const blocks = visible.flatMap((one) => one.blocks);
  throw missing(actionId, `${where.user} in #${channel.name}`, blocks);
}

function inView(
  core: Core,
  actionId: string,
  choice: Choice,
  where: Which & { user: string; in: 'modal' | 'home' },
): JsonObject {
  const person = personNamed(core, where.user);
  const view = viewOf(core, person, where.in);
  const blocks = objectsIn(view.body.blocks);
  const used = elementIn(blocks, actionId, where);
  if (used === undefined) throw missing(actionId, `${where.user}'s ${where.in}`, blocks);
  return viewActionPayload(core, person, view, used, choice);
}

/** What this person has open. @throws when it is nothing */
export function viewOf(core: Core, person: Person, kind: 'modal' | 'home'): View {
  const view = kind === 'home' ? core.world.views.home(person.id) : core.world.views.top(person.id);
  if (view === null) throw new Error(`${person.name} has no ${kind} open`);
  return view;
}

function visibleTo(core: Core, person: Person, channel: string): Message[] {
  return core.world.messagesIn(channel).filter((one) => one.onlyFor === null || one.onlyFor === person.id);
}

function elementIn(blocks: readonly JsonObject[], actionId: string, which: Which): Interactive | undefined {
  return interactiveIn(blocks).find(
    ({ block, element }) =>
      element.action_id === actionId &&
      (which.blockId === undefined || block.block_id === which.blockId) &&
      (which.value === undefined || element.value === which.value),
  );
}

function missing(actionId: string, where: string, blocks: readonly JsonObject[]): Error {
  const there = interactiveIn(blocks).map(({ element }) => `"${element.action_id}"`);
  return new Error(`No element "${actionId}" for ${where}; there are: ${there.join(', ') || 'none'}`);
}
