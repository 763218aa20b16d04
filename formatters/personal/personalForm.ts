import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { LANGUAGES } from '../../src/lib/language';
import type { PersonalSettings } from '../../src/storage/personal/personalSettings';
import { truncate } from '../blockKit/escape';
import { VIEW_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';
import { minutesText, patternName } from './personalMessage';

/** The `callback_id` of the form, and the `block_id` of each field, which is its `action_id`, too. */
export const PERSONAL_FORM = {
  callbackId: 'me:settings',
  language: 'language',
  zone: 'zone',
  severities: 'severities',
  targets: 'targets',
  from: 'from',
  to: 'to',
} as const;

/** The option for what the bot would go by otherwise. */
const AUTO = 'auto';
const SEVERITIES = ['critical', 'warning', 'info'] as const;

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false });
const title = (text: string) => plain(truncate(text, VIEW_LIMITS.title));

/** A person's settings, to be changed. */
export function personalForm({ language, zone, send, quiet }: PersonalSettings): ModalView {
  const { form } = t.personal;
  const languages = [AUTO, ...LANGUAGES].map((each) => option(form.languages[each as 'auto'], each));
  const severities = SEVERITIES.map((each) => option(form.severities[each], each));
  const isChosen = ({ value }: PlainTextOption): boolean =>
    send !== null && (send.severities.length === 0 || send.severities.some((severity) => severity === value));
  const chosen = severities.filter(isChosen);
  const targets = send?.targets.flatMap(patternName).join(', ');
  const { language: languageField, zone: zoneField, severities: severityField } = PERSONAL_FORM;
  const selected = languages.find(({ value }) => value === (language ?? AUTO));
  return {
    type: 'modal',
    callback_id: PERSONAL_FORM.callbackId,
    title: title(t.personal.title),
    submit: title(form.save),
    close: title(form.cancel),
    blocks: [
      field(languageField, form.language, {
        ...{ type: 'static_select', action_id: languageField, options: languages },
        ...(selected && { initial_option: selected }),
      }),
      textField(zoneField, form.zone, zone ?? '', 'Asia/Seoul'),
      field(severityField, form.send, {
        ...{ type: 'checkboxes', action_id: severityField, options: severities },
        ...(chosen.length > 0 && { initial_options: chosen }),
      }),
      textField(PERSONAL_FORM.targets, form.targets, targets ?? '', 'live, paper docker'),
      timeField(PERSONAL_FORM.from, form.from, quiet?.from),
      { ...timeField(PERSONAL_FORM.to, form.to, quiet?.to), hint: plain(form.quiet) },
    ],
  };
}

const option = (text: string, value: string): PlainTextOption => ({ text: plain(text), value });

const field = (id: string, label: string, element: InputBlock['element']): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  optional: true,
  element,
});

const textField = (id: string, label: string, value: string, example: string): InputBlock =>
  field(id, label, {
    ...{ type: 'plain_text_input', action_id: id, placeholder: plain(example), max_length: 200 },
    ...(value !== '' && { initial_value: value }),
  });

const timeField = (id: string, label: string, minutes: number | undefined): InputBlock =>
  field(id, label, {
    ...{ type: 'timepicker', action_id: id },
    ...(minutes !== undefined && { initial_time: minutesText(minutes % 1_440) }),
  });
