import { UnusableKeyError } from '../redis/errors';
import type { StateStore } from '../state/store';
import type { SessionRef } from './botStore';

/** What the bot's own keys begin with, unless told otherwise. */
export const DEFAULT_BOT_PREFIX = 'arbwatch';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a total is kept after it was last given: 90 days, in ms. */
export const TOTAL_TTL_MS = 90 * DAY_MS;

/** E.g. `{arbwatch}:tuning-total:docker:paper:S`, with `unknown` for a mode that is not reported. The braces keep the bot's keys in one slot of a cluster. */
export const tuningTotalKey = (prefix: string, { env, mode, sessionId }: SessionRef): string =>
  `{${prefix}}:tuning-total:${env}:${mode ?? 'unknown'}:${sessionId}`;

/** Whether a text is a total as a bot writes it. */
export const isTotal = (text: string): boolean => /^\d{1,16}$/.test(text);

/** The total at `key`; null when there is none, or something that no bot wrote. Throws StateUnavailableError. */
export const readTotal = async (store: StateStore, key: string): Promise<number | null> => {
  try {
    const text = await store.string(key);
    return text !== null && isTotal(text) ? Number(text) : null;
  } catch (error) {
    if (error instanceof UnusableKeyError) return null;
    throw error;
  }
};
