import { z } from 'zod';

/** How a page reaches somebody: a direct message to a Slack user, or a webhook by its name in the configuration. */
export const pageViaSchema = z.union([
  z.object({ dm: z.string() }).readonly(),
  z.object({ webhook: z.string() }).readonly(),
]);
export type PageVia = z.output<typeof pageViaSchema>;
