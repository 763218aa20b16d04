import type { Settings } from './history';

/** Reading, deciding and writing take less, in ms, unless the history says otherwise; Redis answers within a second. */
const MOMENT_MS = 10_000;

/** What a check and its consequences take at most, in ms, with clocks that are off. */
export const momentsMs = ({ clockErrorMs, momentMs = MOMENT_MS }: Settings): number =>
  momentMs + 2 * clockErrorMs;
