import { z } from 'zod';
import { instant } from '../../lib/time';

/** The losses of Redis's data that came one after another, with no quiet of 10 minutes between two. */
export const lossesSchema = z.object({
  since: instant,
  last: instant,
  times: z.number(),
  /** The newest ones, as many as make an outage. */
  recent: z.array(instant),
  isOutage: z.boolean(),
});
export type Losses = z.output<typeof lossesSchema>;
