import { helpMessage } from '../../formatters';
import type { CommandResponse } from '../command';
import { ephemeral } from '../command';
import { helpOf } from '../lib/aliases';
import { handle, type RequestDeps } from '../lib/pipeline';
import { asksForHelp, asksInPublic } from '../lib/tokens';
import { type AskedMessage, answerMessage } from './answerMessage';
import { type AskedByMessage, askedBy } from './words';

/** The response to a mention or a direct message, whatever its words; never rejects. */
export function handleMessage(message: AskedMessage, deps: RequestDeps): Promise<CommandResponse> {
  const asked = askedBy(message.text);
  const { command } = asked;
  const helped = command !== null && asksForHelp(asked.text) ? command : null;
  const isHelp = helped !== null || (command === null && asked.word !== null);
  return handle(
    {
      name: command === null ? { action: 'message' } : { command: command.name },
      usage: command === null ? '' : `${command.name} ${command.usageHint}`,
      role: isHelp ? null : 'viewer',
      mayWrite: command?.mayWrite === true,
      isForChannel: !isHelp && isForChannel(asked, message),
      execute: async (given) =>
        helped === null ? answerMessage(asked, message, given) : ephemeral(helpMessage(helpOf(helped))),
    },
    deps,
  );
}

/** Questions are answered for all who are there; so is a mention of the bot alone in a thread, which may be an alert's. */
const isForChannel = (asked: AskedByMessage, { channel, threadTs }: AskedMessage): boolean => {
  if (channel.startsWith('D')) return false;
  return asked.command === null
    ? threadTs !== null
    : asksInPublic(asked.text) || asked.command.isQuestion?.(asked.text) === true;
};
