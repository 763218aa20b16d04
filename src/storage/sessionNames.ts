import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { instant } from '../lib/time';
import type { StateStore } from '../state/store';
import type { SessionName, SessionRef } from './botStore';
import { readStoredHash } from './hashFields';

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
  const fields = await readStoredHash(store, key);
  return new Map(
    [...(fields ?? [])].flatMap(([field, text]) => {
      const name = decodeSessionName(text);
      return name === null ? [] : [[field, name] as const];
    }),
  );
}
