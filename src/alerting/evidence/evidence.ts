import { z } from 'zod';
import { instant } from '../../lib/time';

const finite = z.number().nullable();

export const stakeSchema = z.object({
  /** `at`: when it was written, by our clock; null where its TTL does not tell. `exposure` is a share of 1. */
  portfolio: z.object({ balance: finite, exposure: finite, at: instant.nullable() }).nullable(),
  positions: z.object({ count: z.number(), at: instant.nullable() }).nullable(),
});
/** What a trader reported last of its money: null for what it never did. */
export type Stake = Readonly<z.output<typeof stakeSchema>>;

export const changeSchema = z.object({
  kind: z.enum(['event', 'opened', 'recovered']),
  rule: z.string(),
  /** The first of its targets; null for none. */
  target: z.string().nullable(),
  /** How many more targets it is about. */
  others: z.number(),
  at: instant,
  /** What its title depends on. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
/** Something that happened shortly before. */
export type Change = Readonly<z.output<typeof changeSchema>>;

export const evidenceSchema = z.object({
  stake: stakeSchema.nullable(),
  /** How often its rule has opened an alert of its target, with this one, since `since`; null where that is not known. */
  history: z.object({ times: z.number(), isAtLeast: z.boolean(), since: instant.nullable() }).nullable(),
  changes: z.array(changeSchema),
  /** Its balance in the hour before: epoch ms, value; ascending. Absent where too little is known of it. */
  balances: z.array(z.tuple([z.number(), z.number()])).exactOptional(),
});
/** What was known of an incident about one target when it was opened, beside what its rule found. It stays as it is. */
export type IncidentEvidence = Readonly<z.output<typeof evidenceSchema>>;
