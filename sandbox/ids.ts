import { randomBytes } from 'node:crypto';
import type { Clock } from '../src/lib/clock';

/** Hands out identifiers in Slack's forms; none is handed out twice. */
export interface Ids {
  /** A message's `ts`: seconds since 1970, a dot, six digits; always later than the one before. */
  ts(): string;
  /** Such as `V0SANDBOX7` for the prefix `V`. */
  next(prefix: string): string;
  /** A few random characters, as in generated block ids. */
  short(): string;
}

/** Ids for one sandbox. */
export function createIds(clock: Clock): Ids {
  let lastMicros = 0;
  let count = 0;
  return {
    ts() {
      lastMicros = Math.max(clock.now().getTime() * 1000, lastMicros + 1);
      const seconds = Math.floor(lastMicros / 1_000_000);
      return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
    next(prefix) {
      count += 1;
      return `${prefix}0SANDBOX${count}`;
    },
    short: () => randomHex(3),
  };
}

/** As many random bytes, in hexadecimal. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
