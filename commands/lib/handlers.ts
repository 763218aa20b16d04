import { type Message, unknownActionMessage } from '../../formatters';
import { actionOf } from '../actions';
import type { ActionInput } from '../actions/action';
import { type Command, type CommandResponse, ephemeral } from '../command';
import { authorize } from './authorize';
import { runCommand } from './runCommand';

type Deps = Parameters<typeof runCommand>[2];

/** A command's answer to somebody, who must be allowed to look; never rejects. */
export function answerToAsker(command: Command, text: string, deps: Deps): Promise<CommandResponse> {
  const admitted: Command = {
    ...command,
    async execute(text, deps) {
      const refused = await authorize('viewer', deps);
      return refused === null ? command.execute(text, deps) : ephemeral(refused);
    },
  };
  return runCommand(admitted, text, deps);
}

/** What to tell the one who pressed something, null for nothing; never rejects. */
export async function answerToPress(
  actionId: string,
  press: ActionInput,
  deps: Deps,
): Promise<Message | null> {
  const action = actionOf(actionId);
  if (action === null) {
    deps.log.warn({ actionId: actionId.slice(0, 100), userId: deps.requester.userId }, 'unknown action id');
    return unknownActionMessage();
  }
  // What can go wrong with a press is what can go wrong with a command, and is told in the same words.
  const asCommand: Command = {
    name: `/${actionId}`,
    description: '',
    usageHint: '',
    examples: [],
    async execute(_, deps) {
      const refused = await authorize(action.role, deps);
      return ephemeral(refused ?? (await action.execute(press, deps)) ?? NOTHING);
    },
  };
  const answer = await runCommand(asCommand, '', deps);
  return answer.message === NOTHING ? null : answer.message;
}

const NOTHING: Message = { text: '', blocks: [] };
