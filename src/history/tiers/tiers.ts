const DAY_MS = 86_400_000;

export const FIVE_MINUTES_MS = 300_000;
export const HOUR_MS = 3_600_000;

/** How long each tier is kept, in ms. */
export interface Retention {
  readonly checksMs: number;
  readonly fiveMinutesMs: number;
  readonly hoursMs: number;
  readonly eventsMs: number;
}

export const IN_FILE: Retention = {
  checksMs: 7 * DAY_MS,
  fiveMinutesMs: 400 * DAY_MS,
  hoursMs: 5 * 365 * DAY_MS,
  eventsMs: 400 * DAY_MS,
};

/** Where there is no file, so that memory stays flat. */
export const IN_MEMORY_ONLY: Retention = {
  checksMs: DAY_MS,
  fiveMinutesMs: 8 * DAY_MS,
  hoursMs: 400 * DAY_MS,
  eventsMs: 30 * DAY_MS,
};

export const floorTo = (ms: number, stepMs: number): number => Math.floor(ms / stepMs) * stepMs;
export const ceilTo = (ms: number, stepMs: number): number => Math.ceil(ms / stepMs) * stepMs;
