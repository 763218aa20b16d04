import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type CommandResponse, ephemeral } from '../../../../commands/command';
import type { PickedValues } from '../../../../commands/pick/handlePick';
import {
  ANSWER_ACTIONS,
  PICKER,
  type Pick as Picking,
  pickerView,
  shortMessage,
  t,
} from '../../../../formatters';
import type { Languages } from '../../../access/languages';
import type { Requester } from '../../../access/roles';
import { currentLanguage, inLanguage } from '../../../lib/language';
import { parseJson } from '../../../lib/parseJson';
import { actorOf, actorSchema } from '../../identity';
import { type AnswerOptions, sendAnswer } from '../../outbound/privateAnswer';
import type { InFlightRequests } from '../inFlight';
import { valuesSchema } from './forms';

/** Says what can be chosen for a command, and answers what was. Nothing of it rejects. */
export interface PickHandler {
  open(command: string | null, requester: Requester): Promise<Picking | CommandResponse>;
  errorsIn(command: string, values: PickedValues): Readonly<Record<string, string>> | null;
  answer(command: string, values: PickedValues, requester: Requester): Promise<CommandResponse>;
}

export interface PickDeps extends AnswerOptions {
  readonly client: WebClient;
  readonly inFlight: InFlightRequests;
  readonly languages?: Pick<Languages, 'ofPerson'> | undefined;
  /** In place of an answer that there is no time for. */
  readonly overloaded: (_: unknown, requester: Requester) => Promise<CommandResponse>;
  readonly externalFlagOf: (team: string | null) => Pick<Requester, 'isExternal'>;
}

const pressSchema = actorSchema.extend({
  trigger_id: z.string(),
  response_url: z.string(),
  channel: z.object({ id: z.string() }),
  container: z.object({ thread_ts: z.string().nullish() }).nullish(),
  actions: z.tuple([z.object({ value: z.string().nullish() })]),
});

/** What the form keeps of the press that opened it: which command, and where its answer goes. */
const placeSchema = z.object({
  command: z.string(),
  url: z.string(),
  channel: z.string(),
  threadTs: z.string().optional(),
});
type AnswerPlace = z.output<typeof placeSchema>;

/** Takes the press that opens the form in which a command's words are chosen, and its submission. */
export function registerPickers(app: App, handler: PickHandler, deps: PickDeps): void {
  const { client, inFlight, languages, overloaded, externalFlagOf, log } = deps;
  const inLanguageOf = async <T>({ userId }: Requester, make: () => T): Promise<T> =>
    inLanguage((await languages?.ofPerson(userId)) ?? currentLanguage(), make);
  const send = ({ url, channel, threadTs }: AnswerPlace, to: Requester, response: CommandResponse) =>
    sendAnswer(url, response, { userId: to.userId, channelId: channel, threadTs }, deps, {
      replace_original: false,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    }).catch((error: unknown) => log.error({ err: error }, 'answer to what was chosen could not be sent'));

  async function open(body: unknown): Promise<void> {
    const press = pressSchema.parse(body);
    const command = press.actions[0].value ?? '';
    const requester = actorOf(press, press.channel.id, externalFlagOf);
    const { thread_ts } = press.container ?? {};
    const place: AnswerPlace = {
      ...{ command, url: press.response_url, channel: press.channel.id },
      ...(thread_ts && { threadTs: thread_ts }),
    };
    const pick = inFlight.hasCapacity()
      ? await handler.open(command, requester)
      : await overloaded(null, requester);
    if ('message' in pick) return send(place, requester, pick);
    const view = await inLanguageOf(requester, () => pickerView(pick));
    try {
      const private_metadata = JSON.stringify(place);
      await client.views.open({ trigger_id: press.trigger_id, view: { ...view, private_metadata } });
    } catch (error) {
      log.warn({ err: error, userId: requester.userId }, 'form could not be opened');
      const words = await inLanguageOf(requester, () => shortMessage([t.answers.picker.notOpened(command)]));
      await send(place, requester, ephemeral(words));
    }
  }

  app.action(ANSWER_ACTIONS.choose, async ({ ack, body }) => {
    await ack();
    await inFlight.track(open(body));
  });

  app.view(PICKER.callbackId, async ({ ack, body, view }) => {
    const place = placeSchema.parse(parseJson(view.private_metadata));
    const requester = actorOf(actorSchema.parse(body), place.channel, externalFlagOf);
    const values = valuesSchema.parse(view.state.values);
    const errors = await inLanguageOf(requester, () => handler.errorsIn(place.command, values));
    if (errors !== null) return ack({ response_action: 'errors', errors: { ...errors } });
    await ack();
    const answering = inFlight.hasCapacity()
      ? handler.answer(place.command, values, requester)
      : overloaded(null, requester);
    await inFlight.track(answering.then((response) => send(place, requester, response)));
  });
}
