import type { ActionsBlock, ActionsBlockElement, Button, StaticSelect } from '@slack/types';
import { contextBlock } from '../blockKit/blocks';
import { sanitize, truncate } from '../blockKit/escape';
import { fits, type Message, message } from '../blockKit/message';
import { ELEMENT_LIMITS, OBJECT_LIMITS } from '../blockKit/slackLimits';
import { t } from '../text/catalogue';

/** The `action_id` of everything that can be pressed on an answer; of several buttons of one kind, `#2` and so on follows. */
export const ANSWER_ACTIONS = {
  refresh: 'answer:refresh',
  period: 'answer:period',
  alerts: 'answer:alerts',
  target: 'answer:target',
  follow: 'answer:follow',
  share: 'answer:share',
  choose: 'answer:choose',
} as const;

/** The times to look back at that buttons offer, as the words of `/arb-status` have them. */
export const ANSWER_PERIODS = ['24h', '7d', '30d'] as const;

/** What an answer offers to ask next: a whole command, as somebody would type it. */
export type AnswerButton = { readonly command: string } & (
  | { readonly kind: 'refresh' | 'alerts' | 'follow' | 'share' | 'choose' }
  | { readonly kind: 'period'; readonly period: (typeof ANSWER_PERIODS)[number] }
  /** `name`: the target's or session's, as it is shown. */
  | { readonly kind: 'target'; readonly name: string; readonly isSession?: true }
);

/** More targets than these are in a menu. */
const TARGET_BUTTONS = 5;

/** The answer with its buttons below it; without them where it would be too long for Slack then. */
export function withAnswerButtons(answer: Message, buttons: readonly AnswerButton[]): Message {
  const block = buttonsBlock(buttons);
  if (block === null) return answer;
  const blocks = [...answer.blocks, block];
  return fits(blocks) ? message(answer.text, blocks) : answer;
}

/** The answer where it could not be put in its place, with why above it. */
export const sentApartMessage = ({ text, blocks }: Message): Message =>
  message(text, [contextBlock(t.answers.sentApart), ...blocks]);

function buttonsBlock(all: readonly AnswerButton[]): ActionsBlock | null {
  const buttons = all.filter(({ command }) => command.length <= ELEMENT_LIMITS.buttonValue);
  const targets = buttons
    .filter((each) => each.kind === 'target')
    .map((each) => ({ ...each, name: sanitize(each.name, ELEMENT_LIMITS.buttonText) }));
  const others = buttons.filter((each) => each.kind !== 'target');
  const ids = new Map<string, number>();
  const idOf = ({ kind }: AnswerButton): string => {
    const nth = (ids.get(kind) ?? 0) + 1;
    ids.set(kind, nth);
    return nth === 1 ? ANSWER_ACTIONS[kind] : `${ANSWER_ACTIONS[kind]}#${nth}`;
  };
  const elements: ActionsBlockElement[] = [
    ...others.map((each) => button(labelOf(each), idOf(each), each.command)),
    ...(targets.length > TARGET_BUTTONS
      ? targetMenu(targets)
      : targets.map((each) => ({
          ...button(each.name, idOf(each), each.command),
          accessibility_label: truncate(
            each.isSession ? t.answers.sessionOf(each.name) : t.answers.statusOf(each.name),
            ELEMENT_LIMITS.accessibilityLabel,
          ),
        }))),
  ];
  return elements.length === 0 ? null : { type: 'actions', elements };
}

const labelOf = (each: Exclude<AnswerButton, { kind: 'target' }>): string =>
  t.answers.button[each.kind === 'period' ? each.period : each.kind];

const plain = (text: string, limit: number) => ({
  type: 'plain_text' as const,
  text: truncate(text, limit),
  emoji: false,
});

const button = (label: string, actionId: string, value: string): Button => ({
  type: 'button',
  text: plain(label, ELEMENT_LIMITS.buttonText),
  action_id: actionId,
  value,
});

type TargetButton = Extract<AnswerButton, { kind: 'target' }>;

function targetMenu(targets: readonly TargetButton[]): StaticSelect[] {
  const options = targets
    .filter(({ command }) => command.length <= OBJECT_LIMITS.optionValue)
    .slice(0, ELEMENT_LIMITS.selectOptions)
    .map(({ name, command }) => ({ text: plain(name, OBJECT_LIMITS.optionText), value: command }));
  if (options.length === 0) return [];
  const areSessions = targets.every(({ isSession }) => isSession);
  const { targets: oneTarget, sessions: oneSession } = t.answers.button;
  const placeholder = plain(areSessions ? oneSession : oneTarget, ELEMENT_LIMITS.placeholder);
  return [{ type: 'static_select', action_id: ANSWER_ACTIONS.target, placeholder, options }];
}
