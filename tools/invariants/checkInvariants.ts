import { breakerFindings } from './breakers';
import { deathFindings } from './deaths';
import { digestFindings } from './digests';
import { eventFindings } from './events';
import type { Finding, History, Verdict } from './history';
import { incidentsTold } from './incidents';
import { repeated, threadFindings } from './once';
import { outageFindings } from './outages';
import { partialSilences } from './partialSilences';
import { idOf } from './reading';
import { sessionFindings } from './sessions';
import { type Silence, silencesOfLife } from './silences';
import { silenceAtStart } from './starts';
import { stateFindings } from './states';

const silencesOf = (history: History): readonly Silence[] =>
  history.traders.flatMap((trader) => [
    ...silenceAtStart(history, trader),
    ...silencesOfLife(history, trader),
    ...partialSilences(history, trader),
  ]);

/** What is false, lost, doubled, wrong, too fast or still waiting in a history. Pure. */
export function verdictOn(history: History): Verdict {
  const { slack, waiting, span } = history;
  const silences = silencesOf(history);
  const incidents = incidentsTold(history);
  const { findings: twice, allowed } = repeated(history);
  const findings: readonly Finding[] = [
    ...deathFindings(history, silences, incidents),
    ...stateFindings(history, silences, incidents),
    ...breakerFindings(history, incidents),
    ...outageFindings(history, incidents),
    ...threadFindings(history, incidents),
    ...eventFindings(history),
    ...sessionFindings(history),
    ...digestFindings(history),
    ...twice,
    ...slack.tooFast.map((what) => ({ kind: 'fast', what, at: span.from }) as const),
    ...waiting.map((id) => ({ kind: 'waits', what: `${id} still waits`, at: span.to }) as const),
  ];
  const ids = slack.messages.map(idOf);
  const counted = (is: (id: string) => boolean): number => ids.filter(is).length;
  return {
    findings: [...findings].sort((a, b) => a.at - b.at),
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
