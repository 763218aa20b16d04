/** How a target is, the gravest first. */
export const TARGET_STATUSES = [
  'down',
  'unknown',
  'no_heartbeat',
  'stale_portfolio',
  'late',
  'ok',
  'not_reported',
] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];
