import type { History } from './history';
import { firstWatchAt, type Silence } from './silences';

/** A check is made within so long of a deadline, in ms. */
const PROMPT_MS = 1_000;
/** Those of one env that die within so long are reported together, in ms. */
const STORM_MS = 1_000;
/** A message takes so long to be looked up and posted, in ms. */
const POST_MS = 1_500;
/** Slack takes one message of a channel in so long, in ms. */
const PACE_MS = 1_200;

/**
 * By how much later than it could be a death was reported, in ms, where nothing went wrong but traders; 0 for in time. `at`: when
 * it was first reported. What Slack takes for the messages before it is not counted.
 */
export function lateByMs(history: History, { from, target, rule }: Silence, at: number): number {
  const { settings, slack, traders } = history;
  if (settings.isCalm !== true || rule !== 'no_sign_of_life') return 0;
  const { datedWithinMs = 0 } = traders.find((each) => each.target === target) ?? {};
  const dueAt = Math.max(from, firstWatchAt(history)) + settings.staleAfterMs + datedWithinMs;
  const before = slack.messages.flatMap(({ versions }) =>
    versions.filter((version) => version.at > dueAt - POST_MS && version.at < at),
  );
  return Math.max(0, at - dueAt - PROMPT_MS - STORM_MS - POST_MS - PACE_MS * before.length);
}
