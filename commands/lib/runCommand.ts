import {
  apologyMessage,
  helpMessage,
  targetFaultMessage,
  unavailableMessage,
  usageMessage,
} from '../../formatters';
import { StateUnavailableError } from '../../src/redis/errors';
import { type Answer, type Command, type CommandDeps, toPerson } from '../command';
import { UsageError, wordsOf } from './parseArgs';
import { TargetError } from './resolveTarget';
import { answerInTime } from './timeout';

export interface AnswerDeps extends CommandDeps {
  /** Names a fault of our own, for both the person and the log. */
  readonly newReferenceId: () => string;
  /** An answer that takes longer is given up, in ms; 25 s unless given. */
  readonly answerLimitMs?: number;
}

/**
 * The command's answer to any text, whatever happens: a word that does not fit, a Redis that cannot be read or is too
 * slow, and a fault of our own have answers too.
 */
export async function answerTo(command: Command, text: string, deps: AnswerDeps): Promise<Answer> {
  try {
    const asksForHelp = wordsOf(text).some((word) => !word.quoted && word.text.toLowerCase() === 'help');
    if (asksForHelp) return toPerson(helpMessage(command));
    return await answerInTime(command, text, deps, deps.answerLimitMs);
  } catch (error) {
    const usage = `${command.name} ${command.usageHint}`;
    if (error instanceof TargetError) return toPerson(targetFaultMessage(error.fault));
    if (error instanceof UsageError) return toPerson(usageMessage({ ...error.fault, usage }));
    if (error instanceof StateUnavailableError) {
      const what = error.storeOutage === null ? 'the state could not be read' : 'nothing could be stored';
      deps.log.warn({ err: error, command: command.name }, what);
      const { reason, role, storeOutage, since } = error;
      return toPerson(unavailableMessage({ reason, role, storeOutage, since, now: deps.clock.now() }));
    }
    const referenceId = deps.newReferenceId();
    deps.log.error(
      { err: error, command: command.name, referenceId },
      'a command failed by a fault of our own',
    );
    return toPerson(apologyMessage(referenceId));
  }
}
