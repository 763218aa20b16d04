import { addressViolations, floodViolations } from './addressed';
import { breakerViolations } from './breakers';
import { deathViolations } from './deaths';
import { digestViolations } from './digests';
import { eventViolations } from './events';
import { followViolations } from './followed';
import type { History, InvariantReport, Violation } from './history';
import { reportedIncidents } from './incidents';
import { repeated, threadViolations } from './once';
import { outageViolations } from './outages';
import { pageViolations } from './pages';
import { partialSilences } from './partialSilences';
import { pingViolations } from './pings';
import { idOf } from './reading';
import { refusedViolations } from './refused';
import { sessionViolations } from './sessions';
import { shownTimeViolations } from './shownTimes';
import { type Silence, silencesOfLife } from './silences';
import { silencingViolations, withoutHeldBack } from './silencings';
import { silenceAtStart } from './starts';
import { stateViolations } from './states';
import { webhookViolations } from './webhooks';

const silencesOf = (history: History): readonly Silence[] =>
  history.traders.flatMap((trader) => [
    ...silenceAtStart(history, trader),
    ...silencesOfLife(history, trader),
    ...partialSilences(history, trader),
  ]);

/** What is false, lost, doubled, wrong, too fast or still waiting in a history. Pure. */
export function checkInvariants(history: History): InvariantReport {
  const { slack, waiting, span } = history;
  const silences = silencesOf(history);
  const incidents = reportedIncidents(history);
  const { violations: twice, allowed } = repeated(history);
  const found: readonly Violation[] = [
    ...deathViolations(history, silences, incidents),
    ...stateViolations(history, silences, incidents),
    ...shownTimeViolations(incidents),
    ...breakerViolations(history, incidents),
    ...outageViolations(history, incidents),
    ...threadViolations(history, incidents),
    ...pageViolations(history, incidents),
    ...webhookViolations(history, incidents),
    ...refusedViolations(history),
    ...pingViolations(history),
    ...addressViolations(history, incidents),
    ...floodViolations(history, incidents),
    ...eventViolations(history),
    ...sessionViolations(history),
    ...followViolations(history),
    ...digestViolations(history),
    ...twice,
    ...slack.tooFast.map((what) => ({ kind: 'fast', what, at: span.from }) as const),
    ...waiting.map((id) => ({ kind: 'waits', what: `${id} still waits`, at: span.to }) as const),
  ];
  const violations = [
    ...withoutHeldBack(history, found),
    ...silencingViolations(history, silences, incidents),
  ];
  const ids = slack.messages.map(idOf);
  const counted = (is: (id: string) => boolean): number => ids.filter(is).length;
  return {
    violations: [...violations].sort((a, b) => a.at - b.at),
    atLeastOnce: allowed,
    counted: {
      deaths: silences.filter(({ rule, must }) => rule === 'no_sign_of_life' && must !== null).length,
      incidents: incidents.length,
      events: counted((id) => id.startsWith('event:')),
      notes: counted((id) => id.includes('/')),
      digests: counted((id) => id.startsWith('digest:')),
    },
  };
}
