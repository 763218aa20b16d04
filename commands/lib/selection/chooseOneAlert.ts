import {
  type AlertChoice,
  type Message,
  shortMessage,
  t,
  whichAlertMessage,
  withOthers,
} from '../../../formatters';
import { targetLabel } from '../../../formatters/text/targetNames';
import type { Incident } from '../../../src/alerting/incidents/incident';
import { namedByShortId, shortIdsOf } from '../../../src/alerting/incidents/shortIds';
import { placeId } from '../../../src/state/keys';
import type { AlertDeps } from '../../alerts/subcommand';
import { expectNoArgs, rejectUnknownEnv, requireTarget } from '../parseTarget';
import type { Token } from '../tokens';
import { parseAlertSelection } from './alertSelection';

/** The one alert that is meant, or the answer to who did not say which, or to whom there is none. */
export type OneAlert =
  | { readonly incident: Incident; readonly public: boolean }
  | { readonly answer: Message };

/**
 * The alert of a short or a whole id; of a target, or of all, the only open one, else the last. Throws UsageError,
 * TargetError and StateUnavailableError.
 */
export async function chooseOneAlert(
  words: readonly Token[],
  kind: AlertChoice['kind'],
  deps: AlertDeps,
): Promise<OneAlert> {
  const known = await deps.alerts.incidents();
  const byWholeId = known.find(({ id }) => words.some(({ text }) => text === id));
  const others = words.filter(({ text }) => text !== byWholeId?.id);
  const { asked, shortId, all, rest, public: isPublic } = parseAlertSelection(others, deps);
  rejectUnknownEnv(asked, rest, deps);
  expectNoArgs([...rest, ...(all ? ['all'] : [])]);
  const found = (incident: Incident): OneAlert => ({ incident, public: isPublic });
  if (byWholeId !== undefined) return found(byWholeId);
  const ids = known.map(({ id }) => id);
  const which = (incidents: readonly Incident[]): OneAlert => ({
    answer: whichAlertMessage(
      { kind, incidents, shortIds: shortIdsOf(ids), now: deps.clock.now() },
      deps.format,
    ),
  });
  if (shortId !== null) {
    const named = namedByShortId(shortId, ids);
    const [incident, second] = known.filter(({ id }) => named.includes(id));
    if (incident === undefined) return { answer: shortMessage(t.alerts.response.noAlertOfId(shortId)) };
    return second === undefined ? found(incident) : which(known.filter(({ id }) => named.includes(id)));
  }
  const resolved = asked && requireTarget(asked, t.commands.alerts.askAbout, deps);
  const target = resolved && placeId(resolved.place);
  const about = known
    .filter((each) => target === null || each.targets.some((one) => one.target === target))
    .toSorted((a, b) => b.openedAt.getTime() - a.openedAt.getTime());
  const open = about.filter(({ closedAt }) => closedAt === null);
  if (open.length > 1) return which(open);
  const only = open[0] ?? about[0];
  if (only !== undefined) return found(only);
  const { response } = t.alerts;
  const answer = shortMessage([
    target === null ? response.noAlertAtAll : response.noAlertEver(targetLabel(target)),
  ]);
  return { answer: withOthers(answer, resolved?.others ?? []) };
}
