import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Choice } from '../blockKit/choice';
import type { Controls } from '../controls';
import type { JsonObject } from '../json';
import type { Sandbox } from '../sandbox';
import type { Person } from '../world/model';
import { BOT_USER } from '../world/people';
import type { World } from '../world/world';
import { peopleOf } from './people';

/** What was chosen; a local time is of the person's own zone, which the browser does not know. */
const choice = z.union([
  z.string(),
  z.array(z.string()),
  z.null(),
  z.strictObject({ localTime: z.string() }),
]);

const act = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('say'),
    channel: z.string(),
    thread: z.string().nullable(),
    text: z.string().min(1).max(4000),
  }),
  z.strictObject({
    do: z.literal('use'),
    on: z.union([
      z.strictObject({ channel: z.string(), ts: z.string() }),
      z.strictObject({ view: z.enum(['modal', 'home']) }),
    ]),
    block: z.string(),
    action: z.string(),
    value: z.string().optional(),
    choice: choice.optional(),
  }),
  z.strictObject({ do: z.literal('react'), channel: z.string(), ts: z.string(), reaction: z.string() }),
  z.strictObject({ do: z.literal('submit'), choices: z.record(z.string(), choice) }),
  z.strictObject({ do: z.literal('close') }),
  z.strictObject({ do: z.literal('open-home') }),
  z.strictObject({ do: z.literal('press'), control: z.string() }),
]);

/** Something a person does on the page. */
export const parseAction = z.strictObject({ as: z.string(), act });

type Act = z.infer<typeof act>;

/** What came of it, where the page does not show that by itself: what is wrong, and with which fields of a modal. */
export interface Outcome {
  readonly problem: string | null;
  readonly errors: JsonObject | null;
}

const WELL: Outcome = { problem: null, errors: null };

/**
 * Does it, as that person.
 * @throws {Error} When there is no such person, channel, element or control.
 */
export async function runAction(
  { sandbox, controls }: { sandbox: Sandbox; controls: Controls | null },
  { as, act: asked }: z.infer<typeof parseAction>,
): Promise<Outcome> {
  const person = peopleOf(sandbox.world).find((one) => one.name === as);
  if (person === undefined) throw new Error(`There is nobody called "${as}"; reload the page`);
  switch (asked.do) {
    case 'say':
      return said(sandbox, person, asked);
    case 'use':
      return used(sandbox, person, asked);
    case 'react':
      await sandbox.react(asked.reaction, { user: person.id, channel: asked.channel, ts: asked.ts });
      return WELL;
    case 'submit': {
      const given = Object.entries(asked.choices).map(([key, one]) => [key, choiceOf(one, person)]);
      const { failure, errors } = await sandbox.submit(person.id, Object.fromEntries(given));
      return { problem: failureText(failure), errors };
    }
    case 'close':
      await sandbox.closeModal(person.id);
      return WELL;
    case 'open-home':
      await sandbox.openHome(person.id);
      return WELL;
    case 'press':
      if (controls === null) throw new Error('There is no demo world whose controls could be pressed');
      await controls.press(asked.control);
      return WELL;
  }
}

async function said(sandbox: Sandbox, person: Person, asked: Act & { do: 'say' }): Promise<Outcome> {
  const place = { user: person.id, channel: asked.channel };
  const command = /^(\/\S+)\s*(.*)$/s.exec(asked.text);
  if (command === null) {
    const text = typed(sandbox.world, asked.text.trim());
    await sandbox.say(text, { ...place, ...(asked.thread === null ? {} : { threadTs: asked.thread }) });
    return WELL;
  }
  const [, name = '', rest = ''] = command;
  if (asked.thread !== null) return { problem: `${name} is not supported in threads. Sorry!`, errors: null };
  await sandbox.command(name, rest.trim(), place);
  return WELL;
}

async function used(sandbox: Sandbox, person: Person, asked: Act & { do: 'use' }): Promise<Outcome> {
  const surface = {
    user: person.id,
    blockId: asked.block,
    ...(asked.value === undefined ? {} : { value: asked.value }),
    ...('view' in asked.on ? { in: asked.on.view } : asked.on),
  };
  const { failure } =
    asked.choice === undefined
      ? await sandbox.click(asked.action, surface)
      : await sandbox.choose(asked.action, choiceOf(asked.choice, person), surface);
  return { problem: failureText(failure), errors: null };
}

function failureText(failure: string | null): string | null {
  return failure === null ? null : `arbwatch did not take that: ${failure}`;
}

function choiceOf(given: z.infer<typeof choice>, person: Person): Choice {
  if (given === null || typeof given === 'string' || Array.isArray(given)) return given;
  const at = DateTime.fromISO(given.localTime, { zone: person.timeZone });
  if (!at.isValid) throw new Error(`"${given.localTime}" is no date and time`);
  return String(Math.floor(at.toSeconds()));
}

/** What was typed, as Slack keeps it: its three signs escaped, names of people and channels made mentions. */
function typed(world: World, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const people = [...peopleOf(world), BOT_USER];
  return escaped
    .replace(/@([\w-]+)/g, (whole, name: string) => {
      const person = people.find((one) => one.name === name);
      return person === undefined ? whole : `<@${person.id}>`;
    })
    .replace(/(?<![\w&])#([\w-]+)/g, (whole, name: string) => {
      const channel = world.channel(name);
      return channel === undefined ? whole : `<#${channel.id}>`;
    });
}
