/** Why something that looks like a time cannot be taken as one. */
export type TimeProblem =
  /** `0m`. */
  | { readonly kind: 'zero' }
  /** `9`: minutes, hours, or a time of day? */
  | { readonly kind: 'bare_number'; readonly number: string }
  /** `25:00`, `13pm`. */
  | { readonly kind: 'no_such_time' }
  /** `2026-02-30`. */
  | { readonly kind: 'no_such_date' }
  /** `tomorrow`, with no time of day. */
  | { readonly kind: 'time_missing'; readonly day: string }
  /** `next monday`: the coming one or the one after it? */
  | { readonly kind: 'which_week'; readonly weekday: string; readonly dates: readonly [string, string] }
  /** `today 8:00`, at noon. */
  | { readonly kind: 'past' }
  /** `9:00 KST`: such letters mean different zones to different people. */
  | { readonly kind: 'zone_abbreviation'; readonly letters: string }
  /** `22:00`, where a start and an end are needed. */
  | { readonly kind: 'end_missing'; readonly start: string }
  /** `9-11pm`: from 9 in the morning, or in the evening? */
  | { readonly kind: 'which_half'; readonly start: string; readonly end: string }
  /** The end is not after the start. */
  | { readonly kind: 'ends_before_start' };
