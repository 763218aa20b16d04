import type { UnavailableReason } from './errors';

/** Replies that say "not now": Redis is there, and its data is not, or not all of it. */
const NOT_NOW = ['LOADING', 'BUSY', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN'];

/** The first word of an error that Redis itself replied with, e.g. `WRONGTYPE`; null for any other error. */
export const replyCode = (error: unknown): string | null =>
  error instanceof Error && error.name === 'ReplyError' ? (error.message.split(' ', 1)[0] ?? '') : null;

/** An error that says that keys are on another node, or on more than one. */
export const isRedirection = (error: unknown): boolean =>
  ['MOVED', 'ASK', 'TRYAGAIN'].includes(replyCode(error) ?? '') ||
  messageOf(error).startsWith('All keys in the pipeline should belong');

/** The name of the command that Redis refused, as ioredis notes it on its errors. */
export const refusedCommand = (error: unknown): string | null => {
  const command = error instanceof Error && 'command' in error ? error.command : null;
  return command instanceof Object && 'name' in command ? String(command.name) : null;
};

/** Slots of a cluster that no node serves: some of the keys cannot be read, be they there or not. */
export class UnservedSlotsError extends Error {}

/** What an error from ioredis says about Redis; null when it says no more than that no answer came. */
export const reasonOf = (error: unknown): UnavailableReason | null => {
  const code = replyCode(error);
  if (code !== null) return NOT_NOW.includes(code) ? 'loading' : 'refused';
  if (error instanceof UnservedSlotsError || error instanceof TypeError) return 'loading';
  const message = messageOf(error);
  if (message.startsWith('Socket timeout') || message === 'Command timed out') return 'slow';
  // A Sentinel's refusal comes wrapped.
  if (/\b(WRONGPASS|NOAUTH|NOPERM)\b/.test(message)) return 'refused';
  const fromTheSystem = error instanceof Error && 'code' in error;
  return fromTheSystem ? 'unreachable' : null;
};

/** An error in one line, with nothing in it of what must stay secret. */
export const describeError = (error: unknown, secrets: readonly string[]): string => {
  // ioredis stumbles over the missing entry in its table of slots.
  if (error instanceof TypeError) return 'no node of the cluster serves the slot of this key';
  const message = messageOf(error) || 'the connection failed';
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), message);
};

/** Node's error for a name with several addresses has no message of its own. */
const messageOf = (error: unknown): string => {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  const named = first instanceof Error ? first : error;
  return named instanceof Error ? named.message : String(named);
};
