/** All followed messages together are posted or changed so often a minute at most, whatever the number of instances. */
export const MOST_A_MINUTE = 20;
/** Of these so many are planned: the others are for messages that are new or end. */
const PLANNED_A_MINUTE = 16;

const SHORTEST_MS = 30_000;
const MINUTE_MS = 60_000;

/** So many may be followed at once. */
export const MOST_FOLLOWED = 100;

/**
 * Whether one more may be posted now, so that there is still room for each change that is promised. `used`: what was posted
 * or changed in the last minute; `promised`: when changes are due.
 */
export function hasRoom(now: Date, used: readonly Date[], promised: readonly Date[]): boolean {
  const soon = promised
    .map((at) => Math.max(at.getTime(), now.getTime()))
    .filter((ms) => ms <= now.getTime() + MINUTE_MS);
  return [now.getTime(), ...soon].every((ms) => {
    const before = used.filter((at) => at.getTime() > ms - MINUTE_MS).length;
    return before + soon.filter((each) => each <= ms).length + 1 <= MOST_A_MINUTE;
  });
}

/** How long after a change the next one comes, in ms, where `count` messages are followed: half a minute, or whole ones, as it is said. */
export function updateIntervalMs(count: number): number {
  const leastMs = Math.max(SHORTEST_MS, (count / PLANNED_A_MINUTE) * MINUTE_MS);
  return leastMs <= SHORTEST_MS ? SHORTEST_MS : Math.ceil(leastMs / MINUTE_MS) * MINUTE_MS;
}
