/** Firing again within this time after its recovery is the same incident, in ms. */
export const FLAP_WITHIN_MS = 600_000;

/** When a target counts as unstable. */
export interface FlappingSettings {
  /** How often it must fail within `withinMs`. */
  readonly unstableAfter: number;
  readonly withinMs: number;
}

export const DEFAULT_FLAPPING: FlappingSettings = { unstableAfter: 3, withinMs: 1_200_000 };

/** So much longer an unstable target must be ok before it counts as stable again, in ms. */
export const calmAfterMs = ({ withinMs }: FlappingSettings): number => Math.max(withinMs, FLAP_WITHIN_MS);
/** When the message of an incident that people must notice anew is posted again: it is out of sight by then. */
export interface RepostSettings {
  /** After more messages of anybody. */
  readonly afterMessages: number;
  /** When it is older, in ms. */
  readonly afterMs: number;
}

export const DEFAULT_REPOST: RepostSettings = { afterMessages: 20, afterMs: 1_800_000 };
