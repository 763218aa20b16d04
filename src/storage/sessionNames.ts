import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { instant } from '../lib/time';
import { UnusableKeyError } from '../redis/errors';
import type { StateStore } from '../state/store';
import type { SessionName, SessionRef } from './botStore';

const nameSchema = z.object({ name: z.string(), userId: z.string(), at: instant });

/** `{arbwatch}:session-names`, a hash by session. The braces keep the bot's keys in one slot of a cluster. */
export const sessionNamesKey = (prefix: string): string => `{${prefix}}:session-names`;

/** E.g. `docker:paper:S`, with `unknown` for a mode that is not reported. */
export const nameField = ({ env, mode, sessionId }: SessionRef): string =>
  `${env}:${mode ?? 'unknown'}:${sessionId}`;

export const encodeSessionName = (name: SessionName): string => JSON.stringify(z.encode(nameSchema, name));

/** Null for what no bot wrote. */
export const decodeSessionName = (text: string): SessionName | null =>
  nameSchema.safeParse(parseJson(text)).data ?? null;

/** All names, by `nameField`; what no bot wrote is left out. Throws StateUnavailableError. */
export async function readSessionNames(
  store: StateStore,
  key: string,
): Promise<ReadonlyMap<string, SessionName>> {
  const fields = await store.hash(key).catch((error: unknown) => {
    if (error instanceof UnusableKeyError) return null;
    throw error;
  });
  return new Map(
    [...(fields ?? [])].flatMap(([field, text]) => {
      const name = decodeSessionName(text);
      return name === null ? [] : [[field, name] as const];
    }),
  );
}

/**
 * KEYS: the hash. ARGV: a field; what stands there, or ''; what is to stand there, or '' for nothing. 1 when it does now: so
 * it does when the script is sent again, after its reply was lost with the connection.
 */
export const SWAP_FIELD_SCRIPT = `
local now = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if now == ARGV[3] then return 1 end
if now ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1`;
