import type { History, Violation } from './history';
import { momentsMs } from './moments';
import { idOf } from './reading';
import { stretchIn } from './spans';

/** The bot looks at the sessions once a minute, or at each check, as documented. */
const LOOK_MS = 60_000;

/** A tuning session that finished is reported once; one that did not is not. */
export function sessionViolations(history: History): readonly Violation[] {
  const { settings, watch, slack, span } = history;
  const neededMs = 2 * Math.max(LOOK_MS, settings.checkIntervalMs) + momentsMs(settings);
  return history.sessions.flatMap((session): Violation[] => {
    const start = `event:tuning:tuning:${session.env}:${session.mode}:${session.id}:finished:`;
    const reported = slack.messages.filter((message) => idOf(message).startsWith(start));
    const at = session.stoppedAt ?? session.startedAt;
    if (!session.finished && reported.length > 0)
      return [{ kind: 'false', what: `${session.id} is reported to have finished, and has not`, at }];
    const isUnsure = [...watch.lost, ...watch.forgot].some((when) => when >= session.startedAt);
    if (!session.finished || session.stoppedAt === null || session.total === null || isUnsure) return [];
    const ids = new Set(reported.map(idOf));
    if (ids.size > 1 && slack.canReadHistory)
      return [
        {
          kind: 'twice',
          what: `${session.id} is reported to have finished by ${[...ids].join(' and ')}`,
          at,
        },
      ];
    const wasSeenBefore =
      stretchIn(watch.certain, { from: span.from, to: session.stoppedAt }, neededMs) !== null;
    const isSeen = stretchIn(watch.certain, { from: session.stoppedAt, to: span.to }, neededMs) !== null;
    if (ids.size === 0 && wasSeenBefore && isSeen)
      return [{ kind: 'lost', what: `${session.id} has finished, which is reported nowhere`, at }];
    return [];
  });
}
