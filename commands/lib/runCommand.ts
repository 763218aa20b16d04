import {
  helpMessage,
  internalErrorMessage,
  stateUnavailableMessage,
  targetFaultMessage,
  usageErrorMessage,
} from '../../formatters';
import { StateUnavailableError } from '../../src/redis/errors';
import { type Command, type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { tokenize, UsageError } from './parseArgs';
import { TargetError } from './resolveTarget';
import { withDeadline } from './timeout';

export interface RunDeps extends CommandDeps {
  /** Names a fault of our own, for both the person and the log. */
  readonly newReferenceId: () => string;
  /** An answer that takes longer is given up, in ms; 25 s unless given. */
  readonly answerLimitMs?: number;
}

/**
 * The command's answer to any text, whatever happens: a word that does not fit, a Redis that cannot be read or is too
 * slow, and a fault of our own have answers too.
 */
export async function runCommand(command: Command, text: string, deps: RunDeps): Promise<CommandResponse> {
  try {
    const asksForHelp = tokenize(text).some((word) => !word.quoted && word.text.toLowerCase() === 'help');
    if (asksForHelp) return ephemeral(helpMessage(command));
    return await withDeadline(command, text, deps, deps.answerLimitMs);
  } catch (error) {
    const usage = `${command.name} ${command.usageHint}`;
    if (error instanceof TargetError) return ephemeral(targetFaultMessage(error.problem));
    if (error instanceof UsageError) return ephemeral(usageErrorMessage({ ...error.problem, usage }));
    if (error instanceof StateUnavailableError) {
      const what = error.storeOutage === null ? 'state unavailable' : 'store unavailable';
      deps.log.warn({ err: error, command: command.name }, what);
      const { reason, role, storeOutage, since } = error;
      return ephemeral(stateUnavailableMessage({ reason, role, storeOutage, since, now: deps.clock.now() }));
    }
    const referenceId = deps.newReferenceId();
    deps.log.error({ err: error, command: command.name, referenceId }, 'command failed');
    return ephemeral(internalErrorMessage(referenceId));
  }
}
