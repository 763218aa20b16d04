import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { type RetryState, WAYS } from './alertStore';

const attemptsSchema = z.object({
  count: z.number().int().nonnegative(),
  notBefore: z.iso.datetime().nullable(),
  inDoubtSince: z.iso.datetime().nullable(),
  inDoubtThread: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
  lastFailure: z
    .object({
      kind: z.enum(['channel', 'token', 'message', 'other', 'rate_limited', 'unreachable']),
      detail: z.string(),
    })
    .nullable()
    .default(null),
  lookupSince: z.iso.datetime().exactOptional(),
  unverifiedPosts: z.number().int().nonnegative().exactOptional(),
  refusals: z
    .object({ count: z.number().int().nonnegative(), since: z.iso.datetime(), way: z.enum(WAYS) })
    .exactOptional(),
});

/** The attempts in a stored text; null for none. What no bot wrote counts as none, so that the delivery still goes out. */
export const decodeRetryState = (text: string | undefined): RetryState | null => {
  if (!text) return null;
  const read = attemptsSchema.safeParse(parseJson(text));
  return read.success ? read.data : null;
};

/** Whether there is a text that no bot wrote: then it is not known what came of sending. */
export const isDamaged = (attempts: string | undefined): boolean =>
  Boolean(attempts) && decodeRetryState(attempts) === null;

/** A version as a bot writes it; 0 for any other text. */
export const versionFrom = (text: string | null | undefined): number =>
  text && /^\d{1,15}$/.test(text) ? Number(text) : 0;

/** The pairs in a list of key, value, key, value, as Redis tells a hash. */
export const hashEntries = (flat: readonly string[]): [string, string][] =>
  flat.flatMap((key, i): [string, string][] => (i % 2 === 0 ? [[key, flat[i + 1] ?? '']] : []));
