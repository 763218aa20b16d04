import { UsageError } from '../../commands/lib/parseArgs';
import { TargetError } from '../../commands/lib/resolveTarget';
import { type Message, t, targetFaultMessage, usageErrorMessage } from '../../formatters';
import { HistoryUnavailableError } from '../history/historyReader';
import { StateUnavailableError, UnusableKeyError } from '../redis/errors';
import type { ExitCode } from './cli';
import { messageText } from './render/messageText';
import { plain } from './render/style';

/** The words behind a command do not go together; the message says what to type instead. */
export class CommandUsageError extends Error {
  override readonly name = 'CommandUsageError';
}

/** What was asked for could not be done; the message says why. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

export interface Failure {
  /** What a person is told on stderr; null for who pressed Ctrl-C, and knows it. */
  readonly text: string | null;
  readonly code: ExitCode;
}

/** What came of a command that was typed as `usage`; null for a fault of ours. */
export function failureOfCommand(error: unknown, usage: string): Failure | null {
  if ((error as { name?: unknown } | null)?.name === 'AbortError') return { text: null, code: 1 };
  if (error instanceof CommandUsageError) return { text: error.message, code: 2 };
  if (error instanceof CommandFailure) return { text: error.message, code: 1 };
  if (error instanceof UsageError)
    return { text: plainText(usageErrorMessage({ usage, ...error.problem })), code: 2 };
  if (error instanceof TargetError) return { text: plainText(targetFaultMessage(error.problem)), code: 1 };
  if (error instanceof UnusableKeyError) return { text: error.message, code: 1 };
  if (error instanceof HistoryUnavailableError) return { text: error.message, code: 1 };
  if (error instanceof StateUnavailableError) return { text: unavailableText(error), code: 1 };
  return null;
}

/** One line that says what cannot be read, why, and since when. */
export const unavailableText = ({ role, message, since }: StateUnavailableError): string =>
  (role === 'store' ? t.terminal.storeCannotBeRead : t.terminal.cannotRead)(message, since);

/** A message that holds no instant. */
export const plainText = (message: Message): string =>
  messageText(message, { columns: Number.POSITIVE_INFINITY, paint: plain, zone: 'UTC', now: new Date(0) });
