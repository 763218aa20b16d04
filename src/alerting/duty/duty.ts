import { z } from 'zod';
import { instant } from '../../lib/time';
import type { DutySwap, OnCall, OnCallConfig } from './onCall';
import { onCallAt } from './onCall';

/** What was last said about who is on call in place of whom the order names. */
export const dutySchema = z.object({
  /** Null: as the order has it. */
  swap: z.object({ userId: z.string(), until: instant }).nullable(),
  at: instant,
  by: z.string(),
});
export type DutyChange = z.output<typeof dutySchema>;
type StoredDuty = DutyChange | null | undefined;

/** Of two that were stored apart, the later one. */
export const mergeDuty = (one: StoredDuty, other: StoredDuty): StoredDuty =>
  !one || (other && other.at > one.at) ? other : one;

/** The swap that is in force; null for none. */
const swapAt = (duty: DutyChange | null | undefined, now: Date): DutySwap | null =>
  duty?.swap && duty.swap.until > now ? duty.swap : null;

/** Who is on call; null where nobody is configured. */
export const dutyAt = (
  config: OnCallConfig | null | undefined,
  duty: DutyChange | null | undefined,
  now: Date,
): OnCall | null => (config ? onCallAt(config, swapAt(duty, now), now) : null);
