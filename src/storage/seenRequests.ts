import { createHash } from 'node:crypto';

/** Longer than a signature of Slack's is taken, from five minutes before its time to five minutes after; in ms. */
export const SEEN_TTL_MS = 10 * 60_000;

/** E.g. `{arbwatch}:request:0f3a…`: nobody who reads it learns what was signed, or how. */
export const requestKey = (prefix: string, id: string): string =>
  `{${prefix}}:request:${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;

/**
 * KEYS: the request's. ARGV: how long it is kept, in ms; the noter's own token. 1 when it is new, or was noted with this
 * token: ioredis sends a script again whose reply was lost with the connection. A key of another type, which no bot made, may
 * stand where one was noted: then it is not new.
 */
export const MARK_SEEN_SCRIPT = `
if redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[1]) then return 1 end
return redis.pcall('GET', KEYS[1]) == ARGV[2] and 1 or 0`;
