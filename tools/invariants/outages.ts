import type { History, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { momentsMs } from './moments';
import { seenIn } from './reading';
import { outageBeganAt } from './reportedAs';
import { gapsIn, overlapMs } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

/** Whoever could not see for long says so, once; and nobody else does. */
export function outageViolations(
  history: History,
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const { settings, watch, span } = history;
  const reported = incidents
    .filter(({ rule }) => rule === 'monitoring_outage')
    .map((incident) => ({ incident, ...lasted(incident) }));
  const slackMs = 2 * settings.checkIntervalMs + momentsMs(settings);
  const outage = gapsIn(watch.possible, span).filter(
    ({ from, to }) => to - from > settings.outageAfterMs + slackMs,
  );
  const forgot = (from: number, to: number): boolean =>
    watch.forgot.some((at) => at >= from && at <= to + slackMs);
  const lost: Violation[] = outage.flatMap(({ from, to }) => {
    const isReported = reported.some(({ span: lasted }) => overlapMs(lasted, { from, to }) > 0);
    // Nobody knows of a time before the first check.
    if (isReported || from === span.from || forgot(span.from, takenBy(history, to))) return [];
    return [
      {
        kind: 'lost',
        what: `the traders were not seen from ${clock(from)} to ${clock(to)}, which is reported nowhere`,
        at: from,
      },
    ];
  });
  const mayBe = watch.outage ?? [span];
  const untrue: Violation[] = reported.flatMap(({ incident, span: lasted }) => {
    const isTrue = mayBe.some(
      (each) => overlapMs({ from: each.from - slackMs, to: each.to + slackMs }, lasted) > 0,
    );
    // An instance that was started when Redis had come back with older data could not know of a later sight.
    const wasLost = watch.lost.some((at) => at >= lasted.from && at <= incident.firstAt);
    return isTrue || wasLost
      ? []
      : [
          {
            kind: 'false',
            what: `${incident.id} says that the traders were not seen, and they were`,
            at: incident.firstAt,
          },
        ];
  });
  return [...lost, ...untrue];
}

/** From when to when it says that the traders were not seen. */
function lasted({ id, messages, firstAt }: ReportedIncident) {
  const begins = outageBeganAt(id);
  const texts = messages.flatMap(({ versions }) => versions.map(seenIn));
  const [, from, to] =
    texts
      .map((text) => /(?:No check succeeded|Nothing could be stored) from @(\d+) to @(\d+)/.exec(text))
      .findLast((found) => found) ?? [];
  return {
    span: {
      from: from === undefined ? begins : Number(from) * 1000,
      to: to === undefined ? Math.max(begins, firstAt) : Number(to) * 1000,
    },
  };
}
