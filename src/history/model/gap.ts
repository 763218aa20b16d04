/**
 * Why history has no value of a target for some time. `bot_down`: no instance of the bot ran. `redis_unavailable`: Redis could
 * not be read. `target_down`: the target gave no sign of life. `not_reported`: it did, and did not report this value.
 * `not_recorded`: the check was made, and its values could not be kept, as while the disk hung. `no_records`: nothing is
 * known of that time, such as before the first check, or where the file was lost.
 */
export const GAP_REASONS = [
  'bot_down',
  'redis_unavailable',
  'target_down',
  'not_reported',
  'not_recorded',
  'no_records',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** From the last value before it to the first one after it. */
export interface HistoryGap {
  readonly from: Date;
  readonly to: Date;
  readonly reason: GapReason;
}
