import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { instant } from '../lib/time';
import type { StateStore } from '../state/store';
import { readStoredHash } from './hashFields';

/** What a person said about a balance: money that came or went, and was not earned or lost by trading. */
export interface BalanceNote {
  /** Short enough to be typed, such as `k3f9`. */
  readonly id: string;
  /** The target's id. */
  readonly target: string;
  /** When the money moved. */
  readonly at: Date;
  /** Above 0 for money that came, below 0 for money that went. */
  readonly amount: number;
  /** Such as `withdrawal`; empty for none. */
  readonly reason: string;
  /** The Slack id of who noted it. */
  readonly userId: string;
}

const noteSchema = z.object({
  target: z.string(),
  at: instant,
  amount: z.number(),
  reason: z.string(),
  userId: z.string(),
});

/** `{arbwatch}:balance-notes`, a hash by note id. The braces keep the bot's keys in one slot of a cluster. */
export const balanceNotesKey = (prefix: string): string => `{${prefix}}:balance-notes`;

export const encodeBalanceNote = ({ id: _, ...note }: BalanceNote): string =>
  JSON.stringify(z.encode(noteSchema, note));

/** A note as it is stored, without its id; null for what no bot wrote. */
export const decodeBalanceNote = (text: string): Omit<BalanceNote, 'id'> | null =>
  noteSchema.safeParse(parseJson(text)).data ?? null;

/** All notes, the oldest first; what no bot wrote is left out. Throws StateUnavailableError. */
export async function readBalanceNotes(store: StateStore, key: string): Promise<readonly BalanceNote[]> {
  const fields = await readStoredHash(store, key);
  return [...(fields ?? [])]
    .flatMap(([id, text]) => {
      const note = decodeBalanceNote(text);
      return note === null ? [] : [{ id, ...note }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}
