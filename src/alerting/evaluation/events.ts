import { evaluateRunControls } from '../controls';
import { evictionWarning } from '../eviction';
import { counterResets, noteEvents } from '../evidence/changes';
import { eventNotification } from '../incidents/notificationIds';
import { lastObservedAt } from '../observation/lastObservedAt';
import type { Observed } from '../observation/observation';
import { type Addressing, addressOf } from '../routing/address';
import { targetsOfEvent } from '../routing/alertRoutes';
import { ruleModeOf } from '../ruleSettings/ruleMode';
import type { RuleEvent } from '../rules/rule';
import { severityOf } from '../severity/severitySettings';
import type { HoldOf } from '../silences/hold';
import type { Alertable } from '../silences/silence';
import type { AlertState } from '../state/alertState';
import { evaluateTuning, tuningSettings } from '../tuning';
import type { EvaluatedTarget, EvaluatedTargets } from './evaluatedTargets';
import type { RuleContext, RuleResults } from './runRules';

type EventOf = RuleEvent & { readonly rule: string; readonly target: string };

interface EventContext {
  readonly watch: RuleContext;
  readonly addressing: Addressing;
  readonly holdOf: HoldOf;
}

/** What happened once: of the targets, the tuning sessions, the control states, and the store. */
export function evaluateEvents(
  known: AlertState,
  seen: Observed,
  { watch, addressing, holdOf }: EventContext,
  { looked }: EvaluatedTargets,
) {
  const tuning = evaluateSessions(known, seen, watch);
  const control = evaluateRunControls(known, seen, watch.rules);
  const eviction = evictionWarning(known, seen, addressing);
  const severe = (event: EventOf, realMoney: boolean | null) => ({
    ...event,
    severity: severityOf(watch.rules, { ...event, realMoney, what: event.details.what }),
  });
  const events = [
    ...looked.flatMap((each) => eventsOf(each).map((event) => severe(event, each.observation.money.value))),
    ...[...tuning.events, ...control.events].map((event) => severe(event, null)),
  ];
  const isHeld = (event: Alertable): boolean => holdOf(event) !== null;
  return {
    sessions: tuning.sessions,
    controls: control.controls,
    warned: eviction.warned,
    deliveries: [
      ...events
        .filter((event) => !isHeld(event))
        .map((event) =>
          eventNotification(
            event,
            lastObservedAt(known),
            addressOf({ severity: event.severity, targets: targetsOfEvent(event) }, addressing),
          ),
        ),
      ...eviction.deliveries,
    ],
    held: events.filter(isHeld),
    recent: noteEvents(known.recentEvents ?? [], [...events, ...resets(known, looked, events)], seen.at),
  };
}

/** The counters that were reset, but for those of which an event tells. */
function resets({ targets }: AlertState, looked: readonly EvaluatedTarget[], events: readonly EventOf[]) {
  const reported = new Set(
    events.flatMap(({ details, target }) => (typeof details.fellFrom === 'number' ? [target] : [])),
  );
  const before = new Map(targets.map((each) => [each.target, each]));
  return looked
    .filter(({ known }) => !reported.has(known.target))
    .flatMap(({ known }) => counterResets(before.get(known.target), known));
}

/** Of one that is off watch, loud ones alone; of one on probation, none. */
const eventsOf = ({ known: { probation, muted }, events }: EvaluatedTarget): RuleResults['events'] =>
  probation === null ? events.filter(({ level }) => level === 'loud' || !muted) : [];

function evaluateSessions(known: AlertState, seen: Observed, watch: RuleContext) {
  if (ruleModeOf(watch.rules, 'tuning', '') === 'off') return { sessions: null, events: [] };
  if (seen.sessions === null) return { sessions: known.sessions, events: [] };
  const settings = tuningSettings(watch.rules.tuning);
  return evaluateTuning(known.sessions, seen.sessions, { ...watch, settings });
}
