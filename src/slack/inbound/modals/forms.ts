import type { App } from '@slack/bolt';
import type { ModalView, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { FormErrors, FormValues } from '../../../../commands/arb/me/form';
import { ANSWER_ACTIONS, HOME_ACTIONS, PERSONAL_FORM } from '../../../../formatters';
import type { Requester } from '../../../access/roles';
import type { Logger } from '../../../lib/logger';
import { actorOf, actorSchema } from '../../identity';

/** The buttons that open a form: each has a listener of its own. */
export const OPENS_FORM: readonly string[] = [HOME_ACTIONS.settings, ANSWER_ACTIONS.choose];

/** Opens and stores what people set for themselves. Neither rejects. */
export interface FormHandler {
  readonly open: (requester: Requester) => Promise<ModalView>;
  readonly submit: (values: FormValues, requester: Requester) => Promise<FormErrors>;
}

const pressSchema = actorSchema.extend({ trigger_id: z.string().nullish() });

const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

/** Each field by its block; a field has one action. */
export const valuesSchema = z.record(
  z.string(),
  z.record(z.string(), fieldSchema).transform((actions) => {
    const [field = {}] = Object.values(actions);
    const { value, selected_time, selected_option, selected_options } = field;
    return (
      selected_options?.map((each) => each.value) ?? selected_option?.value ?? selected_time ?? value ?? ''
    );
  }),
);

export interface FormDeps {
  readonly client: WebClient;
  readonly log: Logger;
  readonly externalFlagOf: (team: string | null) => Pick<Requester, 'isExternal'>;
  /** Shows the Home tab of this person anew. */
  readonly publishHome: (requester: Requester) => Promise<void>;
}

/** Takes the press in the Home tab that opens the form of personal settings, and its submission. */
export function registerForms(app: App, handler: FormHandler, deps: FormDeps): void {
  const { client, log, externalFlagOf, publishHome } = deps;
  const requesterOf = (who: z.output<typeof actorSchema>): Requester => actorOf(who, '', externalFlagOf);

  app.action(HOME_ACTIONS.settings, async ({ ack, body }) => {
    await ack();
    const who = pressSchema.parse(body);
    const view = await handler.open(requesterOf(who));
    try {
      await client.views.open({ trigger_id: who.trigger_id ?? '', view });
    } catch (error) {
      // The button can be pressed again.
      log.warn({ err: error, userId: who.user.id }, 'form could not be opened');
    }
  });

  app.view(PERSONAL_FORM.callbackId, async ({ ack, body, view }) => {
    const requester = requesterOf(actorSchema.parse(body));
    const errors = await handler.submit(valuesSchema.parse(view.state.values), requester);
    if (errors !== null) return ack({ response_action: 'errors', errors: { ...errors } });
    await ack();
    await publishHome(requester);
  });
}
