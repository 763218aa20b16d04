import type { History, Span, Violation } from './history';
import { momentsMs } from './moments';
import { givenUpBy } from './refused';
import { gapsIn, overlapMs } from './spans';
import { clock } from './times';

/** What could not be delivered is delivered, or given up, by so long after nothing is in the way any more, in ms. */
const SETTLED_MS = 30 * 60_000;

/** Where checks run, and all that Slack takes reaches it, the dead-man service is pinged, whatever was given up before. */
export function pingViolations(history: History): readonly Violation[] {
  const { pings, settings, span } = history;
  if (pings === undefined) return [];
  const mostMs = 3 * settings.checkIntervalMs + momentsMs(settings);
  const quiet = gapsIn(
    pings.map((at) => ({ from: at, to: at })),
    span,
  );
  return goodTimes(history).flatMap((good): Violation[] => {
    const missing = quiet.find((gap) => overlapMs(gap, good) > mostMs);
    if (missing === undefined) return [];
    const at = Math.max(missing.from, good.from);
    return [{ kind: 'waits', what: `the dead-man service is not pinged from ${clock(at)} on`, at }];
  });
}

/** When nothing was in the way, and nothing was being tried that Slack refuses. */
function goodTimes(history: History): readonly Span[] {
  const { watch, slack } = history;
  const refused = (slack.refused ?? [])
    .map(({ at }) => ({ from: at, to: givenUpBy(history, at) }))
    .sort((a, b) => a.from - b.from);
  return watch.certain.flatMap((certain) =>
    slack.healthy.flatMap((healthy) => {
      const from = Math.max(certain.from, healthy.from) + SETTLED_MS;
      return gapsIn(refused, { from, to: Math.min(certain.to, healthy.to) });
    }),
  );
}
