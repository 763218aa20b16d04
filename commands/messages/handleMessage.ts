import { helpMessage } from '../../formatters';
import type { CommandResponse } from '../command';
import { ephemeral } from '../command';
import { asksForHelp, handle, type RequestDeps } from '../lib/pipeline';
import { type AskedMessage, answerMessage } from './answerMessage';
import { askedBy } from './words';

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
      execute: async (given) =>
        helped === null ? answerMessage(asked, message, given) : ephemeral(helpMessage(helped)),
    },
    deps,
  );
}
