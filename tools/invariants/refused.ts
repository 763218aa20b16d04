import type { History, Violation } from './history';
import { idOf } from './reading';
import { clock } from './times';

const HOUR_MS = 3_600_000;
/** As documented: what Slack refuses is tried for so long at most, and one attempt more, in ms. */
const GIVEN_UP_MS = 25 * HOUR_MS;
/** The same where Slack took another message meanwhile, from when both are so. */
const TRIED_MS = 30 * 60_000;
const ATTEMPTS_MS = 15 * 60_000;

/** Nothing waits for ever because of a code that nobody knows. */
export const refusedViolations = (history: History): readonly Violation[] =>
  (history.slack.refused ?? []).flatMap(({ id, at, waits }): Violation[] =>
    waits && history.span.to > givenUpBy(history, at)
      ? [{ kind: 'waits', what: `${id}, refused by Slack since ${clock(at)}, is tried for ever`, at }]
      : [],
  );

/** When the bot has given up at the latest what Slack refuses since then. */
export function givenUpBy({ slack, settings }: History, since: number): number {
  const passed = slack.messages.find((message) => Number(message.ts) * 1000 > since && idOf(message) !== '');
  const latest = since + GIVEN_UP_MS;
  if (settings.hasOnlyUnknownCodes !== true || passed === undefined) return latest;
  return Math.min(latest, Math.max(Number(passed.ts) * 1000, since + TRIED_MS) + ATTEMPTS_MS);
}
