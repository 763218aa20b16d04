import { ANSWER_ACTIONS, shortMessage, t } from '../../formatters';
import { COMMANDS } from '..';
import { type Command, type CommandResponse, ephemeral } from '../command';
import type { MessageAction } from './action';

/** Longer than any answer offers to ask. */
const LONGEST = 2_000;

/** The command and its words that a button holds; null for what is no command, or one that does more than ask. */
export function questionIn(
  value: string | null,
): { readonly command: Command; readonly text: string } | null {
  if (value === null || value.length > LONGEST) return null;
  const [name = ''] = value.split(' ', 1);
  const text = value.slice(name.length).trim();
  const command = COMMANDS.find((each) => each.name === name);
  return command?.isQuestion?.(text) ? { command, text } : null;
}

/** The button that asks what it holds, as if who pressed had typed it; where its answer goes is `replaces`. */
const askButton = (actionId: string, replaces?: CommandResponse['replaces']): MessageAction => ({
  actionId,
  role: 'viewer',
  ...(replaces === 'any' && { renews: true as const }),
  async execute(value, deps) {
    const question = questionIn(value);
    if (question === null) return ephemeral(shortMessage([t.answers.unknownButton]));
    const response = await question.command.execute(question.text, deps);
    return { ...response, public: false, ...(replaces && { replaces }) };
  },
});

/** Shows everybody in the channel what only the requester sees, as it is now. */
const shareButton: MessageAction = {
  actionId: ANSWER_ACTIONS.share,
  role: 'viewer',
  shares: true,
  async execute(value, deps) {
    const question = questionIn(value);
    if (question === null) return ephemeral(shortMessage([t.answers.unknownButton]));
    const response = await question.command.execute(question.text, deps);
    return { ...response, public: response.notFound !== true };
  },
};

/** Everything that can be pressed on an answer. What everybody sees is only made newer, never turned into something else. */
export const ANSWER_BUTTONS: readonly MessageAction[] = [
  askButton(ANSWER_ACTIONS.refresh, 'any'),
  askButton(ANSWER_ACTIONS.period, 'own'),
  askButton(ANSWER_ACTIONS.alerts),
  askButton(ANSWER_ACTIONS.target),
  shareButton,
];
