import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ANSWER_PERIODS } from '../answers/answerButtons';
import { sanitize, truncate } from '../blockKit/escape';
import { ELEMENT_LIMITS, OBJECT_LIMITS, VIEW_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';

/** The `callback_id` of the form, and the `block_id` of each field, which is its `action_id`, too. */
export const PICKER = {
  callbackId: 'answer:picked',
  subject: 'subject',
  period: 'period',
} as const;

/** The option that stands for no word at all: all traders, or the present. */
export const NO_WORD = '-';

/** A trader or a session, and how it is typed. */
export interface PickerOption {
  readonly name: string;
  readonly words: string;
}

/** What a command can be asked about, and the times it can look back at; none where it cannot. */
export interface PickSubject {
  readonly subject: 'target' | 'session';
  readonly periods: readonly (typeof ANSWER_PERIODS)[number][];
}

/** The same with all that there is to choose. */
export interface Pick extends PickSubject {
  readonly options: readonly PickerOption[];
  /** The command, to be typed for what is not listed. */
  readonly command: string;
}

const plain = (text: string, limit: number) => ({
  type: 'plain_text' as const,
  text: truncate(text, limit),
  emoji: false,
});

/** A form in which the words of a command are chosen. Slack's menus are searched by typing into them. */
export function pickerView({ subject, options, periods, command }: Pick): ModalView {
  const { picker } = t.answers;
  const typeable = options.filter(({ words }) => words.length <= OBJECT_LIMITS.optionValue);
  const all = subject === 'target' ? [option(picker.allTargets, NO_WORD)] : [];
  const listed = typeable.slice(0, ELEMENT_LIMITS.selectOptions - all.length);
  const more = options.length - listed.length;
  const subjects = [...all, ...listed.map(({ name, words }) => option(name, words))];
  const now = option(picker.now, NO_WORD);
  const times = [now, ...periods.map((each) => option(t.answers.button[each], each))];
  return {
    type: 'modal',
    callback_id: PICKER.callbackId,
    title: plain(picker.title, VIEW_LIMITS.title),
    submit: plain(picker.show, VIEW_LIMITS.submit),
    close: plain(t.personal.form.cancel, VIEW_LIMITS.close),
    blocks: [
      menu(PICKER.subject, picker[subject], subjects, {
        ...(all[0] && { initial_option: all[0] }),
        ...(more > 0 && { hint: picker.more(more, command) }),
      }),
      ...(periods.length === 0 ? [] : [menu(PICKER.period, picker.period, times, { initial_option: now })]),
    ],
  };
}

const option = (name: string, value: string): PlainTextOption => ({
  text: plain(sanitize(name, OBJECT_LIMITS.optionText), OBJECT_LIMITS.optionText),
  value,
});

const menu = (
  id: string,
  label: string,
  options: PlainTextOption[],
  { hint, ...element }: { readonly initial_option?: PlainTextOption; readonly hint?: string },
): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label, 100),
  ...(hint !== undefined && { hint: plain(hint, 300) }),
  element: { type: 'static_select', action_id: id, options, ...element },
});
