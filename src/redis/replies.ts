import { types } from 'node:util';
import type { UnavailableReason, WriteRefusal } from './errors';

const { isNativeError } = types;

/** Redis is there, and its data is not, or not all of it. */
const TRANSIENT_REPLIES = ['LOADING', 'BUSY', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN'];

/** Replies that refuse a write where reads are answered. Source: Redis's own (src/server.c, `processCommand`). */
const WRITE_REPLIES: Readonly<Record<string, WriteRefusal>> = {
  OOM: 'out_of_memory',
  NOREPLICAS: 'too_few_replicas',
  MISCONF: 'not_saved',
  READONLY: 'read_only',
};

/** From within a script, Redis before 7 wraps it. */
const REFUSED_IN_SCRIPT = /^ERR Error running script .*: -(OOM|NOREPLICAS|MISCONF|READONLY)\b/s;

/** ioredis's time-outs: of a connection, of a command, of the query for a cluster's slots. */
const TIMEOUT = /^(Socket timeout|Command timed out$|timeout$)/;

/** The first word of an error that Redis itself replied with, e.g. `WRONGTYPE`; null for any other error. */
export const replyCode = (error: unknown): string | null =>
  isNativeError(error) && error.name === 'ReplyError' ? (error.message.split(' ', 1)[0] ?? '') : null;

/** Why Redis took no write, though it can be read; null for any other error. */
export const writeRefusalOf = (error: unknown): WriteRefusal | null => {
  const code = replyCode(error);
  if (code === null) return null;
  return WRITE_REPLIES[code] ?? WRITE_REPLIES[REFUSED_IN_SCRIPT.exec(messageOf(error))?.[1] ?? ''] ?? null;
};

/** Redis that cannot save refuses even PING, which is an answer all the same. */
export const asPong = (error: unknown): 'PONG' => {
  if (writeRefusalOf(error) === null) throw error;
  return 'PONG';
};

/** An error that says that keys are on another node, or on more than one. */
export const isRedirection = (error: unknown): boolean =>
  ['MOVED', 'ASK', 'TRYAGAIN'].includes(replyCode(error) ?? '') ||
  messageOf(error).startsWith('All keys in the pipeline should belong');

/** The name of the command that Redis refused, as ioredis notes it on its errors. */
export const failedCommandName = (error: unknown): string | null => {
  const command = isNativeError(error) && 'command' in error ? error.command : null;
  return command instanceof Object && 'name' in command ? String(command.name) : null;
};

/** Slots of a cluster that no node serves: some of the keys cannot be read, be they there or not. */
export class SlotsNotCoveredError extends Error {}

/** Slots of a cluster that came to be another node's while all keys were read: some may have been missed. */
export class MovedSlotsError extends Error {}

const NOT_ALL_SLOTS = [SlotsNotCoveredError, MovedSlotsError];

/** A connection beside the one that reads leads to another Redis, as behind a proxy. */
export class ServerMismatchError extends Error {}

/** What an error from ioredis says about Redis; null when it says no more than that no answer came. */
export const classifyError = (error: unknown): UnavailableReason | null => {
  const refusal = writeRefusalOf(error);
  if (refusal !== null) return refusal;
  const code = replyCode(error);
  if (code !== null) return TRANSIENT_REPLIES.includes(code) ? 'loading' : 'refused';
  if (NOT_ALL_SLOTS.some((kind) => error instanceof kind) || isMissingSlot(error)) return 'loading';
  const message = messageOf(error);
  if (TIMEOUT.test(message)) return 'slow';
  // A Sentinel's refusal comes wrapped.
  if (/\b(WRONGPASS|NOAUTH|NOPERM)\b/.test(message)) return 'refused';
  const fromTheSystem = isNativeError(error) && 'code' in error;
  return fromTheSystem ? 'unreachable' : null;
};

/** An error in one line, with nothing in it of what must stay secret. */
export const describeError = (error: unknown, secrets: readonly string[]): string => {
  if (isMissingSlot(error)) return 'no node of the cluster serves the slot of this key';
  const message = messageOf(error) || 'the connection failed';
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), message);
};

/** ioredis 6.0.0 stumbles over the missing entry in its table of slots; not reported upstream. */
const isMissingSlot = (error: unknown): boolean => isNativeError(error) && error.name === 'TypeError';

/** Node's error for a name with several addresses has no message of its own. */
const messageOf = (error: unknown): string => {
  if (!isNativeError(error)) return String(error);
  const [first] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  return isNativeError(first) ? first.message : error.message;
};
