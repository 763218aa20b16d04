import type { Finding } from './finding';

/** Slack rejects requests whose signature is older than 5 min; times in messages are wrong much earlier. */
const SKEW_ERROR_MS = 60_000;
const SKEW_WARNING_MS = 5_000;

/** Slack's times are whole seconds, so that less than 2 s is no skew. */
export function skewFinding(
  check: 'slack_clock' | 'redis_clock',
  theirs: Date | null,
  ours: Date,
): Finding[] {
  if (theirs === null) return [];
  const skewMs = ours.getTime() - theirs.getTime();
  const size = Math.abs(skewMs);
  const level = size >= SKEW_ERROR_MS ? 'error' : size >= SKEW_WARNING_MS ? 'warning' : 'ok';
  return [{ check, level, is: 'measured', skewMs }];
}
