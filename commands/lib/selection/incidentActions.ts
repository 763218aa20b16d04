import {
  type Message,
  outageNotActionableMessage,
  shortMessage,
  whichAlertMessage,
  withOthers,
} from '../../../formatters';
import { incidentTitle, isOver, subjectText } from '../../../formatters/alerts/incidentText';
import type { Line } from '../../../formatters/blockKit/blocks';
import { t } from '../../../formatters/text/catalogue';
import { targetLabel } from '../../../formatters/text/targetNames';
import type { Incident } from '../../../src/alerting/incidents/incident';
import { namedByShortId, shortIdsOf } from '../../../src/alerting/incidents/shortIds';
import { compareSeverity } from '../../../src/alerting/severity/severity';
import { type Place, placeId } from '../../../src/state/keys';
import type { IncidentAction } from '../../actions/incidentAction';
import type { AlertDeps } from '../../alerts/subcommand';
import { type CommandResponse, ephemeral } from '../../command';
import { authorize } from '../authorize';
import { requireTarget } from '../parseTarget';
import type { ZoneRead } from '../time/takeTime';
import type { AlertSelection } from './alertSelection';

/** What to do about open alerts. */
export type TargetAction = Extract<IncidentAction, { readonly kind: 'acknowledge' | 'snooze' | 'unsnooze' }>;

/** The alerts that are meant, or the answer to who did not say which, or to whom there is none. */
type Chosen =
  | {
      readonly incidents: readonly Incident[];
      readonly heading: string | null;
      readonly others: readonly Place[];
    }
  | { readonly answer: Message };

/** Does it to the alerts that are meant. Throws UsageError, TargetError and StateUnavailableError. */
export async function applyToSelection(
  selection: AlertSelection,
  action: TargetAction,
  deps: AlertDeps,
  zone: ZoneRead | null = null,
): Promise<CommandResponse> {
  if (selection.outage && selection.asked === null) return ephemeral(outageNotActionableMessage());
  const denial = selection.all ? await authorize('operator', deps) : null;
  if (denial !== null) return ephemeral(denial);
  const chosen = await choose(selection, action.kind, deps);
  if ('answer' in chosen) return ephemeral(chosen.answer);
  const lines: Line[] = chosen.heading === null ? [] : [[chosen.heading]];
  // One after the other: each is a step of its own for the others who act, and for the other instances.
  for (const incident of chosen.incidents) lines.push(await apply(incident, action, deps));
  if (zone !== null) lines.push(t.times.readIn(zone.zone, zone.from));
  return ephemeral(withOthers(shortMessage(...lines), chosen.others));
}

async function choose(
  { asked, shortId, all }: AlertSelection,
  kind: TargetAction['kind'],
  deps: AlertDeps,
): Promise<Chosen> {
  const known = await deps.alerts.incidents();
  const open = known
    .filter((incident) => !isOver(incident))
    .toSorted((a, b) => compareSeverity(a.severity, b.severity));
  const shortIds = shortIdsOf(known.map(({ id }) => id));
  const which = (incidents: readonly Incident[]): Chosen => ({
    answer: whichAlertMessage({ kind, incidents, shortIds, now: deps.clock.now() }, deps.format),
  });
  if (asked !== null) return chooseByTarget(asked, kind, open, deps);
  if (shortId !== null) return chooseByShortId(shortId, known, which);
  const left = open.filter((incident) => isLeftToDo(incident, kind));
  if (!all) return chooseOnly(left, open, kind, which);
  return left.length === 0
    ? nothingLeft(open, kind)
    : { incidents: left, heading: t.alerts.response.all(left.length), others: [] };
}

/** All open alerts of the trader that was named. Throws TargetError. */
function chooseByTarget(
  asked: NonNullable<AlertSelection['asked']>,
  kind: TargetAction['kind'],
  open: readonly Incident[],
  deps: AlertDeps,
): Chosen {
  const { response } = t.alerts;
  const { place, others } = requireTarget(asked, kind, deps);
  const name = targetLabel(placeId(place));
  const incidents = open.filter((each) => each.targets.some(({ target }) => target === placeId(place)));
  if (incidents.length === 0)
    return { answer: withOthers(shortMessage([response.noOpenAlert(name)]), others) };
  const heading = incidents.length === 1 ? null : response.openAlertsOf(name, incidents.length);
  return { incidents, heading, others };
}

type Which = (incidents: readonly Incident[]) => Chosen;

/** The alert of this short id, open or not. */
function chooseByShortId(shortId: string, known: readonly Incident[], which: Which): Chosen {
  const ids = namedByShortId(
    shortId,
    known.map(({ id }) => id),
  );
  const incidents = known.filter(({ id }) => ids.includes(id));
  if (incidents.length === 0) return { answer: shortMessage(t.alerts.response.noAlertOfId(shortId)) };
  return incidents.length === 1 ? { incidents, heading: null, others: [] } : which(incidents);
}

/** The only alert of which it is left to do; that it is done already, and by whom, is answered by the only one there is. */
function chooseOnly(
  left: readonly Incident[],
  open: readonly Incident[],
  kind: TargetAction['kind'],
  which: Which,
): Chosen {
  if (left.length > 1) return which(left);
  const incidents = left.length === 1 ? left : open;
  return incidents.length === 1 ? { incidents, heading: null, others: [] } : nothingLeft(open, kind);
}

const nothingLeft = (open: readonly Incident[], kind: TargetAction['kind']): Chosen => ({
  answer: shortMessage([t.alerts.response.nothingLeft(open.length, kind)]),
});

function isLeftToDo({ state, drill }: Incident, kind: TargetAction['kind']): boolean {
  if (drill !== undefined) return kind === 'acknowledge';
  if (kind === 'unsnooze') return state === 'snoozed';
  return kind === 'snooze' ? state !== 'snoozed' : state === 'open';
}

/** Does it, and says what came of it. */
async function apply(
  incident: Incident,
  action: TargetAction,
  { alerts, requester }: AlertDeps,
): Promise<Line> {
  const acted = await alerts.act({ ...action, incidentId: incident.id, userId: requester.userId });
  const what = t.alerts.what(incidentTitle(incident), subjectOf(incident), false);
  return t.alerts.response.acted(
    what,
    acted.kind === 'done' ? confirmation(action) : t.alerts.refusal(acted.refusal),
  );
}

/** Of several traders, all names: what is done is done for all of them. */
const subjectOf = (incident: Incident): string =>
  incident.targets.length > 1
    ? t.alerts.response.subjectWithNames(
        subjectText(incident),
        incident.targets.map(({ target }) => targetLabel(target)).join(', '),
      )
    : subjectText(incident);

function confirmation(action: TargetAction): Line {
  const { response } = t.alerts;
  return action.kind === 'snooze' ? response.snooze(action.until) : [response[action.kind]];
}
